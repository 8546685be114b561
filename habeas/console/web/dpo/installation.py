"""The office of an installation: its cases, its register, and where it acts, as its settings say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from habeas.calendar import public_holidays
from habeas.client.files import case_parts
from habeas.console.door import Door
from habeas.console.web.reading import letters_of
from habeas.domain.error import InvalidInput
from habeas.domain.processing import ProcessingRecord
from habeas.domain.time_limit import Place
from habeas.policy import load_processing
from habeas.register.link import Links
from habeas.settings import CaseFileSettings, HouseSettings
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.attachments import Attachments
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.evidence import EvidenceFiles
from habeas.vault.proof_papers import ProofPapers

from .office import Office, Papers


@asynccontextmanager
async def office_at(door: Door) -> AsyncIterator[Office]:
    """The office, for as long as the context lasts.

    Raises Unreachable when Temporal does not answer, InvalidInput for a setting or a file that does not fit.
    """
    settings, habeas = door.settings, await door.habeas()
    async with door.register() as register:
        record = load_processing(settings.processing_file)
        yield Office(
            habeas,
            register,
            _place(settings),
            record,
            papers_of(settings, habeas.keys, register, record),
            may_approve_own=settings.may_approve_own,
        )


def papers_of(settings: CaseFileSettings, keys: CaseKeys, register: Links, record: ProcessingRecord) -> Papers:
    """What is read of cases on paper; evidence where something opens case files."""
    parts, opens = case_parts(settings), settings.file_wrapping_keys is not None
    letters = letters_of(settings, keys, register, record)
    files = CaseFiles(parts, keys)
    evidence = EvidenceFiles(files, parts) if opens else None
    return Papers(letters, Attachments(files), evidence, ProofPapers(parts, keys), AnswerPapers(parts, keys))


def _place(settings: HouseSettings) -> Place:
    try:
        return Place(ZoneInfo(settings.zone), public_holidays(settings.country))
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidInput("HABEAS_ZONE is not the name of a time zone") from None
