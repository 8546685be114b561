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
    """Start input of an erasure: an approved plan, and what a second look needs to compare with it.

    `only`: the plan erases data of these controllers alone, by whose instructions it was made.
    """

    case_id: str
    plan: Plan
    findings: Findings
    instructions: tuple[Instruction, ...] = ()
    keeps: tuple[Keep, ...] = ()
    links: tuple[tuple[Identifier, bool], ...] = ()
    systems: tuple[str, ...]
    due: date
    rules: Rules
    only: tuple[str, ...] = ()


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

    def followed_by(self, later: "PartOutcome") -> "PartOutcome":
        """Both together, where the later part erased data that the first one had referred to its controller."""
        counts = {system: _both(self.counts.get(system), count) for system, count in later.counts.items()}
        changed = later.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
        return self.model_copy(
            update={
                "state": later.state if changed else self.state,
                "counts": {**self.counts, **counts} if changed else self.counts,
                "open_steps": later.open_steps if changed else self.open_steps,
            }
        )

    @classmethod
    def unchanged(cls, plan: Plan, reason: str, beyond: tuple[str, ...] = ()) -> Self:
        """Nothing was changed anywhere, and why; `beyond` is what the plan did not name."""
        return cls(state=CaseState.NOTHING_CHANGED, reason=reason, counts=planned(plan), beyond=beyond)


def _both(first: SystemCounts | None, later: SystemCounts) -> SystemCounts:
    """What was found and erased in all, and what is left now."""
    if first is None:
        return later
    return later.model_copy(update={"found": first.found, "erased": first.erased + later.erased})
