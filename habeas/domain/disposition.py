"""What happens to a holding, and why."""

from enum import StrEnum


class Disposition(StrEnum):
    """The fate of a holding in a plan."""

    ERASE = "erase"
    ANONYMISE = "anonymise"
    RETAIN = "retain"
    REFER = "refer"
    DECIDE = "decide"
