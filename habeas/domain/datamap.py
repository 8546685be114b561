"""Whether records still fit their databases, as the house asks it by schedule. Names of columns, and no values."""

from pydantic import AwareDatetime

from .model import Message


class MapChecking(Message):
    """Compare the record of each of these systems with its database."""

    systems: tuple[str, ...]


class MapAsking(Message):
    """Compare the record of one system with its database."""

    system: str


class MapFound(Message):
    """What does not fit in one system, each as `tables.customer.columns: mail has no entry`, and how many warnings.

    `is_known`: false where its database could not be asked; what is found says why.
    """

    system: str
    at: AwareDatetime
    found: tuple[str, ...] = ()
    warnings: int = 0
    is_known: bool = True


class MapNoting(Message):
    """Keep what was found in every system."""

    found: tuple[MapFound, ...]
