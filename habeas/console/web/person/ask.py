"""Asking, as a stranger: a form, and an answer that is the same whoever asks. Nothing is looked up.

Who has lost their address gets a link at another one, by which they can show who they are; what was asked then waits
for somebody who looks at that, and opening a link at the lost address is not enough any more.
"""

import asyncio
import time
from datetime import UTC, datetime

from aiohttp import web

from habeas.bundle.language.book import WORDS as DATES
from habeas.console.web.door import door_of
from habeas.console.web.language.choice import language_of
from habeas.console.web.visit import browser_of, form
from habeas.console.web.way import go
from habeas.domain.case import CaseStatus
from habeas.domain.error import Unreachable
from habeas.domain.identity import Doubt, Rung
from habeas.domain.link import LinkPurpose
from habeas.domain.request import Intake
from habeas.domain.stage import Stage
from habeas.domain.update import IdentityQuestion
from habeas.vault.reply_paper import ReplyTo

from .form import Asked, Incomplete, offered, read
from .mail import mail
from .office import Office, office_of
from .shown import shown
from .standing import BY
from .stop import consents_of

ASKED = "/asked"
LOST = "/lost"
_PAUSE = 0.2


async def ask_form(request: web.Request) -> web.Response:
    """What one may ask, and the form."""
    return _page(request)


async def lost_form(request: web.Request) -> web.Response:
    """The form for who does not have the address any more by which we know them."""
    return _page(request)


async def ask(request: web.Request) -> web.Response:
    """Open a case of whoever asks; the case finds out who that is."""
    try:
        asked = await _read(request)
    except Incomplete as wrong:
        return await _again(request, wrong)
    await _opened(request, asked)
    return go(ASKED)


async def ask_without_address(request: web.Request) -> web.Response:
    """The same for who has another address now: they are asked for evidence, and get a link by which to show it."""
    try:
        asked = await _read(request)
    except Incomplete as wrong:
        return await _again(request, wrong)
    office, case_id = office_of(request), await _opened(request, asked)
    await _ask_for_evidence(office, case_id)
    assert asked.reply_to is not None  # this form has it
    until = datetime.now(UTC) + office.page_link
    token = await office.register.issue_link(case_id, LinkPurpose.PAGE, until)
    await office.post.send(mail(asked.reply_to.value, door_of(request).url, token, language_of(request)))
    return go(ASKED)


async def asked_page(request: web.Request) -> web.Response:
    """What happens now: the same for everybody."""
    return shown(request, "asked.html")


async def signed_out_page(request: web.Request) -> web.Response:
    """How one gets to one's page: there is no password, but a link in each mail."""
    return shown(request, "signed_out.html")


async def _read(request: web.Request) -> Asked:
    """The form, counted by where it comes from and by the addresses in it, which are kept as keyed hashes alone."""
    limits = office_of(request).limits
    limits.asks.take(door_of(request).proxies.client(request))
    asked = read(await form(request), office_of(request).processing, is_lost=request.path == LOST)
    for address in filter(None, (asked.address, asked.reply_to)):
        limits.addresses.take(address.normalised())
    return asked


async def _opened(request: web.Request, asked: Asked) -> str:
    office, once = office_of(request), (await form(request)).get("once", "")
    case_id, received_at = office.once.case_of(browser_of(request), once)
    intake = Intake(
        identifiers=asked.identifiers,
        received_at=received_at,
        language=language_of(request),
        country=asked.country,
        copy_first=asked.copy_first,
        reply_to=asked.reply_to,
        purposes=asked.purposes,
    )
    await office.cases.open(asked.right, intake, case_id=case_id, submitted_by=BY)
    instead = asked.reply_to.value if asked.reply_to else None
    await office.replies.keep(case_id, ReplyTo(address=asked.address.value, instead=instead))
    return case_id


async def _ask_for_evidence(office: Office, case_id: str) -> None:
    """From now on a link that was sent to the lost address shows nothing. Raises Unreachable."""
    status = await _identifying(office, case_id)
    if status.asks_for is not Rung.EVIDENCE:
        question = IdentityQuestion(doubt=Doubt.ADDRESS_LOST, rung=Rung.EVIDENCE, by=BY)
        await office.cases.tell(case_id, question)


async def _identifying(office: Office, case_id: str) -> CaseStatus:
    until = time.monotonic() + office.patience
    while (status := await office.cases.status(case_id)).stage is Stage.RECEIVED:
        if time.monotonic() > until:
            raise Unreachable("the worker does not take the case up")
        await asyncio.sleep(_PAUSE)
    return status


async def _again(request: web.Request, wrong: Incomplete) -> web.Response:
    """The form once more, with what was typed and what is wrong with it."""
    return _page(request, 400, dict(await form(request)), wrong.fields)


def _page(
    request: web.Request, status: int = 200, fields: dict[str, str] | None = None, wrong: tuple[str, ...] = ()
) -> web.Response:
    countries = DATES[language_of(request)].countries
    office = office_of(request)
    context = {"once": office.once.token(), **(fields or {})}
    ends = office.processing.information.ends.said_in(language_of(request))  # beside the choices that erase (P-9)
    template = "lost.html" if request.path == LOST else "ask.html"
    choices = {"ends": ends, "consents": consents_of(request), "countries": _sorted(countries)}
    choices["offered"] = offered(office.processing)
    return shown(request, template, status, fields=context, wrong=wrong, country=None, **choices)


def _sorted(countries: object) -> list[tuple[str, str]]:
    assert isinstance(countries, dict)
    return sorted(countries.items(), key=lambda pair: _letters(pair[1]))


def _letters(name: str) -> str:
    """Where a name stands in the order: an accent is no letter of its own in French."""
    return name.replace("É", "E").casefold()
