"""The secrets of a case as they are kept: under a wrapping key that lies elsewhere."""

from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import ConfigDict


class Kind(StrEnum):
    """What a secret opens."""

    PAYLOAD = "payload"
    FILE = "file"


@dataclass(frozen=True)
class Wrapped:
    """A secret under a wrapping key; `by` is the id of that key."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    by: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class CaseKey:
    """A secret of a case. Destroyed, nothing is left but that it was: `wrapped` is None. `public` is its other half."""

    case_id: str
    kind: Kind
    wrapped: Wrapped | None = field(repr=False)
    public: str | None = None
    is_disabled: bool = False
