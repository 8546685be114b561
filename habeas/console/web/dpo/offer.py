"""Which decisions may be made now: asked of the table that the case goes by, with a message that would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from habeas.domain.case import CaseStatus
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.permit import refusal
from habeas.domain.standing import Standing

from .decision import DECISIONS, NO, Decision, Deed
from .field import Field, Kind

_SOME_DAY: Final = "2999-12-31"
_WORDS: Final = "a message that would do"
_DO: Final[Mapping[tuple[Deed, str], str]] = {
    (Deed.VERIFY, "rung"): Rung.EVIDENCE,
    (Deed.ASK_IDENTITY, "doubt"): Doubt.NOT_SIGNED_IN,
    (Deed.ASK_IDENTITY, "rung"): Rung.SESSION,
    (Deed.REFUSE, "justification"): Justification.LEGAL_OBLIGATION,
    (Deed.LINK, "is_theirs"): NO,
}


@dataclass(frozen=True)
class Offer:
    """What may be decided now, in the order of the page; and why a plan that waits cannot be approved, if so."""

    decisions: tuple[Decision, ...]
    unapproved: str | None = None


def offer(status: CaseStatus, standing: Standing, name: str, role: str) -> Offer:
    """For somebody of this name and role."""
    refused = {deed: why_not(one, status, standing, name) for deed, one in DECISIONS.items() if role in one.roles}
    waits = standing.plan is not None and Deed.APPROVE in refused
    return Offer(
        tuple(DECISIONS[deed] for deed, why in refused.items() if why is None),
        refused[Deed.APPROVE] if waits else None,
    )


def why_not(decision: Decision, status: CaseStatus, standing: Standing, name: str) -> str | None:
    """Why this cannot be decided now, in the case's own sentence; None: it may be."""
    values = {one.name: _would_do(decision.deed, one, status) for one in decision.fields(status)}
    return refusal(decision.message(values, name), standing)


def _would_do(deed: Deed, one: Field, status: CaseStatus) -> str:
    if one.kind is Kind.HIDDEN:
        return status.plan_digest or _WORDS
    if one.kind is Kind.DATE:
        return _SOME_DAY
    if one.kind is Kind.CHOICE:
        return _DO.get((deed, one.name)) or next(iter(one.choices), _WORDS)
    return _WORDS
