"""The page of a controller to whom a part of a case was referred: its own part, and nothing else (L-45, L-46)."""

from dataclasses import dataclass, field

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.reading import rendered, written
from habeas.console.web.visit import form, note, requires
from habeas.console.web.way import go
from habeas.domain.case import CaseStatus
from habeas.domain.error import NoSuchCase
from habeas.domain.identifier import EMAIL, GIVEN
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter, LetterKind
from habeas.domain.plan import PlanItem
from habeas.domain.referral import Referral, ReferralState
from habeas.domain.update import COPIES, ERASES, Direction, Directive

from .form import Incomplete, text
from .office import Office, office_of
from .shown import shown
from .standing import status_of
from .visitor import CONTROLLER, controller

_SHOWS = (LetterKind.HAND_OVER, LetterKind.CERTIFICATE)  # what is held for it, or was
_BY = "on the controller's page"
_LONGEST_NAME, _LONGEST_REFERENCE = 70, 300


@dataclass(frozen=True)
class Part:
    """A controller's part of a case: its letters, the newest first, what is held for it, and where it stands."""

    letters: tuple[Letter, ...] = field(repr=False)
    items: tuple[PlanItem, ...]
    referral: Referral

    @property
    def asked(self) -> Letter:
        """The letter by which it was asked, or told that all of it is gone."""
        return next(one for one in self.letters if one.kind in _SHOWS)

    @property
    def choices(self) -> frozenset[str]:
        """What it may instruct: what shows others is erased only by who was told when the person is in it."""
        if self.asked.right.is_export:
            return frozenset({Directive.LEAVE, *COPIES})
        return frozenset({Directive.LEAVE, *(ERASES if self.asked.shown else {Directive.ERASE})})

    @property
    def may_instruct(self) -> bool:
        """Whether its instruction is waited for."""
        return self.referral.state is ReferralState.ASKED


@requires(CONTROLLER)
async def controller_page(request: web.Request) -> web.Response:
    """What the person asks of it, what is held for it, and a form for its instruction."""
    return await _page(request)


@requires(CONTROLLER)
async def instruct(request: web.Request) -> web.Response:
    """Its instruction: erase, or leave it to itself; with who says so, and where that is on file."""
    office, visitor = office_of(request), controller(request)
    office.limits.cases.take(visitor.name)
    part, fields = await _part(office, visitor.case_id, visitor.number), await form(request)
    try:
        direction = _direction(part, dict(fields))
    except Incomplete as wrong:
        return await _page(request, 400, wrong.fields, dict(fields))
    note(request, f"instruct_{direction.directive}", visitor.case_id)
    await office.cases.tell(visitor.case_id, direction)
    return go("/controller", done="instructed")


def _direction(part: Part, fields: dict[str, str]) -> Direction:
    directive = fields.get("directive", "")
    if directive not in part.choices:
        raise Incomplete("directive")
    who, reference = text(fields, "who", _LONGEST_NAME), text(fields, "reference", _LONGEST_REFERENCE, 3)
    return Direction(
        controller=part.referral.controller,
        directive=Directive(directive),
        recorded_by=f"{who}, {_BY}",
        reference=reference,
    )


async def _part(office: Office, case_id: str, number: int) -> Part:
    """The part of this number. Raises Failed when the case has none, or was shredded."""
    to_controllers = await written(office.letters, case_id, Addressee.CONTROLLER)
    letters = tuple(one for one in to_controllers if one.number == number)
    items = next((one.items for one in letters if one.kind in _SHOWS), ())
    referral = _referral(await status_of(office, case_id), items)
    if referral is None:
        raise Failed(Failure.NOT_FOUND)
    return Part(letters, tuple(i for i in items if i.controller == referral.controller), referral)


def _referral(status: CaseStatus, items: tuple[PlanItem, ...]) -> Referral | None:
    theirs = {item.controller for item in items}
    return next((one for one in status.referrals if one.controller in theirs), None)


async def _page(
    request: web.Request, status: int = 200, wrong: tuple[str, ...] = (), fields: dict[str, str] | None = None
) -> web.Response:
    office, visitor, language = office_of(request), controller(request), language_of(request)
    note(request, "view_address", visitor.case_id)
    part = await _part(office, visitor.case_id, visitor.number)
    return shown(
        request,
        "controller.html",
        status,
        part=part,
        held=[(_title(office, item, language), item.count) for item in part.items],
        recordings=part.asked.shown,
        addresses=await _addresses(office, visitor.case_id),
        letters=rendered(office.letters, part.letters, language),
        done=request.query.get("done", ""),
        wrong=wrong,
        fields=fields or {},
    )


def _title(office: Office, item: PlanItem, language: Language) -> str:
    known = office.processing.of(item.system).get(item.category)
    return known.title.said_in(language) if known else item.category


async def _addresses(office: Office, case_id: str) -> list[str]:
    """By which address the person asked: the controller has its data under it. None once Temporal has forgotten."""
    try:
        known = await office.cases.identifiers(case_id)
    except NoSuchCase:
        return []
    return [one.value for one in known.values() if one.kind == EMAIL and one.found_in == GIVEN]
