"""What may be told to a case, and when: the one table of it, and the sentences that refuse the rest.

`refusal` is pure. It first asks the table for the case's station, and then whether the message fits the case.
"""

from collections.abc import Mapping
from typing import TypeAlias

from .plan import Keep
from .standing import Standing, Station
from .update import Approval, Attestation, Cancellation, Link, Refusal, RetryNow

Update: TypeAlias = Approval | Keep | Link | Refusal | Cancellation | RetryNow | Attestation

MAY = None
NO_PLAN = "there is no plan to decide on: the case is {state}"
BEING_MADE = "the plan is being made anew: look at it, then decide"
APPROVED = "it was approved already, by {by}"
TOO_LATE = "it is past the pivot: what is being erased cannot be taken back, and is carried out to the end"
CANCELLED = "it is being cancelled already"
NOTHING_WAITS = "nothing waits to be tried again"
NOT_STUCK = "no step of that system is stuck: only a stuck step after approval can be attested"
NOT_BY_HAND = "an export cannot be done by hand: mend the system and retry, or cancel"
OTHER_DIGEST = "that is not the digest of this case's plan: look at the plan again, then approve it"
OWN_CASE = "nobody approves a case of their own here: ask a colleague"
STOPS = "a decision comes first: {keys} ({why}); then look again with retry"
NO_HOLDING = "the plan has no holding of that name: `habeas show --json` lists them"
NO_FUTURE = "what is kept needs an end date in the future"
NOT_IN_DOUBT = "no identifier of that reference is in doubt: `habeas show --json` lists them under reached"
CLOSING = "the case is being closed: its outcome is known"

Row: TypeAlias = Mapping[type[Update], str | None]


def _row(*, decide: str | None, cancel: str | None, retry: str | None, attest: str | None) -> Row:
    """The four decisions on a plan go together."""
    decisions: dict[type[Update], str | None] = dict.fromkeys((Approval, Keep, Link, Refusal), decide)
    return {**decisions, Cancellation: cancel, RetryNow: retry, Attestation: attest}


TABLE: Mapping[Station, Row] = {
    Station.LOOKING: _row(decide=NO_PLAN, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.LOOKING_STUCK: _row(decide=NO_PLAN, cancel=MAY, retry=MAY, attest=NOT_STUCK),
    Station.PLANNING: _row(decide=BEING_MADE, cancel=MAY, retry=MAY, attest=NOT_STUCK),
    Station.DECIDING: _row(decide=MAY, cancel=MAY, retry=MAY, attest=NOT_STUCK),
    Station.APPROVED: _row(decide=APPROVED, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.REVERSIBLE: _row(decide=APPROVED, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.REVERSIBLE_STUCK: _row(decide=APPROVED, cancel=MAY, retry=MAY, attest=MAY),
    Station.FORWARD: _row(decide=APPROVED, cancel=TOO_LATE, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.FORWARD_STUCK: _row(decide=APPROVED, cancel=TOO_LATE, retry=MAY, attest=MAY),
    Station.COLLECTING: _row(decide=NO_PLAN, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_BY_HAND),
    Station.COLLECTING_STUCK: _row(decide=NO_PLAN, cancel=MAY, retry=MAY, attest=NOT_BY_HAND),
    Station.CANCELLED: _row(decide=CANCELLED, cancel=CANCELLED, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.CANCELLED_STUCK: _row(decide=CANCELLED, cancel=CANCELLED, retry=MAY, attest=MAY),
    Station.CLOSING: _row(decide=CLOSING, cancel=CLOSING, retry=CLOSING, attest=CLOSING),
}


def refusal(update: Update, standing: Standing) -> str | None:
    """Why the case may not be told that now, in one line; None: it may."""
    sentence = TABLE[standing.station][type(update)]
    if sentence is not MAY:
        return sentence.format(state=standing.state, by=standing.approved_by)
    return _unfit(update, standing)


def _unfit(update: Update, standing: Standing) -> str | None:
    """Why a message does not fit a case that takes such messages now; None: it does."""
    match update:
        case Approval():
            return _unfit_approval(update, standing)
        case Keep():
            return _unfit_keep(update, standing)
        case Link():
            return NOT_IN_DOUBT if update.reference not in standing.in_doubt else None
        case Attestation():
            return _unfit_attestation(update, standing)
        case _:
            return None


def _unfit_approval(approval: Approval, standing: Standing) -> str | None:
    if standing.plan is None or approval.digest != standing.plan.digest:
        return OTHER_DIGEST
    if approval.by == standing.submitted_by and not standing.may_approve_own:
        return OWN_CASE
    if stops := standing.plan.stops:
        return STOPS.format(keys=", ".join(item.key for item in stops), why=stops[0].why)
    return None


def _unfit_keep(keep: Keep, standing: Standing) -> str | None:
    items = standing.plan.items if standing.plan is not None else ()
    if not any(item.key == keep.holding or item.key.startswith(f"{keep.holding}/") for item in items):
        return NO_HOLDING
    return NO_FUTURE if keep.until <= standing.today else None


def _unfit_attestation(attestation: Attestation, standing: Standing) -> str | None:
    if standing.right.is_export:
        return NOT_BY_HAND
    return NOT_STUCK if attestation.system not in standing.attestable else None
