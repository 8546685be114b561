"""An export's memory does not grow with what is exported, nor does that of who verifies it."""

import subprocess
import sys
from pathlib import Path

import pytest

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
SCRIPT = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
import pyrage
from habeas.bundle.archive import write_bundle
from habeas.bundle.contents import Contents
from habeas.bundle.stage import stage
from habeas.domain.order import CollectOrder
from habeas.domain.port import File, Record
from habeas.evidence import bag
from habeas.evidence.bundle import verified_bundle
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.signature import new_key, public_of, signed
from habeas.policy import load_processing
from habeas.vault.folder import CaseFolder
from habeas.vault.opener import Opener
from habeas.vault.sealer import Sealer

def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

async def film(_start):
    for _ in range(200):
        yield bytes(1 << 20)

async def entries():
    for n in range(50_000):
        yield Record("contributions", {"n": n, "text": "x" * 200})
    yield File("image and voice", "a.mp4", film)

async def main(case_id, root, policy):
    now, processing, folder = datetime.now(UTC), load_processing(Path(policy)), CaseFolder(Path(root))
    identity = pyrage.x25519.Identity.generate()
    sealer, opener = Sealer(folder, case_id, identity.to_public()), Opener(folder, case_id, identity)
    order = CollectOrder(case_id=case_id, system="recordings", right="access", as_of=now, identifiers=())
    before = peak()
    receipts = [await stage(entries(), order, processing.of("recordings"), sealer)]
    contents = Contents(case_id, order.right, now, receipts, processing)
    key, file = new_key(), Path(root) / "bundle.zip"
    keys = KeySet((SigningKey(public_of(key.as_dict(private=True)), now),))
    sign = lambda digest: signed(bag.statement(case_id, digest).canonical, key)
    receipt = await asyncio.to_thread(write_bundle, contents, opener, sealer, lambda: None, sign)
    with file.open("wb") as out:
        out.writelines(opener.chunks(receipt.name, receipt.parts, receipt.sealed_sha256))
    verified = verified_bundle(file, keys)
    print(verified.size // 2**20, (peak() - before) // 2**10)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells the peak of a process as it runs")
def test_memory_stays_flat_whatever_the_size(tmp_path):
    """Staging, packing and verifying 200 MiB of media and 50,000 records takes a few mebibytes of memory."""
    policy = Path(__file__).parents[2] / "policy" / "processing.yaml"
    arguments = [sys.executable, "-c", SCRIPT, CASE, str(tmp_path), str(policy)]
    answer = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=120)
    size, grown = map(int, answer.stdout.split())
    assert size >= 200
    assert grown < 64
