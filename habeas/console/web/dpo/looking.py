"""The page of a case, and those with what is personal in it."""

from datetime import date

from aiohttp import web

from habeas.console.web.session import Visitor
from habeas.console.web.visit import note, requires, who
from habeas.domain.error import NoSuchCase
from habeas.domain.staff import Role

from .decision import Deed
from .dossier import Dossier, dossier
from .offer import Offer, offer
from .office import Office, office_of
from .share import by_disposition, shares, totals
from .show import OPENS, show
from .standing import standing, stuck
from .timeline import timeline


@requires(*Role)
async def case(request: web.Request) -> web.StreamResponse:
    """All that may be said of a case, and what can be decided; `done` says what was, just now."""
    office, visitor = office_of(request), who(request)
    found = await dossier(office, request.match_info["case_id"])
    status = found.status
    note(request, "case", status.case_id)
    return show(
        request,
        "case.html",
        found=found,
        case=status,
        days_left=_days_left(office, status.due),
        tables=by_disposition(status.items),
        shares=shares(status.items),
        totals=totals(status.items),
        stuck={system: status.progress[system] for system in sorted(stuck(status))},
        events=timeline(status, found.row),
        offer=_offer(office, found, visitor),
        done=_done(request),
        is_new=request.query.get("opened") == "yes",
        sees_personal=visitor.role in OPENS and found.is_open and found.trouble is None,
    )


@requires(*OPENS)
async def conversation(request: web.Request) -> web.StreamResponse:
    """The questions to the person and their answers."""
    return await _personal(request, "conversation")


@requires(*OPENS)
async def identifiers(request: web.Request) -> web.StreamResponse:
    """By what the person's data were found."""
    return await _personal(request, "identifiers")


async def _personal(request: web.Request, what: str) -> web.StreamResponse:
    office, case_id = office_of(request), request.match_info["case_id"]
    found = await dossier(office, case_id)
    note(request, what, case_id)
    said = None
    if found.is_open and found.trouble is None:
        ask = office.cases.conversation if what == "conversation" else office.cases.identifiers
        try:
            said = await ask(case_id)
        except NoSuchCase:  # it has ended meanwhile
            said = None
    return show(request, f"{what}.html", case=found.status, said=said)


def _offer(office: Office, found: Dossier, visitor: Visitor) -> Offer:
    if found.trouble or not found.is_open:
        return Offer(())
    stands = standing(found.status, office.now(), may_approve_own=office.may_approve_own)
    return offer(found.status, stands, visitor.name, visitor.role)


def _days_left(office: Office, due: date | None) -> int | None:
    return None if due is None else (due - office.now().astimezone(office.place.zone).date()).days


def _done(request: web.Request) -> Deed | None:
    text = request.query.get("done", "")
    return Deed(text) if text in set(Deed) else None
