"""Links from mails. Programs that look through mails open links: to look uses nothing up, a button does.

A link that was used, is over, or never was one, all end on the same page.
"""

from contextlib import suppress

from aiohttp import web

from habeas.console.web.door import door_of
from habeas.console.web.visit import sign_in
from habeas.console.web.way import go
from habeas.domain.error import NoSuchCase, NotNow, Stopped, Unreachable
from habeas.domain.identity import Rung
from habeas.domain.link import LinkPurpose
from habeas.domain.update import Verification

from .download import hand_out
from .office import Office, office_of
from .shown import shown
from .standing import BY
from .visitor import TOKEN, CaseVisitor, ControllerVisitor, OwnerVisitor

_HOW = "a one-time link to the address that was given"


async def link_page(request: web.Request) -> web.Response:
    """A page with one button, for whatever token: it is not looked at."""
    return shown(request, "link.html", way=request.path)


async def use(request: web.Request) -> web.StreamResponse:
    """Do what the link is for: open the person's page, show who they are, or hand out their copy."""
    office, token = _counted(request), request.match_info["token"]
    found = await office.register.look_link(token) if TOKEN.fullmatch(token) else None
    match found:
        case (case_id, LinkPurpose.PAGE):
            return _enter(request, CaseVisitor.of(case_id))
        case (case_id, LinkPurpose.AGENT):
            return _enter(request, CaseVisitor.of(case_id, is_agent=True))
        case (_, LinkPurpose.IDENTITY):
            return await _show_who(request, office, token)
        case (_, LinkPurpose.BUNDLE):
            used = await office.register.use_link(token, LinkPurpose.BUNDLE)
            answer = await hand_out(request, used) if used else None
            return answer or dead(request)
        case _:
            return dead(request)


async def use_as_controller(request: web.Request) -> web.StreamResponse:
    """Open the page of a controller."""
    found = await _numbered(request, LinkPurpose.CONTROLLER)
    if found is None:
        return dead(request)
    sign_in(request, ControllerVisitor.of(*found))
    return go("/controller")


async def use_as_owner(request: web.Request) -> web.StreamResponse:
    """Open the page of whoever has a system without an API."""
    found = await _numbered(request, LinkPurpose.OWNER)
    if found is None:
        return dead(request)
    sign_in(request, OwnerVisitor.of(*found))
    return go("/owner")


async def _numbered(request: web.Request, purpose: LinkPurpose) -> tuple[str, int] | None:
    """The case of a link of this purpose, and the number of its letter; None for any other token."""
    office, token = _counted(request), request.match_info["token"]
    case_id = await office.register.use_link(token, purpose) if TOKEN.fullmatch(token) else None
    number = await office.register.letter_of_link(token) if case_id else None
    return None if case_id is None or number is None else (case_id, number)


async def tell_who(office: Office, case_id: str) -> None:
    """Tell the case that its link was opened. A case that knows already, wants more, or is over, says so itself."""
    verification = Verification(rung=Rung.LINK, how=_HOW, by=BY)
    with suppress(NotNow, NoSuchCase, Stopped):
        await office.cases.tell(case_id, verification)


def dead(request: web.Request) -> web.Response:
    """The one page for every link that opens nothing."""
    return shown(request, "dead.html", 404)


def _counted(request: web.Request) -> Office:
    office = office_of(request)
    office.limits.links.take(door_of(request).proxies.client(request))
    return office


def _enter(request: web.Request, visitor: CaseVisitor) -> web.Response:
    sign_in(request, visitor)
    return go("/case")


async def _show_who(request: web.Request, office: Office, token: str) -> web.Response:
    """The link is used up first; where the case cannot be told now, its page has a button for that."""
    case_id = await office.register.use_link(token, LinkPurpose.IDENTITY)
    if case_id is None:
        return dead(request)
    answer = _enter(request, CaseVisitor.of(case_id, has_shown=True))
    with suppress(Unreachable):
        await tell_who(office, case_id)
    return answer
