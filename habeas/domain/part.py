"""What a case and the parts that it carries out tell each other."""

from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field

from .case import CaseState, Exported, OpenStep, Rules, SystemCounts
from .count import planned
from .findings import Findings
from .identifier import Identifier
from .language import Language
from .model import Message
from .plan import Keep, Plan
from .receipt import BundleReceipt, Withheld
from .request import Instruction
from .right import Right


class ErasureOrder(Message):
    """Start input of an erasure: an approved plan, and what a second look needs to compare with it."""

    case_id: str
    plan: Plan
    findings: Findings
    instructions: tuple[Instruction, ...] = ()
    keeps: tuple[Keep, ...] = ()
    links: tuple[tuple[Identifier, bool], ...] = ()
    systems: tuple[str, ...]
    due: date
    rules: Rules


class ExportOrder(Message):
    """Start input of an export."""

    case_id: str
    right: Right
    received_at: AwareDatetime
    findings: Findings
    rules: Rules
    language: Language = Language.ENGLISH
    recipient: str | None = None


class PartReport(Message):
    """What a part tells its case while it runs: where it is, and what it waits for if it needs a person."""

    phase: str
    has_pivoted: bool = False
    stuck: dict[str, str] = Field(default_factory=dict)
    pending: tuple[str, ...] = ()


class PartOutcome(Message):
    """How an erasure or an export ended, as it tells its case."""

    state: CaseState
    reason: str | None = None
    beyond: tuple[str, ...] = ()
    counts: dict[str, SystemCounts] = Field(default_factory=dict)
    exported: dict[str, Exported] = Field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    bundle: BundleReceipt | None = None

    @classmethod
    def unchanged(cls, plan: Plan, reason: str, beyond: tuple[str, ...] = ()) -> Self:
        """Nothing was changed anywhere, and why; `beyond` is what the plan did not name."""
        return cls(state=CaseState.NOTHING_CHANGED, reason=reason, counts=planned(plan), beyond=beyond)
