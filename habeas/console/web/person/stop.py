"""Ending marketing, or one consent, from the page of a case: at once, and without anybody's approval (L-09).

It is a case of its own, at the address by which the person of this page was verified; the link that led here has shown
that they read its mail. Somebody who speaks for them asks by a form, as their mandate has to say so.
"""

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.visit import browser_of, form, note, requires
from habeas.console.web.way import go
from habeas.domain.case import CaseStatus
from habeas.domain.identifier import email
from habeas.domain.identity import Identity, Rung
from habeas.domain.request import Intake
from habeas.domain.right import Right

from .download import address_on_file
from .form import offered, one_of, withdrawn
from .office import Office, office_of
from .standing import BY, status_of
from .visitor import PERSON, CaseVisitor, person

_HOW = "the page of another case of theirs, by a link to the address that was given"


def consents_of(request: web.Request) -> list[tuple[str, str]]:
    """Every consent that can be withdrawn alone: the choice, and what it is called."""
    language = language_of(request)
    return [(one_of(c), c.title.said_in(language)) for c in office_of(request).processing.consents]


def may_stop(visitor: CaseVisitor, status: CaseStatus) -> bool:
    """Whether it is known that whoever is on this page reads the mail of the address: then nothing more is asked."""
    return status.verified_how is not None and not visitor.is_agent


@requires(PERSON)
async def stop(request: web.Request) -> web.Response:
    """Open the case that ends it; twice is once. Raises Failed."""
    office, visitor = office_of(request), person(request)
    office.limits.cases.take(visitor.case_id)
    status, fields = await status_of(office, visitor.case_id), await form(request)
    choice, purposes = withdrawn(fields.get("what", ""), office.processing.consents)
    if choice not in (Right.OBJECTION, Right.WITHDRAWAL) or choice not in offered(office.processing):
        raise Failed(Failure.NOT_UNDERSTOOD)
    if not may_stop(visitor, status):
        raise Failed(Failure.NOT_ALLOWED)
    note(request, "stop", visitor.case_id)
    await _opened(request, office, status, Right(choice), purposes)
    return go("/case", done="stopped")


async def _opened(
    request: web.Request, office: Office, status: CaseStatus, right: Right, purposes: tuple[str, ...]
) -> None:
    case_id, received_at = office.once.case_of(browser_of(request), (await form(request)).get("once", ""))
    intake = Intake(
        identifiers=(email(await address_on_file(office, status)),),
        received_at=received_at,
        identity=Identity(how=_HOW, by=BY, rung=Rung.LINK),
        language=language_of(request),
        purposes=purposes,
    )
    await office.cases.open(right, intake, case_id=case_id, submitted_by=BY)
