"""What a step did: counts, digests, times. Never a value."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import AwareDatetime, Field

from .attached import Attached
from .checksum import Algorithm, Checksum
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
    """One case file: its path there, its path below `data/` in the bundle, its size in bytes in the clear.

    `sha256` is the digest over those of its sealed parts, of which there are `parts`. Both paths are made of systems,
    categories, numbers and the adapter's own opaque ids. `checksum` is what the system said of its bytes, if it did.
    `cut_by`: it is no file of the system's, but what they have cut by hand out of one that shows others.
    """

    path: str
    name: str
    category: str
    kind: StagedKind
    records: int = 0  # of a table
    size: int
    sha256: str
    parts: int = 1
    checksum: Checksum | None = None
    cut_by: str = ""


class Withheld(Message):
    """What an export leaves out, and why.

    Where something was cut and the rest is given: of which `item` (made of words and numbers of the adapter's own), and
    how many of its passages were `cut`, `of` how many; or `cut_by` whom by hand.
    """

    system: str
    category: str
    why: str
    item: str = ""
    cut: int = 0
    of: int = 0
    cut_by: str = ""


class CollectReceipt(Message):
    """What one system contributed to an export."""

    system: str
    at: AwareDatetime
    files: tuple[StagedFile, ...] = ()
    withheld: tuple[Withheld, ...] = ()


class BundleReceipt(Message):
    """The finished bundle: its path among the case files; size in bytes and SHA-256 as it is handed out; its entries.

    `is_for_recipient`: it is handed out sealed to a key of the recipient's own (age). `sealed_sha256` is the digest
    over those of the parts in which it is kept. `manifest_sha256` is the digest of its tagmanifest-sha256.txt, by which
    all of it is known, and `signed` the signature of that (a compact JWS), or empty.
    """

    name: str
    size: int
    sha256: str
    entries: int
    is_for_recipient: bool = False
    parts: int = 1
    sealed_sha256: str = ""
    manifest_sha256: str = ""
    signed: str = ""


def with_attached(receipt: CollectReceipt, attached: Iterable[tuple[Attached, str]]) -> CollectReceipt:
    """The same with what was cut by hand in the place of some of the system's recordings, each of a category."""
    files = (*receipt.files, *(_staged(receipt.system, one, category) for one, category in attached))
    return receipt.model_copy(update={"files": tuple(sorted(files, key=lambda f: f.name))})


def _staged(system: str, one: Attached, category: str) -> StagedFile:
    """Its digest is compared where the bundle is written: what was altered since it came is found there."""
    return StagedFile(
        path=one.path,
        name=f"{system}/files/{one.name}",
        category=category,
        kind=StagedKind.FILE,
        size=one.size,
        sha256=one.sealed_sha256,
        parts=one.parts,
        checksum=Checksum(size=one.size, algorithm=Algorithm.SHA256, value=one.sha256),
        cut_by=one.cut_by,
    )
