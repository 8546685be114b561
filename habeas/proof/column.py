"""The columns of a table of outcomes."""

from enum import StrEnum
from types import MappingProxyType

from habeas.domain.outcome import Became


class Column(StrEnum):
    """One field of an outcome, in the order of a table."""

    SYSTEM = "system"
    CATEGORY = "category"
    COUNT = "count"
    LEFT = "left"
    ERASED_ON = "erased_on"
    CONTROLLER = "controller"
    RECIPIENT = "recipient"
    GROUND = "ground"
    EXCEPTION = "exception"
    UNTIL = "until"
    TEST = "test"
    WHY = "why"


ALWAYS = frozenset({Column.SYSTEM, Column.CATEGORY})
FORMS = MappingProxyType({Column.COUNT: "number", Column.LEFT: "number", Column.UNTIL: "date"})
"""How the page sets them, where not as text."""

BELONGING = MappingProxyType(
    {
        Became.ERASED: frozenset({Column.COUNT, Column.LEFT, Column.ERASED_ON}),
        Became.ALREADY_ABSENT: frozenset({Column.COUNT, Column.LEFT}),
        Became.ANONYMISED: frozenset({Column.COUNT, Column.TEST}),
        Became.RETAINED: frozenset({Column.COUNT, Column.LEFT, Column.GROUND, Column.UNTIL}),
        Became.REFERRED: frozenset({Column.COUNT, Column.LEFT, Column.CONTROLLER}),
        Became.UNDECIDED: frozenset({Column.COUNT, Column.LEFT, Column.WHY}),
        Became.INACCESSIBLE: frozenset({Column.COUNT}),
        Became.IN_BACKUP: frozenset({Column.UNTIL}),
        Became.NOTIFIED: frozenset({Column.RECIPIENT}),
        Became.OUTSIDE_REACH: frozenset({Column.RECIPIENT, Column.WHY}),
        Became.ATTESTED: frozenset({Column.COUNT}),
        Became.REFUSED: frozenset({Column.COUNT, Column.WHY}),
    }
)
"""What belongs to an outcome: its column is there even where a certificate lacks it, with a dash."""
