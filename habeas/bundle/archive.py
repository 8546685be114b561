"""Writes the bundle: one ZIP64 archive that is the same to the byte whenever it is made of the same things.

Entries have a fixed order and no time of their own. Tables are deflated; the subject's files, mostly media, are stored.
Every staged file is checked against its receipt while it is copied. What is written streams into sealed parts, so the
sizes of an entry stand after it (APPNOTE 4.3.9) and nothing is ever filled in; memory stays flat, whatever the size.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson

from habeas.domain.receipt import BundleReceipt, StagedFile, StagedKind
from habeas.vault.opener import Opener
from habeas.vault.parts import BUNDLE
from habeas.vault.recipient import Writable, sealed_to
from habeas.vault.sealer import Sealer

from .contents import Contents
from .facts import facts
from .language.book import WORDS
from .page import page

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows
_READABLE = 0o100644 << 16
_UNIX = 3


def write_bundle(contents: Contents, opener: Opener, sealer: Sealer, progress: Callable[[], None]) -> BundleReceipt:
    """Write the bundle among the case files, under a name of this attempt's own; removes nothing.

    Takes as long as copying does, so it runs in a thread; `progress` is called at least once for each part. Raises
    Altered when a staged file is gone or not what its receipt says, and Permanent when a disclosure does not say who
    got what; then no bundle has a receipt.
    """
    path = f"{BUNDLE}/{secrets.token_hex(8)}"
    with sealer.writing(path) as kept:
        given = _Given(kept)
        with sealed_to(contents.recipient, given) as out, ZipFile(out, "w") as zipped:
            entries = _write(contents, opener, _Archive(zipped, progress), progress)
    return BundleReceipt(
        name=path,
        size=given.size,
        sha256=given.digest.hexdigest(),
        entries=entries,
        is_for_recipient=contents.recipient is not None,
        parts=kept.sealed.parts,
        sealed_sha256=kept.sealed.sha256,
    )


def _write(contents: Contents, opener: Opener, archive: "_Archive", progress: Callable[[], None]) -> int:
    """The entries, and how many there are."""
    told = facts(contents, opener, progress)
    for language, name in contents.pages.items():
        archive.add(name, page(contents, opener, told, WORDS[language], progress))
    for staged in contents.files:
        chunks = opener.chunks(staged.path, staged.parts, staged.sha256)
        archive.add(staged.name, chunks, _compression(staged))
    return archive.add_manifest(contents)


class _Given:
    """What is handed out later, on its way to where it is kept: its size and digest."""

    def __init__(self, out: Writable) -> None:
        self._out = out
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    def close(self) -> None:
        self._out.close()


class _Archive:
    """The archive being written, and what its manifest will say."""

    def __init__(self, zipped: ZipFile, progress: Callable[[], None]) -> None:
        self._zip = zipped
        self._progress = progress
        self._manifest: list[dict[str, object]] = []

    def add(self, name: str, chunks: Iterable[bytes], compression: int = ZIP_DEFLATED) -> None:
        """Copy one entry. It may come to be larger than 4 GiB, so it gets the 64-bit header from the start."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name, compression), "w", force_zip64=True) as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                self._progress()
        self._manifest.append({"name": name, "size": size, "sha256": digest.hexdigest()})

    def add_manifest(self, contents: Contents) -> int:
        """Add the manifest of all other entries, and say how many entries there are."""
        document = {
            "case_id": contents.case_id,
            "right": contents.right,
            "language": contents.language,
            "received_at": contents.received_at.astimezone(UTC).isoformat(),
            "entries": self._manifest,
        }
        self.add("manifest.json", [orjson.dumps(document, option=orjson.OPT_INDENT_2)])
        return len(self._manifest)


def _entry(name: str, compression: int) -> ZipInfo:
    entry = ZipInfo(name, _BEGINNING)
    entry.compress_type = compression
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry


def _compression(staged: StagedFile) -> int:
    return ZIP_STORED if staged.kind is StagedKind.FILE else ZIP_DEFLATED
