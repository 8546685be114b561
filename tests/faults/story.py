"""A story: one case of one person, and what goes wrong in it. It is a line of text that can be told again.

    many-sided, approve: kill-worker before hold:accounts; late in erase:billing 50; lost after close_case

A fault is a kind, a side of a step, and for `in` the part of the way through the step, in hundredths.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from kind import BROKEN, Kind

SYSTEMS = ("accounts", "recordings", "billing", "enrichment", "activity", "marketing")
HOLDS = tuple(f"hold:{system}" for system in SYSTEMS)
LOOKS = tuple(f"locate:{system}:again" for system in SYSTEMS)
ERASES = tuple(f"erase:{system}" for system in SYSTEMS)
CONFIRMS = tuple(f"confirm:{system}" for system in SYSTEMS)
RELEASES = tuple(f"release:{system}" for system in SYSTEMS)
REVERSIBLE = (*HOLDS, *LOOKS, "plan:again")
FORWARD = (*REVERSIBLE, "decide", *ERASES, *CONFIRMS, "close_case")
STEPS = (*REVERSIBLE, "decide", *RELEASES, *ERASES, *CONFIRMS, "close_case")
"""Every step from hold to close, in their order; releases are on the way back."""

_FAULT = re.compile(r"(?P<kind>[a-z-]+) (?P<side>before|in|after) (?P<step>[a-z_:]+)(?: (?P<at>\d+))?")


class Side(StrEnum):
    """Where in a step something happens: just before it begins, on its way, or when it has succeeded."""

    BEFORE = "before"
    IN = "in"
    AFTER = "after"


class Opening(StrEnum):
    """What the DPO says of the plan."""

    APPROVE = "approve"
    REFUSE = "refuse"
    BOTH = "approve and cancel"  # in the same instant


@dataclass(frozen=True)
class Fault:
    """Something that happens once, the first time that the case is at this moment."""

    kind: Kind
    side: Side
    step: str
    at: int = 0

    @property
    def system(self) -> str:
        """The system of the step; of a step in our own house, what it is about."""
        return self.step.split(":")[1] if ":" in self.step else ""

    @property
    def breaks_its_system(self) -> bool:
        """Whether the step's system is broken by it, for a while."""
        return self.kind in BROKEN

    def __str__(self) -> str:
        """As it is told."""
        return f"{self.kind} {self.side} {self.step}" + (f" {self.at}" if self.side is Side.IN else "")

    @classmethod
    def told(cls, text: str) -> Self:
        """Raises ValueError for what is no fault."""
        found = _FAULT.fullmatch(text.strip())
        if found is None or found["step"] not in STEPS:
            raise ValueError(f"not a fault: {text}")
        return cls(Kind(found["kind"]), Side(found["side"]), found["step"], int(found["at"] or 0))


@dataclass(frozen=True)
class Story:
    """One case."""

    person: str
    faults: tuple[Fault, ...] = ()
    opening: Opening = Opening.APPROVE

    def __str__(self) -> str:
        """As it is told."""
        return f"{self.person}, {self.opening}: {'; '.join(map(str, self.faults))}".rstrip(": ")

    @classmethod
    def told(cls, text: str) -> Self:
        """Raises ValueError for what is no story."""
        who, _, faults = text.partition(": ")
        person, _, opening = who.partition(", ")
        parts = [part for part in faults.split(";") if part.strip()]
        return cls(person.strip(), tuple(map(Fault.told, parts)), Opening(opening.strip() or "approve"))


def base(activity_id: str) -> str:
    """The step that an activity belongs to: without the number of a further try, of a wave, or of a second release."""
    name, *rest = activity_id.split(":")
    kept = [part for part in rest if not part.isdigit() and part != "late" and name != "close_case"]
    return ":".join([name, *kept])
