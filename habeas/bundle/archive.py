"""Writes the bundle: a bag (BagIt) in a ZIP archive, the same to the byte whenever it is made of the same things.

Every staged file is checked against its receipt while it is copied. What is written streams into sealed parts; memory
stays flat, whatever the size. How the archive is spelt, and what makes a bag of it, is what its verifier uses too.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from habeas.domain.checksum import Sum
from habeas.domain.receipt import BundleReceipt, StagedFile
from habeas.evidence import bag
from habeas.evidence.archive import Archive, Entry
from habeas.vault.opener import Opener
from habeas.vault.parts import BUNDLE, Altered
from habeas.vault.recipient import Writable, sealed_to
from habeas.vault.sealer import Sealer

from .contents import Contents, place
from .facts import facts
from .language.book import WORDS
from .package import package
from .page import page


def write_bundle(
    contents: Contents,
    opener: Opener,
    sealer: Sealer,
    progress: Callable[[], None],
    sign: Callable[[str], str] | None = None,
) -> BundleReceipt:
    """Write the bundle among the case files, under a name of this attempt's own; removes nothing.

    `sign` takes the SHA-256 of the tag manifest, in hexadecimal, and gives a compact JWS of `bag.statement`; without it
    the bundle is not signed. Takes as long as copying does, so it runs in a thread; `progress` is called at least once
    for each part. Raises Altered when a staged file is gone or not what its receipt says, and Permanent when a
    disclosure does not say who got what; then no bundle has a receipt.
    """
    path = f"{BUNDLE}/{secrets.token_hex(8)}"
    with sealer.writing(path) as kept:
        given = _Given(kept)
        with sealed_to(contents.recipient, given) as out:
            written = _Bag(Archive(out), progress)
            digest = _write(replace(contents, is_signed=sign is not None), opener, written, progress)
            signed = written.sign(digest, sign) if sign else ""
            written.archive.end()
    return BundleReceipt(
        name=path,
        size=given.size,
        sha256=given.digest.hexdigest(),
        entries=len(written.payload) + len(written.tags),
        is_for_recipient=contents.recipient is not None,
        parts=kept.sealed.parts,
        sealed_sha256=kept.sealed.sha256,
        manifest_sha256=digest,
        signed=signed,
    )


def _write(contents: Contents, opener: Opener, written: "_Bag", progress: Callable[[], None]) -> str:
    """Every entry but the signature, and the digest of the tag manifest."""
    told = facts(contents, opener, progress)
    written.add(bag.DECLARATION, [bag.DECLARED])
    for language, name in contents.pages.items():
        written.add(name, page(contents, opener, told, WORDS[language], progress))
    for staged in contents.files:
        written.add(place(staged), _compared(staged, opener.chunks(staged.path, staged.parts, staged.sha256)))
    written.add(bag.INFO, [bag.info(contents.case_id, written.payload)])
    written.add(bag.PACKAGE, [package(contents, opener, written.payload)])
    written.add(bag.MANIFEST, [bag.manifest(written.payload)])
    return written.add(bag.TAG_MANIFEST, [bag.manifest(written.tags)]).sha256


def _compared(staged: StagedFile, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Raises Altered after the last of them, where the system that it came from says that it has other bytes."""
    found = Sum(staged.checksum) if staged.checksum is not None else None
    for chunk in chunks:
        if found is not None:
            found.add(chunk)
        yield chunk
    if found is not None and not found.agrees:
        raise Altered(staged.path, "is not what its system has: the bytes do not match its checksum")


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


class _Bag:
    """The bag being written, and what its manifests will say."""

    def __init__(self, archive: Archive, progress: Callable[[], None]) -> None:
        self.archive = archive
        self.payload: list[Entry] = []
        self.tags: list[Entry] = []
        self._progress = progress

    def add(self, name: str, chunks: Iterable[bytes]) -> Entry:
        """Copy one entry, and say what it came to."""
        entry = self.archive.add(name, self._told(chunks))
        (self.payload if name.startswith(bag.PAYLOAD) else self.tags).append(entry)
        return entry

    def sign(self, digest: str, sign: Callable[[str], str]) -> str:
        """Add the signature, and give it back."""
        signed = sign(digest)
        self.add(bag.SIGNATURE, [f"{signed}\n".encode()])
        return signed

    def _told(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            yield chunk
            self._progress()
