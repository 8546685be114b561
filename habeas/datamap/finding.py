"""What is found wrong with a record: where, and what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line: it begins with the place in the record, as `tables.order.columns.mail: ...`.

    A warning is what works and should not stay so.
    """

    said: str
    is_warning: bool = False
