"""The one decision of an erasure: whether all is taken back, or nothing is any more."""

from enum import StrEnum


class Decision(StrEnum):
    """On which side of the pivot a plan is. It leaves `undecided` once, and never changes again."""

    UNDECIDED = "undecided"
    PIVOTED = "pivoted"
    UNWINDING = "unwinding"
