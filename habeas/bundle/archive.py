"""Writes the bundle: one ZIP64 archive that is the same to the byte whenever it is made of the same things.

Entries have a fixed order and no time of their own. Tables are deflated; the subject's files, mostly media, are stored.
Every staged file is checked against its receipt while it is copied, and memory stays flat, whatever the size.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson

from habeas.domain.receipt import BundleReceipt, StagedFile, StagedKind
from habeas.vault.folder import BUNDLE, CaseFolder

from .contents import Contents
from .facts import facts
from .language.book import WORDS
from .page import page

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that the format knows
_READABLE = 0o100644 << 16
_UNIX = 3


def write_bundle(contents: Contents, folder: CaseFolder, progress: Callable[[], None]) -> BundleReceipt:
    """Write the bundle into the case folder, replacing an earlier one; removes nothing.

    Takes as long as copying does, so it runs in a thread; `progress` is called at least once per mebibyte. Raises
    Altered when a staged file is gone or not what its receipt says, and Permanent when a disclosure does not say who
    got what; then there is no new bundle.
    """
    with folder.replace(contents.case_id, BUNDLE) as file, ZipFile(file, "w") as zipped:
        archive = _Archive(zipped, progress)
        told = facts(contents, folder, progress)
        for language, name in contents.pages.items():
            archive.add(name, page(contents, folder, told, WORDS[language], progress))
        for staged in contents.files:
            chunks = folder.chunks(contents.case_id, staged.path, staged.sha256)
            archive.add(staged.name, chunks, _compression(staged))
        entries = archive.add_manifest(contents)
    size, sha256 = _measure(folder, contents.case_id, progress)
    return BundleReceipt(name=BUNDLE, size=size, sha256=sha256, entries=entries)


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


def _measure(folder: CaseFolder, case_id: str, progress: Callable[[], None]) -> tuple[int, str]:
    """Size and digest of what is on the disk; headers were filled in after what they describe."""
    digest, size = hashlib.sha256(), 0
    for chunk in folder.chunks(case_id, BUNDLE):
        digest.update(chunk)
        size += len(chunk)
        progress()
    return size, digest.hexdigest()
