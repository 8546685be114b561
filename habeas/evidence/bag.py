"""What makes an archive a bag (BagIt 1.0, RFC 8493), and what is signed of it.

The person's data lies below `data/`; the files around it are tag files. A manifest has the digest of each file of the
payload, and a tag manifest that of each tag file; so the digest of the tag manifest stands for all of it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from .archive import Entry
from .event import Event
from .statement import Statement, Subject

BUNDLE: Final = Event.BUNDLE.value
DECLARATION: Final = "bagit.txt"
DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD: Final = "data/"
INFO: Final = "bag-info.txt"
PACKAGE: Final = "datapackage.json"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SIGNATURE: Final = "signature.jws"
UNLISTED: Final = frozenset({TAG_MANIFEST, SIGNATURE})  # tag files that are made of all the others
_LAST = (INFO, PACKAGE, MANIFEST, TAG_MANIFEST, SIGNATURE)


def info(case_id: str, payload: Sequence[Entry]) -> bytes:
    """bag-info.txt: whose bag it is, and what the payload comes to in bytes and files. No date: it would differ."""
    return f"External-Identifier: {case_id}\nPayload-Oxum: {sum(e.size for e in payload)}.{len(payload)}\n".encode()


def manifest(entries: Iterable[Entry]) -> bytes:
    """A manifest of these, a line for each (RFC 8493, 2.1.3, 2.2.1)."""
    return "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries).encode()


def statement(case_id: str, tag_manifest_sha256: str) -> Statement:
    """What is signed: that this is the bundle of that case."""
    return Statement(BUNDLE, (Subject(TAG_MANIFEST, tag_manifest_sha256),), {"case": case_id})


def in_order(names: Iterable[str]) -> list[str]:
    """The same names in the order of a bundle: its declaration, pages, payload by name, and what is made of those."""
    return sorted(names, key=lambda name: (_place(name), name if name.startswith(PAYLOAD) else ""))


def _place(name: str) -> int:
    if name == DECLARATION:
        return 0
    return 2 if name.startswith(PAYLOAD) else 3 + _LAST.index(name) if name in _LAST else 1
