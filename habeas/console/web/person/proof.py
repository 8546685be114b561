"""The proof of what was done: a person fetches it once their case has closed with a certificate, as often as they want.

It is made in memory each time, and the certificate is verified before it is handed out. It says what the answer says:
an agent who may not read that gets none of it (L-13).
"""

from collections.abc import Mapping
from textwrap import fill
from typing import Final

from aiohttp import web

from habeas.client.proofs import OPENING
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.proof import JWS, archived, with_pages
from habeas.console.web.reading import written
from habeas.console.web.visit import note, requires
from habeas.domain.case import CaseStatus
from habeas.domain.letter import LetterKind
from habeas.vault.error import Gone

from .language.book import WORDS
from .language.words import Proof
from .office import Office, office_of
from .standing import status_of
from .visitor import PERSON, CaseVisitor, person

NAME: Final = "proof.zip"
README: Final = "README.txt"
_COMMAND = f"python -m habeas.evidence verify {JWS}"
_WIDTH = 80


@requires(PERSON)
async def fetch_proof(request: web.Request) -> web.Response:
    """Hand out the proof as one archive. Raises Failed where there is none."""
    office, visitor, language = office_of(request), person(request), language_of(request)
    office.limits.cases.take(visitor.case_id)
    files = await proof_for(visitor, office, await status_of(office, visitor.case_id))
    if not files:
        raise Failed(Failure.NOT_FOUND)
    note(request, "fetch_proof", visitor.case_id)
    whole = with_pages(files, office.processing, office.zone)
    names = [README, *sorted(whole)]
    content = {README: _readme(names, WORDS[language].proof), **whole}
    return archived({name: content[name] for name in names}, NAME)


async def proof_for(visitor: CaseVisitor, office: Office, status: CaseStatus) -> Mapping[str, str]:
    """The files by name; none of a case that goes on, that has no certificate, or that was shredded.

    None either for an agent to whom the answer was not written.
    """
    if status.state.is_open:
        return {}
    try:
        files = await office.proofs.files(status.case_id)
    except Gone:
        return {}
    return files if await _may_read_answer(visitor, office) else {}


async def _may_read_answer(visitor: CaseVisitor, office: Office) -> bool:
    """Whether it was written to them: a certificate comes with a letter of what was done."""
    if not visitor.is_agent:
        return True
    letters = await written(office.letters, visitor.case_id, *visitor.reads)
    return any(letter.kind is LetterKind.DONE for letter in letters)


def _readme(names: list[str], words: Proof) -> str:
    is_own = OPENING in names
    command = f"{_COMMAND} --salt {OPENING}" if is_own else _COMMAND
    listed = "\n".join(f"{name}: {words.files[name]}" for name in names)
    before = [words.heading, fill(words.lead, _WIDTH), listed, *([fill(words.own, _WIDTH)] if is_own else [])]
    check = [fill(words.check, _WIDTH), f"    {command}", fill(words.told, _WIDTH), fill(words.keys, _WIDTH)]
    return "\n\n".join([*before, *check]) + "\n"
