"""Large files: what breaks off goes on, and what is not what the bucket has becomes no bundle."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import uuid4

import pyrage
import pytest

from adapters.recordings.bucket import Version
from adapters.recordings.checksum import checksum
from adapters.recordings.collect import Collecting
from adapters.recordings.error import answered
from habeas.bundle.archive import write_bundle
from habeas.bundle.contents import Contents
from habeas.bundle.stage import stage
from habeas.domain.checksum import Algorithm, agrees
from habeas.domain.error import Permanent, Unavailable
from habeas.domain.identifier import PARTICIPANT_ID, values
from habeas.domain.order import CollectOrder
from habeas.domain.receipt import CollectReceipt
from habeas.domain.right import Right
from habeas.policy import load_processing
from habeas.sandbox import people
from habeas.vault.folder import CaseFolder
from habeas.vault.opener import Opener
from habeas.vault.sealed import PART
from habeas.vault.sealer import Sealer

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PROCESSING = load_processing(Path(__file__).parents[3] / "policy" / "processing.yaml")
MIB = 1 << 20
FILM = Random(7).randbytes(9 * MIB + 17)


@dataclass
class Transfer:
    """An export of the solo speaker over the wire, into a case folder."""

    world: object
    folder: CaseFolder
    identity: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)

    async def collect(self) -> CollectReceipt:
        pinned = (await self.world.locate(*self.world.of(people.SOLO_SPEAKER))).pinned
        assert values(pinned, PARTICIPANT_ID)
        order = CollectOrder(
            case_id=CASE, system="recordings", right=Right.ACCESS, as_of=self.world.now, identifiers=pinned
        )
        sealer = Sealer(self.folder, CASE, self.identity.to_public())
        return await stage(self.world.recordings.export(order), order, PROCESSING.of("recordings"), sealer)

    def pack(self, receipt: CollectReceipt) -> None:
        sealer, opener = Sealer(self.folder, CASE, self.identity.to_public()), self.opener
        contents = Contents(CASE, Right.ACCESS, self.world.now, [receipt], PROCESSING)
        write_bundle(contents, opener, sealer, lambda: None)

    def film(self, receipt: CollectReceipt) -> bytes:
        (file,) = [f for f in receipt.files if f.name.endswith("recording-1/media.mp4")]
        return b"".join(self.opener.chunks(file.path, file.parts, file.sha256))

    @property
    def opener(self) -> Opener:
        return Opener(self.folder, CASE, self.identity)


@pytest.fixture
async def transfer(world, wire, tmp_path) -> Transfer:
    """A film of nine mebibytes is in the recording, and the wire is whole again afterwards."""
    await world.put(f"{world.place(1)}media.mp4", FILM)
    await world.bucket.hide(f"{world.places(1)[3]}media.mp4")
    yield Transfer(world, CaseFolder(tmp_path / "cases"))
    wire.mishaps.cut_at.clear()
    wire.mishaps.alter_at.clear()


async def uploaded(bucket, key: str, *sizes: int, **how: str) -> Version:
    """The film as a multipart upload of parts of these sizes, and the rest."""
    of = {"Bucket": bucket.name, "Key": key}
    upload = (await bucket.client.create_multipart_upload(**of, **how))["UploadId"]
    parts, start = [], 0
    part_how = {k: v for k, v in how.items() if k == "ChecksumAlgorithm"}
    for number, size in enumerate((*sizes, len(FILM)), start=1):
        body = FILM[start : start + size]
        start += size
        done = await bucket.client.upload_part(**of, UploadId=upload, PartNumber=number, Body=body, **part_how)
        sums = {k: v for k, v in done.items() if k.startswith("Checksum")}
        parts.append({"PartNumber": number, "ETag": done["ETag"], **sums})
    await bucket.client.complete_multipart_upload(**of, UploadId=upload, MultipartUpload={"Parts": parts})
    return (await bucket.versions(key))[0]


@pytest.mark.parametrize("algorithm", [None, "SHA256", "SHA1", "CRC32"])
async def test_the_stores_own_checksum(judge, algorithm):
    """Whatever the store keeps of a file that was put whole, its bytes agree with it, and others do not."""
    key, how = f"{uuid4()}/media", {"ChecksumAlgorithm": algorithm} if algorithm else {}
    await judge.client.put_object(Bucket=judge.name, Key=key, Body=FILM, **how)
    said = await checksum(judge, (await judge.versions(key))[0])
    assert said.algorithm is (Algorithm(algorithm.lower()) if algorithm else Algorithm.CRC32)
    assert agrees(said, [FILM])
    assert not agrees(said, [b"\0" + FILM[1:]])


@pytest.mark.parametrize(
    ("how", "algorithm", "runs"),
    [
        ({}, Algorithm.MD5, 2),
        ({"ChecksumAlgorithm": "SHA256"}, Algorithm.SHA256, 2),
        ({"ChecksumAlgorithm": "CRC32", "ChecksumType": "FULL_OBJECT"}, Algorithm.CRC32, 0),
    ],
    ids=["etag", "composite", "full object"],
)
async def test_the_stores_own_checksum_of_an_upload_in_parts(judge, how, algorithm, runs):
    """The ETag and the checksum over parts of any sizes, and one over the whole, are each what the bytes come to."""
    said = await checksum(judge, await uploaded(judge, f"{uuid4()}/media", 5 * MIB, **how))
    assert (said.algorithm, len(said.runs), said.size) == (algorithm, runs, len(FILM))
    assert agrees(said, [FILM])
    assert not agrees(said, [FILM[:-1] + b"\0"])


async def test_the_etag_of_a_whole_upload(judge):
    """A store that keeps no checksum proper has an ETag, which is the MD5 of what was put there whole."""
    key = f"{uuid4()}/media"
    version = await uploaded(judge, key)
    said = await checksum(judge, version)
    over = hashlib.md5(hashlib.md5(FILM, usedforsecurity=False).digest(), usedforsecurity=False).hexdigest()
    assert (said.value, said.runs) == (over, ((1, len(FILM)),))


@pytest.mark.parametrize("in_parts", [False, True], ids=["whole", "in parts"])
async def test_a_transfer_that_is_cut_goes_on(transfer, wire, in_parts):
    """Cut twice, it goes on each time at its last part that was kept, and comes to the same bytes."""
    if in_parts:
        await uploaded(transfer.world.bucket, f"{transfer.world.place(1)}media.mp4", 5 * MIB)
    wire.mishaps.cut_at[:] = [5 * MIB + 3, 3 * MIB]
    for _ in range(2):
        with pytest.raises(Unavailable):
            await transfer.collect()
    receipt = await transfer.collect()
    assert transfer.film(receipt) == FILM
    transfer.pack(receipt)


async def test_bytes_are_asked_for_from_where_they_are_missing(transfer, wired):
    """A ranged read gives the bytes from one on, and nothing before it."""
    (version,) = [v for v in await wired.versions(f"{transfer.world.place(1)}media.mp4") if v.is_latest]
    for start in (1, 2 * PART, len(FILM) - 1):
        assert b"".join([c async for c in wired.read(version, start)]) == FILM[start:]


async def test_altered_on_the_way_it_is_transferred_anew(transfer, wire):
    """One bit that is not the bucket's is found at once, and nothing of that attempt is gone on with."""
    wire.mishaps.alter_at[:] = [7 * MIB]
    with pytest.raises(Unavailable, match="not those"):
        await transfer.collect()
    assert transfer.film(await transfer.collect()) == FILM


