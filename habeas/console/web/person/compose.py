"""The person's door, put together from the settings.

It has what opens case files, as it hands out copies, and no key of the hashes by which the register knows people.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from aiohttp import web

from habeas.client import Habeas
from habeas.client.files import case_parts, house_keys
from habeas.console.web.compose import person_door
from habeas.console.web.reading import letters_of
from habeas.domain.error import InvalidInput
from habeas.policy import load_processing
from habeas.post.account import Account
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.person import PersonRegister
from habeas.settings import CaseFileSettings, PersonDoorSettings
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.evidence import EvidenceFiles
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.reply_paper import ReplyPapers

from .office import OFFICE, Office
from .port import Cases
from .routes import routes

PACKAGE = "habeas.console.web.person"


@asynccontextmanager
async def person_app(
    settings: PersonDoorSettings, house: CaseFileSettings, account: Account
) -> AsyncIterator[web.Application]:
    """The door as an application, for as long as the context lasts; it sends its own mails by this account.

    Raises InvalidInput for settings that do not fit, and Unreachable when Temporal does not answer.
    """
    if house.file_wrapping_keys is None:
        raise InvalidInput("the person's door hands out copies: it needs HABEAS_FILE_WRAPPING_KEYS")
    keys = house_keys(house, is_kept=True)
    cases = await Habeas.connect(house.temporal_address, keys, house.temporal_namespace, house.access)
    engine = register_engine(house.register_url)
    try:
        yield door(settings, office(house, keys, cases, PersonRegister(engine), Post(account)))
    finally:
        await engine.dispose()


def office(house: CaseFileSettings, keys: CaseKeys, cases: Cases, register: PersonRegister, post: Post) -> Office:
    """What the pages are served from."""
    parts, processing = case_parts(house), load_processing(house.processing_file)
    files = CaseFiles(parts, keys)
    letters = letters_of(house, keys, register, processing)
    papers = EvidenceFiles(files, parts), ReplyPapers(parts, keys), ProofPapers(parts, keys), AnswerPapers(parts, keys)
    return Office(cases, register, letters, files, *papers, post, processing, ZoneInfo(house.zone))


def door(settings: PersonDoorSettings, served_from: Office) -> web.Application:
    """The application of such an office."""
    made = person_door(settings, routes(), [PACKAGE])
    made[OFFICE] = served_from
    return made
