"""What a case and the parts that it carries out tell each other."""

from datetime import date
from typing import Self

from pydantic import AwareDatetime, Field

from .attached import Attached
from .case import CaseState, Exported, OpenStep, Rules, SystemCounts
from .count import later_steps, planned
from .findings import Findings
from .identifier import Identifier
from .language import Language
from .model import Message
from .outcome import Outcome, both, completed
from .plan import Keep, Plan
from .question import Questions
from .receipt import BundleReceipt, Withheld
from .request import Instruction
from .right import Right
from .stop import Stopped


class ErasureOrder(Message):
    """Start input of an erasure: an approved plan, and what a second look needs to compare with it.

    `only`: the plan erases data of these controllers alone, by whose instructions it was made. `owners`: by
    what the owners of manual systems are asked, by system.
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
    owners: dict[str, Questions] = Field(default_factory=dict)

    @property
    def directed(self) -> tuple[Instruction, ...]:
        """The instructions that the plan follows: those of controllers that have something in it.

        Another one may be a mistake of who typed it, and name whatever was typed.
        """
        theirs = {item.controller for item in self.plan.items}
        return tuple(one for one in self.instructions if one.controller in theirs)

    @property
    def rest(self) -> Self:
        """The order for what the plan could not erase at first."""
        return self.model_copy(update={"plan": self.plan.rest()})


class ExportOrder(Message):
    """Start input of an export; `decided` is what controllers have said of what shows others, as in a CollectOrder.

    `attached`: what was cut by hand, by whose it is; it goes in the place of its recordings.
    """

    case_id: str
    right: Right
    received_at: AwareDatetime
    findings: Findings
    rules: Rules
    language: Language = Language.ENGLISH
    recipient: str | None = None
    decided: dict[str, bool] = Field(default_factory=dict)
    attached: dict[str, tuple[Attached, ...]] = Field(default_factory=dict)


class PartReport(Message):
    """What a part tells its case while it runs: where it is, and what it waits for if it needs a person."""

    phase: str
    has_pivoted: bool = False
    stuck: dict[str, str] = Field(default_factory=dict)
    pending: tuple[str, ...] = ()


class PartOutcome(Message):
    """How an erasure or an export ended, as it tells its case; `later`: something can be erased from that day on.

    `attested`: the systems of which a person, or the owner of a manual one, says that it was done; `unanswered`: manual
    ones whose owner has not said so. `stopped`: what an objection or a withdrawal has ended.
    """

    state: CaseState
    reason: str | None = None
    beyond: tuple[str, ...] = ()
    counts: dict[str, SystemCounts] = Field(default_factory=dict)
    exported: dict[str, Exported] = Field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    bundle: BundleReceipt | None = None
    outcomes: tuple[Outcome, ...] = ()
    attested: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    later: date | None = None
    stopped: tuple[Stopped, ...] = ()

    def completed_by(self, rest: "PartOutcome", order: ErasureOrder) -> "PartOutcome":
        """Both together, where the rest was carried out of what the plan of the order could not erase at first."""
        done = later_steps(order.plan, order.due)
        left = [step for step in self.open_steps if step not in done]
        steps = (*left, *(step for step in rest.open_steps if step not in left))
        attested = {system for system in self.attested if system not in rest.counts}
        return self.model_copy(
            update={
                "state": CaseState.ERASED_WITH_OPEN_STEPS if steps else CaseState.ERASED,
                "counts": {**self.counts, **rest.counts},
                "open_steps": steps,
                "outcomes": completed(self.outcomes, rest.outcomes, rest.counts),
                "attested": tuple(sorted({*attested, *rest.attested})),
                "later": None,
            }
        )

    def followed_by(self, later: "PartOutcome") -> "PartOutcome":
        """Both together, where the later part erased data that the first one had referred to its controller."""
        counts = {system: _both(self.counts.get(system), count) for system, count in later.counts.items()}
        changed = later.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
        return self.model_copy(
            update={
                "state": later.state if changed else self.state,
                "counts": {**self.counts, **counts} if changed else self.counts,
                "open_steps": later.open_steps if changed else self.open_steps,
                "outcomes": both(self.outcomes, later.outcomes) if changed else self.outcomes,
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
    gone = {"erased": first.erased + later.erased, "anonymised": first.anonymised + later.anonymised}
    return later.model_copy(update={"found": first.found, **gone})
