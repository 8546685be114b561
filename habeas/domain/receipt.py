"""What a step did: counts, digests, times. Never a value."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from .model import Message


class Receipt(Message):
    """One step in one system; `counts` is by holding key.

    For a hold or an erasure: what this attempt touched (a repeated attempt may touch nothing). For a confirmation:
    what was read back as left. `attempt` above 1 means that the write of an earlier attempt may still land, also of one
    by an earlier run of the case; `was_begun` is false where a release found that no hold had ever been begun.
    """

    system: str
    step: str
    at: AwareDatetime
    counts: dict[str, int] = Field(default_factory=dict)
    attempt: int = 1
    was_begun: bool = True


class StagedKind(StrEnum):
    """What a staged file is."""

    TABLE = "table"  # the records of one category, as JSON
    SCHEMA = "schema"  # the JSON Schema of a table
    FILE = "file"  # a file of the subject's own, such as a recording


class StagedFile(Message):
    """One file of the case folder: its path there, its path in the bundle, its size in bytes and SHA-256.

    Both paths are made of systems, categories, numbers and the adapter's own opaque ids.
    """

    path: str
    name: str
    category: str
    kind: StagedKind
    records: int = 0  # of a table
    size: int
    sha256: str


class Withheld(Message):
    """What an export leaves out, and why."""

    system: str
    category: str
    why: str


class CollectReceipt(Message):
    """What one system contributed to an export."""

    system: str
    at: AwareDatetime
    files: tuple[StagedFile, ...] = ()
    withheld: tuple[Withheld, ...] = ()


class BundleReceipt(Message):
    """The finished bundle: its name in the case folder, size in bytes, SHA-256 and number of entries."""

    name: str
    size: int
    sha256: str
    entries: int
