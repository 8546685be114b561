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
    """One case file: its path there, its path in the bundle, its size in bytes in the clear.

    `sha256` is the digest over those of its sealed parts, of which there are `parts`. Both paths are made of systems,
    categories, numbers and the adapter's own opaque ids.
    """

    path: str
    name: str
    category: str
    kind: StagedKind
    records: int = 0  # of a table
    size: int
    sha256: str
    parts: int = 1


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
    """The finished bundle: its path among the case files; size in bytes and SHA-256 as it is handed out; its entries.

    `is_for_recipient`: it is handed out sealed to a key of the recipient's own (age). `sealed_sha256` is the digest
    over those of the parts in which it is kept.
    """

    name: str
    size: int
    sha256: str
    entries: int
    is_for_recipient: bool = False
    parts: int = 1
    sealed_sha256: str = ""
