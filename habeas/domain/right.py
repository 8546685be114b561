"""The rights that a request may exercise, by their names and articles in the GDPR."""

from enum import StrEnum


class Right(StrEnum):
    """What the person asks for."""

    CONFIRMATION = "confirmation"  # art. 15(1), first half: whether data are processed at all
    ACCESS = "access"  # art. 15
    PORTABILITY = "portability"  # art. 20
    ERASURE = "erasure"  # art. 17
    OBJECTION = "objection"  # art. 21(2), 21(3): to direct marketing, for whatever reason
    WITHDRAWAL = "withdrawal"  # art. 7(3): of consent

    @property
    def is_export(self) -> bool:
        """Whether the answer is a bundle."""
        return self in (Right.ACCESS, Right.PORTABILITY)

    @property
    def acts_at_once(self) -> bool:
        """Whether nobody decides on it: something stops as soon as it is asked for (L-09)."""
        return self in (Right.OBJECTION, Right.WITHDRAWAL)
