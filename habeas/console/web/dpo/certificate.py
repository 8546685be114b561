"""The certificate of a case, for who hands it over; it names nobody, so that everybody of staff may see it."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from habeas.client.proofs import OPENING
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.proof import archived, with_pages
from habeas.console.web.visit import note, requires
from habeas.domain.staff import Role
from habeas.vault.error import Gone

from .dossier import Dossier, dossier
from .office import Office, office_of

_NAME: Final = "certificate.zip"


@requires(*Role)
async def certificate(request: web.Request) -> web.StreamResponse:
    """Hand it out with its proof, and a page in each language. Raises Failed where none is kept, or none any more."""
    office, case_id = office_of(request), request.match_info["case_id"]
    found = await dossier(office, case_id)
    note(request, "certificate", case_id)
    files = await _kept(office, found)
    if not files:
        raise Failed(Failure.NOT_FOUND)
    whole = with_pages(files, office.record, office.place.zone)
    return archived({name: whole[name] for name in sorted(whole)}, _NAME)


async def _kept(office: Office, found: Dossier) -> Mapping[str, str]:
    """The files that prove it, by name: what shows whom it is about is the person's alone. None of an open case."""
    if found.is_open or office.papers.proofs is None:
        return {}
    try:
        files = await office.papers.proofs.files(found.status.case_id)
    except Gone:
        return {}
    return {name: text for name, text in files.items() if name != OPENING}
