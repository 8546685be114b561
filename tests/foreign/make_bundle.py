"""Makes a bundle with all that is awkward in it. Takes a folder; prints the bundle's path.

Beside it are the keys that it is signed with, as a company publishes them, in `jwks.json`; the same bundle sealed to a
key of the person's own, `bundle.zip.age`; that key in `person.txt`; and the case's own identity in `case.txt`, which
opens the parts that the bundle is kept in, below `part`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from habeas.bundle.archive import write_bundle
from habeas.bundle.contents import Contents
from habeas.bundle.stage import stage
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, File, Record
from habeas.domain.receipt import Withheld
from habeas.domain.right import Right
from habeas.evidence import bag
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.signature import new_key, public_of, signed
from habeas.policy import load_processing
from habeas.vault.folder import CaseFolder
from habeas.vault.opener import Opener
from habeas.vault.sealer import Sealer

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
HOSTILE = "</td><script>document.title='owned'</script><b>&amp;\x00\u202e\ud83d 😀"


async def accounts() -> AsyncIterator[Entry]:
    yield Record("account", {"id": 1, "first_name": "Ada", "note": None, "created_at": NOW, HOSTILE: HOSTILE})
    yield Withheld(system="accounts", category="account", why="a password is kept as a hash, which is a secret")


async def activity() -> AsyncIterator[Entry]:
    for n in range(300):
        yield Record("usage", {"n": n, "mixed": [None, n, n / 7, "x", True, [n], {"a": n}][n % 7]})
        yield Record("technical", {"n": n} if n % 2 else {"n": n, "address": "2001:db8::1"})


async def recordings() -> AsyncIterator[Entry]:
    yield Record("contributions", {"text": "Bonjour tout le monde"})
    yield Record("contributions", {"text": "x" * 1_000_000})
    yield File("image and voice", "event-3/recording-1/media.mp4", film)


async def film(_start: int) -> AsyncIterator[bytes]:
    for _ in range(5):
        yield bytes(1 << 20)


async def make(root: Path) -> Path:
    """Stage the three systems and write the bundle."""
    processing = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
    folder, identity = CaseFolder(root), pyrage.x25519.Identity.generate()
    sealer, opener = Sealer(folder, CASE, identity.to_public()), Opener(folder, CASE, identity)
    receipts = []
    for system, entries in {"accounts": accounts(), "activity": activity(), "recordings": recordings()}.items():
        order = CollectOrder(case_id=CASE, system=system, right=Right.ACCESS, as_of=NOW, identifiers=())
        receipts.append(await stage(entries, order, processing.of(system), sealer))
    contents = Contents(CASE, Right.ACCESS, NOW, receipts, processing)
    theirs, key = pyrage.x25519.Identity.generate(), new_key()

    def sign(digest: str) -> str:
        return signed(bag.statement(CASE, digest).canonical, key)

    for name, recipient in (("bundle.zip", None), ("bundle.zip.age", str(theirs.to_public()))):
        made = replace(contents, recipient=recipient)
        receipt = await asyncio.to_thread(write_bundle, made, opener, sealer, lambda: None, sign)
        data = b"".join(opener.chunks(receipt.name, receipt.parts, receipt.sealed_sha256))
        (root / name).write_bytes(data)
        if recipient is None:
            (root / "part").symlink_to(folder.path_of(CASE, receipt.name))
    (root / "jwks.json").write_text(KeySet((SigningKey(public_of(key.as_dict(private=True)), NOW),)).text)
    (root / "person.txt").write_text(f"{theirs}\n")
    (root / "case.txt").write_text(f"{identity}\n")
    return root / "bundle.zip"


if __name__ == "__main__":
    print(asyncio.run(make(Path(sys.argv[1]))))  # noqa: T201 - its answer
