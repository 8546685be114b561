"""The decisions that can be made at the door: who may, what is typed, and the message that the case is told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from habeas.client.message import made
from habeas.domain.attached import MediaType
from habeas.domain.case import CaseStatus
from habeas.domain.disposition import Disposition
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import EXTENDS, KEEPS, REFUSES
from habeas.domain.permit import Update
from habeas.domain.plan import IDENTIFIER, Keep
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.domain.update import (
    COPIES,
    ERASES,
    Approval,
    Attestation,
    Cancellation,
    Clarification,
    Direction,
    Directive,
    Extension,
    IdentityQuestion,
    IdentityRejected,
    Link,
    Refusal,
    Reply,
    Resumption,
    RetryNow,
    Standstill,
    Verification,
)

from .field import Field, Kind
from .standing import stuck

YES, NO = "yes", "no"
_HELPS: Final = frozenset({Role.DPO, Role.SUPPORT})
_DECIDES: Final = frozenset({Role.DPO})


class Deed(StrEnum):
    """A decision by its name: in addresses, in the audit, in ids of Updates; the order is that of the page."""

    VERIFY = "verify"
    ASK_IDENTITY = "ask-identity"
    REJECT_IDENTITY = "reject-identity"
    REPLY = "reply"
    CLARIFY = "clarify"
    LINK = "link"
    DIRECT = "direct"
    ATTACH = "attach"
    KEEP = "keep"
    APPROVE = "approve"
    REFUSE = "refuse"
    RETRY = "retry"
    ATTEST = "attest"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


_TO_BE_SENT: Final = {
    "path": f"staged/attached/{'0' * 64}/{'0' * 16}",
    "media_type": MediaType.MP4,
    "size": 1,
    "sha256": "0" * 64,
    "parts": 1,
    "sealed_sha256": "0" * 64,
}
_TO_BE_SIGNED: Final = {"at": datetime.min.replace(tzinfo=UTC), "signature": "to.be.signed"}
Fields = Callable[[CaseStatus], tuple[Field, ...]]


@dataclass(frozen=True)
class Decision:
    """One decision. `is_confirmed`: it is asked for twice, the second time with its numbers.

    `takes_file`: a file comes with it.
    """

    deed: Deed
    update: type[Update]
    fields: Fields
    roles: frozenset[Role] = _DECIDES
    is_confirmed: bool = False
    takes_file: bool = False

    def message(self, values: Mapping[str, str], by: str) -> Update:
        """What the case is told, in this name; an approval is signed later, by the client, as a file is sealed later.

        Raises InvalidInput for what the message does not take.
        """
        given: dict[str, Any] = {name: value for name, value in values.items() if value}
        if self.update is Link:
            given["is_theirs"] = given.get("is_theirs") == YES
        if self.update is Approval:
            given |= _TO_BE_SIGNED
        if self.takes_file:
            file = _TO_BE_SENT | {name: given.pop(name) for name in ("item", "cut_by") if name in given}
            given |= {"directive": Directive.ATTACH, "attached": file}
        signed = {"by": by, "recorded_by": by}
        named = {name: who for name, who in signed.items() if name in self.update.model_fields}
        return made(self.update, **given, **named)


def _of(*fields: Field) -> Fields:
    return lambda _status: fields


def _choice(name: str, values: Iterable[str]) -> Field:
    return Field(name, Kind.CHOICE, choices=tuple(values))


def _text(name: str, most: int, least: int = 3) -> Field:
    return Field(name, Kind.TEXT, least, most)


_HOW, _REASON = Field("how", most=200), _text("reason", 500)
_RUNG, _DOUBT = _choice("rung", Rung), _choice("doubt", Doubt)


def _asked(status: CaseStatus) -> tuple[str, ...]:
    return tuple(r.controller for r in status.referrals if r.state is ReferralState.ASKED)


def _holdings(status: CaseStatus) -> tuple[str, ...]:
    """What would be erased or is undecided: each item, and each system with more than one of them."""
    keys = [i for i in status.items if i.disposition.takes or i.disposition is Disposition.DECIDE]
    keys = [i for i in keys if i.category != IDENTIFIER]  # whose an identifier is, is another decision
    systems = [i.system for i in keys]
    return (*(i.key for i in keys), *dict.fromkeys(s for s in systems if systems.count(s) > 1))


def _directives(right: Right) -> tuple[Directive, ...]:
    fits = {Directive.LEAVE, *(COPIES if right.is_export else ERASES)}
    return tuple(d for d in Directive if d in fits)


def _direct(status: CaseStatus) -> tuple[Field, ...]:
    return (
        _choice("controller", _asked(status)),
        _choice("directive", _directives(status.right)),
        Field("reference", least=3, most=300),
    )


def _attach(status: CaseStatus) -> tuple[Field, ...]:
    asked = [r for r in status.referrals if r.state is ReferralState.ASKED and r.shown]
    return (
        _choice("controller", (r.controller for r in asked)),
        _choice("item", (item for r in asked for item in r.shown)),
        Field("cut_by", most=100),
        Field("reference", least=3, most=300),
    )


def _keep(status: CaseStatus) -> tuple[Field, ...]:
    return (
        _choice("holding", _holdings(status)),
        _choice("justification", sorted(KEEPS)),
        Field("ground", least=3, most=300),
        Field("until", Kind.DATE),
    )


def _link(status: CaseStatus) -> tuple[Field, ...]:
    shared = (one.reference for one in status.reached if one.is_shared)
    return (_choice("reference", shared), _choice("is_theirs", (YES, NO)))


_REFUSE = (
    _choice("justification", sorted(REFUSES)),
    _REASON,
    Field("evidence", least=3, most=500, is_needed=False),
)

DECISIONS: Final[Mapping[Deed, Decision]] = {
    one.deed: one
    for one in (
        Decision(Deed.VERIFY, Verification, _of(_RUNG, _HOW), _HELPS),
        Decision(Deed.ASK_IDENTITY, IdentityQuestion, _of(_DOUBT, _RUNG)),
        Decision(Deed.REJECT_IDENTITY, IdentityRejected, _of(_REASON)),
        Decision(Deed.REPLY, Reply, _of(_text("text", 4000, 1)), _HELPS),
        Decision(Deed.CLARIFY, Clarification, _of(_text("question", 1000)), _HELPS),
        Decision(Deed.LINK, Link, _link),
        Decision(Deed.DIRECT, Direction, _direct),
        Decision(Deed.ATTACH, Direction, _attach, takes_file=True),
        Decision(Deed.KEEP, Keep, _keep),
        Decision(Deed.APPROVE, Approval, _of(Field("digest", Kind.HIDDEN)), is_confirmed=True),
        Decision(Deed.REFUSE, Refusal, _of(*_REFUSE), is_confirmed=True),
        Decision(Deed.RETRY, RetryNow, _of(), _HELPS),
        Decision(
            Deed.ATTEST, Attestation, lambda status: (_choice("system", sorted(stuck(status))), _text("what", 500))
        ),
        Decision(Deed.EXTEND, Extension, _of(_choice("justification", sorted(EXTENDS)), _text("words", 1000))),
        Decision(Deed.PAUSE, Standstill, _of(_REASON)),
        Decision(Deed.RESUME, Resumption, _of()),
        Decision(Deed.CANCEL, Cancellation, _of(), is_confirmed=True),
    )
}