async def test_altered_before_it_was_cut_it_is_no_bundle(transfer, wire):
    """What an attempt that broke off has kept is compared where the bundle is written: there is none of it."""
    wire.mishaps.alter_at[:] = [MIB]
    wire.mishaps.cut_at[:] = [7 * MIB]
    with pytest.raises(Unavailable):
        await transfer.collect()
    receipt = await transfer.collect()
    assert transfer.film(receipt) != FILM
    with pytest.raises(Permanent, match="do not match its checksum"):
        transfer.pack(receipt)


async def test_another_file_in_its_place_is_refused(transfer):
    """Where a version can be written over, other bytes than those that were listed are not taken for them."""
    world = transfer.world
    (version,) = [v for v in await world.bucket.versions(f"{world.place(1)}media.mp4") if v.is_latest]
    changed = Version(version.key, version.id, is_latest=True, is_marker=False, etag='"' + "0" * 32 + '"')
    reading = Collecting(world.recordings._reading, world.recordings._reading_bucket, [])
    with pytest.raises(Unavailable, match="changed meanwhile"):
        async for _ in reading._chunks(changed)(0):
            pass


async def test_captions_that_were_altered_are_not_cut(world, wire):
    """Also of what is cut in memory other bytes than the bucket's are not gone on with."""
    wire.mishaps.alter_at[:] = [MIB + 5]
    body = b"WEBVTT\n\nNOTE " + b"x" * (2 * MIB)
    await world.put(f"{world.place(2)}captions.vtt", body)
    try:
        with pytest.raises(Unavailable, match="not those"):
            async with answered("recordings"):
                await world.export(people.PANEL_SPEAKER)
    finally:
        wire.mishaps.alter_at.clear()
