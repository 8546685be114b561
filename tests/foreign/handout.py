"""What an auditor is handed, of a made-up person; `python tests/foreign/handout.py FOLDER` writes it.

It is the same each time: a certificate with its proof, two checkpoints of the log with what connects them, the keys,
the salt and a bundle.
"""

import sys
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from habeas.evidence import bag
from habeas.evidence.archive import Archive
from habeas.evidence.certificate import CERTIFICATE, SUBJECT
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.commitment import commitment
from habeas.evidence.encoding import encoded
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.opening import Opening
from habeas.evidence.proof import Proof
from habeas.evidence.signature import ALGORITHM, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import Node, Span, completed_by, consistency, hash_of, inclusion, joined, leaf_hash
from habeas.evidence.tree import siblings_of as siblings

LOG, CASE, NOW = "webinars.example/log", "01890a5d-ac96-774b-bcce-b302099a8057", datetime(2026, 3, 2, 9, tzinfo=UTC)
INDEX, HELD, SIZE = 4, 11, 21
OPENING, SALT = Opening(b"o" * 32, "email:maja.lund@example.org"), b"s" * 32
OUTCOMES = [
    {"system": "accounts", "category": "account", "outcome": "erased"},
    {"system": "accounts", "category": "usage", "outcome": "erased"},
    {"system": "billing", "category": "invoice", "outcome": "retained", "until": "2036-12-31"},
]
ACCOUNT = b'[{"id": 7, "note": null}]\n'
PACKAGE = b"""{"name": "bundle", "resources": [{"name": "account", "path": "data/accounts/account.json",
"format": "json", "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "note", "type": "any"}]}}]}
"""


def key(number: int) -> OKPKey:
    """A key that is the same each time: it signs nothing but this."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    halves = {"d": private.private_bytes_raw(), "x": private.public_key().public_bytes_raw()}
    spelt = {name: urlsafe_b64encode(half).rstrip(b"=").decode() for name, half in halves.items()}
    return OKPKey.import_key({"kty": "OKP", "crv": ALGORITHM, **spelt})


OURS, BEFORE, ANOTHERS = key(1), key(2), key(3)


def keys(**changes: object) -> KeySet:
    """The company's: one that has ended, and the one that signs."""
    begin, end = NOW - timedelta(days=90), NOW - timedelta(days=30)
    ended = SigningKey(public_of(BEFORE.as_dict(private=True)), begin, end)
    return KeySet((ended, SigningKey(public_of(OURS.as_dict(private=True)), **{"begins_at": end, **changes})))


@dataclass
class Log:
    """A log that is kept nowhere, of these entries."""

    entries: list[bytes]
    known: dict[Node, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, entry in enumerate(self.entries):
            hashes = joined(leaf_hash(entry), [self.known[node] for node in siblings(index)])
            self.known |= zip(completed_by(index), hashes, strict=True)

    def checkpoint(self, size: int, by: OKPKey = OURS) -> str:
        """The note that the log had this size and root."""
        return Checkpoint(LOG, size, hash_of(Span(0, size), self.known)).signed(by.private_key)

    def hashes(self, spans: tuple[Span, ...]) -> tuple[bytes, ...]:
        """Those of a proof."""
        return tuple(hash_of(span, self.known) for span in spans)

    def proof(self, index: int, size: int) -> Proof:
        """That an entry is in the log of that size."""
        return Proof(index, self.hashes(inclusion(index, size)), self.checkpoint(size), SALT)


def certificate(at: datetime = NOW, by: OKPKey = OURS) -> str:
    """A certificate about the person, signed."""
    said = {"case": CASE, "at": at.isoformat(), "outcomes": OUTCOMES}
    about = Subject(SUBJECT, commitment(OPENING.salt, OPENING.identifier))
    return signed(Statement(CERTIFICATE, (about,), said).canonical, by)


def log(first: str = "entry 0", text: str | None = None) -> Log:
    """The company's log, which has the certificate at its index."""
    entries = [first.encode(), *(f"entry {n}".encode() for n in range(1, SIZE))]
    entries[INDEX] = SALT + (text or certificate()).encode()
    return Log(entries)


def bundle(file: Path, by: OKPKey = OURS) -> None:
    """A signed bag with one table, as small as one can be."""
    with file.open("wb") as out:
        archive = Archive(out)
        declaration = archive.add(bag.DECLARATION, [bag.DECLARED])
        payload = [archive.add("data/accounts/account.json", [ACCOUNT])]
        tags = [
            declaration,
            archive.add(bag.INFO, [bag.info(CASE, payload)]),
            archive.add(bag.PACKAGE, [PACKAGE]),
            archive.add(bag.MANIFEST, [bag.manifest(payload)]),
        ]
        last = archive.add(bag.TAG_MANIFEST, [bag.manifest(tags)])
        signature = signed(bag.statement(CASE, last.sha256).canonical, by)
        archive.add(bag.SIGNATURE, [f"{signature}\n".encode()])
        archive.end()


def hand_out(folder: Path) -> None:
    """Write all of it."""
    ours = log()
    (folder / "certificate.jws").write_text(f"{certificate()}\n")
    (folder / "certificate.tlog-proof").write_text(ours.proof(INDEX, SIZE).text)
    (folder / "checkpoint").write_text(ours.checkpoint(SIZE))
    (folder / "held").write_text(ours.checkpoint(HELD))
    (folder / "consistency").write_text(lines(ours.hashes(consistency(HELD, SIZE))))
    (folder / "jwks.json").write_text(keys().text)
    (folder / "opening.json").write_text(OPENING.text)
    bundle(folder / "bundle.zip")


def lines(hashes: tuple[bytes, ...]) -> str:
    """One hash a line, in Base64."""
    return "".join(f"{encoded(one)}\n" for one in hashes)


if __name__ == "__main__":
    hand_out(Path(sys.argv[1]))
