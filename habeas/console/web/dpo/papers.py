"""What a case has on paper, for the eyes of who decides: its letters, and what somebody has shown of who they are."""

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.reading import rendered, written
from habeas.console.web.visit import note, requires
from habeas.vault.error import Gone
from habeas.vault.evidence import EvidenceFiles, Piece

from .dossier import dossier
from .office import office_of
from .show import OPENS, show


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
    )


@requires(*OPENS)
async def piece(request: web.Request) -> web.StreamResponse:
    """One piece, to be saved and looked at. Raises Failed when there is none of that name."""
    evidence, asked = office_of(request).papers.evidence, request.match_info
    case_id, name = asked["case_id"], asked["name"]
    note(request, "evidence", case_id)
    if evidence is None:
        raise Failed(Failure.NOT_FOUND)
    try:
        kind, data = await evidence.read(case_id, name)
    except (FileNotFoundError, Gone):
        raise Failed(Failure.NOT_FOUND) from None
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=data, content_type=kind.media_type, headers=headers)


async def _pieces(evidence: EvidenceFiles | None, case_id: str) -> tuple[Piece, ...] | None:
    """None where they cannot be opened."""
    return None if evidence is None else await evidence.pieces(case_id)
