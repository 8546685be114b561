"""The lists of cases: those that are open, and those that are closed. Nothing in them is personal."""

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.visit import requires
from habeas.domain.case import CaseState
from habeas.domain.staff import Role

from .inbox import inbox
from .office import office_of
from .show import show

PAGE = 50  # closed cases on one page


@requires(*Role)
async def open_cases(request: web.Request) -> web.StreamResponse:
    """The inbox; with `state`, the open cases that stand there."""
    office = office_of(request)
    today = office.now().astimezone(office.place.zone).date()
    cases = await office.register.list(open_only=True, limit=None)
    state = _state(request)
    found = await office.register.drift()
    return show(request, "inbox.html", inbox=inbox(cases, today, state), state=state, today=today, drift=found)


@requires(*Role)
async def closed_cases(request: web.Request) -> web.StreamResponse:
    """Cases that have an outcome, the one that closed last first."""
    rows = [row for row in await office_of(request).register.list(limit=None) if row.closed_at is not None]
    rows.sort(key=lambda row: (row.closed_at, row.case_id), reverse=True)
    number = _number(request)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return show(request, "closed.html", cases=shown, number=number, has_more=len(rows) > number * PAGE)


def _state(request: web.Request) -> CaseState | None:
    text = request.query.get("state", "")
    if text and text not in set(CaseState):
        raise Failed(Failure.NOT_UNDERSTOOD)
    return CaseState(text) if text else None


def _number(request: web.Request) -> int:
    text = request.query.get("page", "1")
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise Failed(Failure.NOT_UNDERSTOOD)
    return int(text[:9])
