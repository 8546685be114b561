"""What Clearbit's answers mean for a look-up."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from habeas.domain.error import Refused, Unavailable

SYSTEM = "clearbit"
_KNOWN = ("unknown_record", "unknown_route", "auth_required", "invalid_api_key")


class Outcome(StrEnum):
    """What became of a look-up."""

    STORED = "stored"
    QUEUED = "queued"  # a webhook will tell, or another look-up
    UNKNOWN = "unknown"
    INVALID = "invalid"  # no address that can be looked up
    SUPPRESSED = "suppressed"  # somebody asked that the person be left alone, or a case holds them
    BARRED = "barred"  # nothing may go to this entity of a person who is there
    NOT_NOW = "not_now"
    UNASKED = "unasked"  # a webhook about nobody whom we look up, or no longer


@dataclass(frozen=True)
class LookedUp:
    """The outcome; `again_at` is when Clearbit takes requests again, where it is not now and says when."""

    outcome: Outcome
    again_at: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the header `x-ratelimit-reset` (epoch seconds), and the body."""

    status: int
    resets: str
    body: bytes = field(repr=False)

    @property
    def is_queued(self) -> bool:
        """Whether the look-up goes on at Clearbit: 202, with a body or without."""
        return self.status == 202

    @property
    def person(self) -> dict[str, Any] | None:
        """Who was found, if anybody was."""
        document = parsed(self.body) if self.status == 200 else None
        return document if isinstance(document, dict) and isinstance(document.get("email"), str) else None

    def without_person(self) -> LookedUp:
        """What an answer means that gives no person.

        Raises Refused where asking again would not help (a wrong key, a wrong path), and Unavailable where it may.
        """
        match self.status:
            case 404 if self._kind == "unknown_record":
                return LookedUp(Outcome.UNKNOWN)
            case 422:
                return LookedUp(Outcome.INVALID)
            case 429:
                return LookedUp(Outcome.NOT_NOW, self._again_at)
            case status if status >= 500:
                raise Unavailable(SYSTEM, str(status))
            case status:
                raise Refused(SYSTEM, f"{status} {self._kind}".strip())

    @property
    def _kind(self) -> str:
        """The type of an error, where it is one that we know: what else stands there may be anything."""
        match parsed(self.body):
            case {"error": {"type": str(kind)}} if kind in _KNOWN:
                return kind
            case _:
                return ""

    @property
    def _again_at(self) -> datetime | None:
        is_moment = self.resets.isascii() and self.resets.isdecimal() and len(self.resets) < 12
        return datetime.fromtimestamp(int(self.resets), UTC) if is_moment else None


def parsed(body: bytes) -> object:
    """The JSON document, or None where there is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None
