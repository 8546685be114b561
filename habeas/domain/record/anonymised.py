"""What becomes of a value whose row must stay: a method by name, and the test that its result has to pass (L-41).

There is no method that masks, hashes or encrypts: what it makes is a pseudonym (GDPR art. 4(5)), and still personal.
Each result is the same for everybody, or random: nothing of the value goes into it.
"""

import re
import secrets
from datetime import date, datetime
from enum import StrEnum

ERASED = "[erased]"
_TOKEN = re.compile(r"erased-[0-9a-f]{32}@invalid")  # no mail is ever sent there (RFC 2606)
_DAY = date(1900, 1, 1)


class Method(StrEnum):
    """How a value is emptied."""

    NULL = "null"
    EMPTY = "empty"  # the empty text
    ERASED = "erased"  # the text `[erased]`
    UNIQUE = "unique"  # a random address that leads nowhere, where no two rows may be alike
    ZERO = "zero"
    FIRST_DAY = "first_day"  # 1 January 1900, where there must be a date

    def result(self) -> object:
        """A value to write instead; for dates the day, which a column for moments takes as its midnight."""
        match self:
            case Method.NULL:
                return None
            case Method.EMPTY:
                return ""
            case Method.ERASED:
                return ERASED
            case Method.UNIQUE:
                return f"erased-{secrets.token_hex(16)}@invalid"
            case Method.ZERO:
                return 0
            case Method.FIRST_DAY:
                return _DAY

    def has_emptied(self, value: object) -> bool:
        """The test: whether a value that was read back is a result of this method, or is none at all."""
        if value is None:
            return True
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        match self:
            case Method.NULL:
                return False
            case Method.UNIQUE:
                return isinstance(value, str) and _TOKEN.fullmatch(value) is not None
            case Method.FIRST_DAY:
                return _day(value) == _DAY
            case Method.ZERO:
                return not isinstance(value, str) and value == 0
            case _:
                return value == self.result()


def _day(value: object) -> object:
    if isinstance(value, str):  # a database without a type for dates
        value = value[:10]
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    return value.date() if isinstance(value, datetime) else value
