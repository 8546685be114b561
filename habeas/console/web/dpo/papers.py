"""What a case has on paper, for the eyes of who decides: its letters, and what somebody has shown of who they are."""

from dataclasses import dataclass

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.reading import rendered, written
from habeas.console.web.visit import note, requires
from habeas.domain.case import CaseStatus
from habeas.domain.manual import Answer
from habeas.domain.processing import Category
from habeas.vault.error import Gone
from habeas.vault.evidence import EvidenceFiles, Piece

from .dossier import dossier
from .office import Office, office_of
from .show import OPENS, show


@dataclass(frozen=True)
class Answered:
    """What an owner has answered, and the files that came with it, by category."""

    answer: Answer
    files: list[tuple[Category, Piece]]


@requires(*OPENS)
async def papers(request: web.Request) -> web.StreamResponse:
    """Everything that was written, the newest first, and a link to each piece that was shown."""
    office, case_id = office_of(request), request.match_info["case_id"]
    found = await dossier(office, case_id)
    note(request, "papers", case_id)
    letters = await written(office.papers.letters, case_id)
    return show(
        request,
        "papers.html",
        case=found.status,
        letters=[(one, *rendered(office.papers.letters, [one], language_of(request))) for one in letters],
        pieces=await _pieces(office.papers.evidence, case_id),
        answers=await _answers(office, found.status),
    )


@requires(*OPENS)
async def piece(request: web.Request) -> web.StreamResponse:
    """One piece, to be saved and looked at. Raises Failed when there is none of that name."""
    evidence, asked = office_of(request).papers.evidence, request.match_info
    case_id, name = asked["case_id"], asked["name"]
    note(request, "evidence", case_id)
    return await _saved(evidence, case_id, name)


@requires(*OPENS)
async def given(request: web.Request) -> web.StreamResponse:
    """One file that came with an owner's answer. Raises Failed as above."""
    papers, asked = office_of(request).papers, request.match_info
    note(request, "given", asked["case_id"])
    opens = papers.evidence is not None and papers.answers is not None
    files = papers.answers.given(int(asked["number"]), asked["slug"]) if opens and papers.answers else None
    return await _saved(files, asked["case_id"], asked["name"])


async def _saved(files: EvidenceFiles | None, case_id: str, name: str) -> web.StreamResponse:
    """A file to be saved. Raises Failed when there is none of that name, or it cannot be opened here."""
    if files is None:
        raise Failed(Failure.NOT_FOUND)
    try:
        kind, data = await files.read(case_id, name)
    except (FileNotFoundError, Gone):
        raise Failed(Failure.NOT_FOUND) from None
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    headers["Content-Type"] = kind.media_type
    return web.Response(body=data, headers=headers)


async def _pieces(evidence: EvidenceFiles | None, case_id: str) -> tuple[Piece, ...] | None:
    """None where they cannot be opened."""
    return None if evidence is None else await evidence.pieces(case_id)


async def _answers(office: Office, status: CaseStatus) -> list[Answered]:
    """What owners have answered, in turn, with the files of it."""
    answers = office.papers.answers
    found: list[Answered] = []
    if answers is None:
        return []
    for asked in status.asked:
        try:
            said = await answers.answer(status.case_id, asked.number)
        except Gone:
            return []
        if said is not None:
            found.append(Answered(said, await _files(office, status.case_id, said)))
    return found


async def _files(office: Office, case_id: str, said: Answer) -> list[tuple[Category, Piece]]:
    answers, categories = office.papers.answers, office.record.of(said.system).values()
    if answers is None or not said.files:
        return []
    return [(c, piece) for c in categories for piece in await answers.given(said.number, c.slug).pieces(case_id)]
