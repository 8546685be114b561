"""Whether a message fits the case that it is for: the second half of what may be told, after the table of stations."""

from functools import singledispatch

from .identity import is_enough, is_more_than_needed
from .justification import EXTENDS, KEEPS, NEEDS_EVIDENCE, REFUSES
from .plan import Keep
from .sentence import (
    ANSWERED,
    AT_ONCE,
    EXTENDED,
    GOES_ON,
    LESS_THAN_ASKED,
    MORE_THAN_NEEDED,
    NO_CODE,
    NO_CONTROLLER,
    NO_EVIDENCE,
    NO_EXCEPTION,
    NO_FUTURE,
    NO_HOLDING,
    NO_QUESTION,
    NO_REASON_FOR_MORE_TIME,
    NO_RECORDING,
    NO_TIME_LEFT,
    NOT_BY_HAND,
    NOT_IN_DOUBT,
    NOT_STUCK,
    NOT_WHAT_IS_ASKED,
    NOTHING_ATTACHED,
    OTHER_DIGEST,
    OWN_CASE,
    STANDS_STILL,
    STANDS_STILL_ALREADY,
    STOPS,
    UNSIGNED,
)
from .standing import Standing
from .update import (
    COPIES,
    ERASES,
    Approval,
    Attestation,
    Direction,
    Directive,
    Extension,
    IdentityQuestion,
    Link,
    Refusal,
    Reply,
    Resumption,
    Standstill,
    Verification,
)


@singledispatch
def unfit(_update: object, _standing: Standing) -> str | None:
    """Why a message does not fit a case that takes such messages now; None: it does."""
    return None


@unfit.register
def _(approval: Approval, standing: Standing) -> str | None:
    if standing.plan is None or approval.digest != standing.plan.digest:
        return OTHER_DIGEST
    if approval.by == standing.submitted_by and not standing.may_approve_own:
        return OWN_CASE
    if approval.at is None or approval.signature is None:
        return UNSIGNED
    if standing.stands_still:
        return STANDS_STILL
    if stops := standing.plan.stops:
        return STOPS.format(keys=", ".join(item.key for item in stops), why=stops[0].why)
    return None


@unfit.register
def _(keep: Keep, standing: Standing) -> str | None:
    items = standing.plan.items if standing.plan is not None else ()
    if not any(item.key == keep.holding or item.key.startswith(f"{keep.holding}/") for item in items):
        return NO_HOLDING
    if keep.justification not in KEEPS:
        return NO_EXCEPTION
    return NO_FUTURE if keep.until <= standing.today else None


@unfit.register
def _(link: Link, standing: Standing) -> str | None:
    return NOT_IN_DOUBT if link.reference not in standing.in_doubt else None


@unfit.register
def _(refusal: Refusal, standing: Standing) -> str | None:
    """A whole request is refused for a reason that the law has, and by who can show it (L-17); some never (L-09)."""
    if standing.right.acts_at_once:
        return AT_ONCE
    if refusal.justification not in REFUSES:
        return NO_CODE.format(codes=", ".join(sorted(REFUSES)))
    return NO_EVIDENCE if refusal.justification in NEEDS_EVIDENCE and refusal.evidence is None else None


@unfit.register
def _(attestation: Attestation, standing: Standing) -> str | None:
    if attestation.system in standing.attestable:
        return None
    return NOT_BY_HAND if standing.right.is_export else NOT_STUCK


@unfit.register
def _(verification: Verification, standing: Standing) -> str | None:
    if standing.asks_for is not None and not is_enough(standing.asks_for, verification.rung):
        return LESS_THAN_ASKED.format(asked=standing.asks_for)
    return None


@unfit.register
def _(question: IdentityQuestion, _standing: Standing) -> str | None:
    """Nobody is asked for more than the doubt needs (L-11)."""
    return MORE_THAN_NEEDED if is_more_than_needed(question.doubt, question.rung) else None


@unfit.register
def _(_reply: Reply, standing: Standing) -> str | None:
    return None if standing.has_open_question else NO_QUESTION


@unfit.register
def _(direction: Direction, standing: Standing) -> str | None:
    """An instruction is of a controller that was asked, and of no other (L-46), and fits what the person asks for."""
    if direction.controller not in standing.controllers:
        return NO_CONTROLLER
    fits = {Directive.LEAVE, *({*COPIES, Directive.ATTACH} if standing.right.is_export else ERASES)}
    if direction.directive not in fits:
        return NOT_WHAT_IS_ASKED
    if (direction.attached is not None) is not (direction.directive is Directive.ATTACH):
        return NOTHING_ATTACHED
    if direction.attached is None:
        return None
    is_shown = direction.attached.item in standing.shown.get(direction.controller, ())
    return None if is_shown else NO_RECORDING


@unfit.register
def _(extension: Extension, standing: Standing) -> str | None:
    """Once, for one of two reasons, and before the first date (L-05)."""
    if standing.is_answered:
        return ANSWERED
    if extension.justification not in EXTENDS:
        return NO_REASON_FOR_MORE_TIME
    if standing.clock is None or standing.now is None or standing.now >= standing.clock.first_due_at:
        return NO_TIME_LEFT
    return EXTENDED if standing.clock.is_extended else None


@unfit.register
def _(_standstill: Standstill, standing: Standing) -> str | None:
    if standing.right.acts_at_once:
        return AT_ONCE
    return STANDS_STILL_ALREADY if standing.stands_still else None


@unfit.register
def _(_resumption: Resumption, standing: Standing) -> str | None:
    return None if standing.stands_still else GOES_ON
