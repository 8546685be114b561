"""What happens to a holding, and why."""

from enum import StrEnum


class Disposition(StrEnum):
    """The fate of a holding in a plan."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    RETAIN = "retain"
    REFER = "refer"
    DECIDE = "decide"

    @property
    def takes(self) -> bool:
        """Whether nothing of it is left of the person: erased with its record, or emptied in one that stays."""
        return self in (Disposition.ERASE, Disposition.ANONYMISE)
