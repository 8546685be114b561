"""Verifying a bundle: of what was signed every byte counts, and who packs, sorts or signs anew is refused."""

import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from habeas.bundle.contents import Contents
from habeas.bundle.pack import BundleOffice
from habeas.bundle.stage import stage
from habeas.domain.house import Packaging
from habeas.domain.order import CollectOrder
from habeas.domain.port import File, Record
from habeas.domain.right import Right
from habeas.evidence import bag
from habeas.evidence.__main__ import NOT_VERIFIED, UNREADABLE, VERIFIED, main
from habeas.evidence.archive import Archive, Entry
from habeas.evidence.bundle import verified_bundle
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.directory import listed
from habeas.evidence.error import NotVerified, Unreadable
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.proof import Proof
from habeas.evidence.signature import new_key, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import leaf_hash, node_hash
from habeas.policy import load_processing
from habeas.vault.case_files import CaseFiles

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PROCESSING = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
LOG = "webinars.example/log"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OURS, ANOTHERS = new_key(), new_key()
HEALTH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
PAYLOAD = {"data/accounts/usage.json": b"[\n{}\n]\n", "data/recordings/files/a.mp4": b"film"}
PAGES = {"index.html": b"<p>yours</p>", "index.fr.html": b""}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def keys(key=OURS, **changes):
    """A company's keys."""
    return KeySet((SigningKey(public_of(key.as_dict(private=True)), NOW - timedelta(days=9), **changes),))


def signing(key=OURS, case=CASE):
    """What signs the bundles of one case."""

    def sign(digest):
        said = Statement(kind="bundle", subjects=(Subject("tagmanifest-sha256.txt", digest),), predicate={"case": case})
        return signed(said.canonical, key)

    return sign


def zipped(entries):
    """These names and contents as an archive."""
    archive = Archive(out := io.BytesIO())
    for name, data in entries.items():
        archive.add(name, [data])
    archive.end()
    return out.getvalue()


def told(entries):
    return [Entry(name, len(data), sha256(data).hexdigest()) for name, data in entries.items()]


def bagged(payload=PAYLOAD, pages=PAGES, sign=None, case=CASE, **other):
    """The entries of a whole bundle, each as it follows from the others, but for those that are `other`."""
    tags = {bag.DECLARATION: bag.DECLARED, **pages, bag.INFO: bag.info(case, told(payload)), bag.PACKAGE: b"{}"}
    tags |= {bag.MANIFEST: bag.manifest(told(payload))} | other
    digest = sha256(tag_manifest := bag.manifest(told(tags))).hexdigest()
    first, last = dict(list(tags.items())[:-3]), dict(list(tags.items())[-3:])
    signature = (sign or signing())(digest).encode() + b"\n"
    return {**first, **payload, **last, bag.TAG_MANIFEST: tag_manifest, bag.SIGNATURE: signature}


ENTRIES = bagged()
SMALL = zipped(ENTRIES)


@pytest.fixture
def verified(tmp_path):
    """Verifies what somebody was given."""

    def verify(data, known=None):
        file = tmp_path / "bundle.zip"
        file.write_bytes(data)
        return verified_bundle(file, known or keys())

    return verify


@pytest.fixture
async def real(kept):
    """A bundle of a page in three languages, a table and a film, as the office packs and signs it."""

    class Company:
        async def signer(self, case_id):
            return signing(case=case_id)

    async def film(_start):
        yield b"film" * 1000

    async def entries():
        yield Record("contributions", {"text": "Bonjour"})
        yield File("image and voice", "event-3/media.mp4", film)

    order = CollectOrder(case_id=CASE, system="recordings", right=Right.ACCESS, as_of=NOW, identifiers=())
    receipts = (await stage(entries(), order, PROCESSING.of("recordings"), kept.sealer),)
    packaging = Packaging(case_id=CASE, right=Right.ACCESS, received_at=NOW, receipts=receipts)
    pack = await BundleOffice(CaseFiles(kept.folder, kept), PROCESSING, Company()).packer(packaging)
    kept.last = pack(lambda: None)
    return kept


async def test_what_the_office_packs_verifies(real, verified):
    """Whose key signed it, of which case, and how much there is; the receipt has what was signed."""
    bundle = verified(real.bundle.getvalue())
    assert (bundle.case, bundle.key, bundle.files) == (CASE, keys().keys[0], 3)
    assert bundle.statement == bag.statement(CASE, real.last.manifest_sha256)
    with ZipFile(real.bundle) as archive:
        assert archive.namelist()[-1] == "signature.jws"
        assert archive.read("signature.jws").decode() == real.last.signed + "\n"
        assert real.last.manifest_sha256 == sha256(archive.read("tagmanifest-sha256.txt")).hexdigest()
        assert b'<a href="signature.jws">' in archive.read("index.html")
        assert bundle.size == sum(e.file_size for e in archive.infolist() if e.filename.startswith("data/"))


async def test_an_office_that_does_not_sign_says_so(kept, verified):
    """Its bundle has no signature, its receipt neither, and its page does not speak of one; it proves nothing."""
    kept.pack(Contents(CASE, Right.ACCESS, NOW, [], PROCESSING))
    assert kept.last.signed == ""
    with ZipFile(kept.bundle) as archive:
        assert "signature.jws" not in archive.namelist()
        assert b"signature.jws" not in archive.read("index.html")
    with pytest.raises(NotVerified, match="not signed"):
        verified(kept.bundle.getvalue())


@HEALTH
@given(data=st.data(), by=st.integers(1, 255))
async def test_another_byte_anywhere_is_refused(real, verified, data, by):
    """In the data, in pages, lists and signature, and in what a ZIP archive has around them."""
    raw = bytearray(real.bundle.getvalue())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= by
    with pytest.raises(NotVerified):
        verified(raw)


def test_every_single_bit_counts(verified):
    """Of a small bundle, one after the other."""
    assert verified(SMALL).files == 2
    for at in range(len(SMALL)):
        raw = bytearray(SMALL)
        raw[at] ^= 1 << at % 8
        with pytest.raises(NotVerified):
            verified(raw)


@HEALTH
@given(st.integers(0, len(SMALL) - 1), st.binary(max_size=40))
def test_bytes_that_are_lost_or_added_are_refused(verified, at, more):
    """At an end or in between."""
    assume(more)
    for data in (SMALL[:at], SMALL[at:], SMALL[:at] + SMALL[at + 1 :], SMALL[:at] + more + SMALL[at:], SMALL + more):
        if data != SMALL:
            with pytest.raises((NotVerified, Unreadable)):
                verified(data)


def test_an_end_that_is_there_twice_is_refused(verified):
    """What lies between the two belongs to no entry."""
    with pytest.raises(NotVerified, match="added at its end"):
        verified(SMALL + b"more" + SMALL[-22:])


def test_a_signature_that_is_none_takes_no_memory(verified):
    """Before anything is verified it is only a file from somewhere."""
    with pytest.raises(NotVerified, match="longer than one is"):
        verified(zipped(ENTRIES | {bag.SIGNATURE: b"x" * 20_000}))


@HEALTH
@given(st.sets(st.sampled_from(list(ENTRIES)), min_size=1, max_size=len(ENTRIES) - 1))
def test_an_entry_that_is_left_out_is_refused(verified, without):
    """Though the archive is written as we would."""
    left = {name: data for name, data in ENTRIES.items() if name not in without}
    with pytest.raises((NotVerified, Unreadable)):
        verified(zipped(left))


@pytest.mark.parametrize("name", ["data/more.json", "index.nb.html", "z.txt", "fetch.txt", "tagmanifest-md5.txt"])
@pytest.mark.parametrize("at", range(len(ENTRIES) + 1))
def test_an_entry_that_is_added_is_refused(verified, name, at):
    """Wherever it stands: payload or tag file, listed nowhere or in a manifest that BagIt would ask."""
    entries = list(ENTRIES.items())
    with pytest.raises(NotVerified):
        verified(zipped(dict([*entries[:at], (name, b"more"), *entries[at:]])))


@HEALTH
@given(st.permutations(list(ENTRIES)))
def test_another_order_is_refused(verified, names):
    """Of the very same entries."""
    assume(names != list(ENTRIES))
    with pytest.raises((NotVerified, Unreadable)):
        verified(zipped({name: ENTRIES[name] for name in names}))


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_that_is_there_twice_is_refused(verified, name):
    """Programs differ in which of the two they show."""
    archive = Archive(out := io.BytesIO())
    for one, data in [(n, d) for n, d in ENTRIES.items() for _ in range(1 + (n == name))]:
        archive.add(one, [data])
    archive.end()
    with pytest.raises(NotVerified):
        verified(out.getvalue())


def test_packed_anew_it_is_refused(verified):
    """The same files, as another program packs them."""
    for options in ({}, {"compression": ZIP_DEFLATED}):
        with ZipFile(out := io.BytesIO(), "w", **options) as archive:
            for name, data in ENTRIES.items():
                archive.writestr(name, data)
        with pytest.raises(NotVerified):
            verified(out.getvalue())


@HEALTH
@given(st.dictionaries(st.sampled_from([*PAYLOAD, "data/more.json"]), st.binary(max_size=9)))
def test_signed_anew_by_somebody_else_is_refused(verified, payload):
    """Though all of it fits, also where it names our key; and with our own signature of something else."""
    forged = bagged({name: payload[name] for name in sorted(payload)}, sign=signing(ANOTHERS))
    with pytest.raises(NotVerified, match="not in this set"):
        verified(zipped(forged))
    header = ENTRIES[bag.SIGNATURE].split(b".")[0]
    renamed = b".".join([header, *forged[bag.SIGNATURE].split(b".")[1:]])
    for signature in (renamed, ENTRIES[bag.SIGNATURE]):
        if payload != PAYLOAD or signature == renamed:
            with pytest.raises(NotVerified):
                verified(zipped(forged | {bag.SIGNATURE: signature}))


def test_another_spelling_of_the_signature_is_refused(verified):
    """Of one bundle there is one file: neither other spare bits, nor a line end more or less."""
    good = ENTRIES[bag.SIGNATURE]
    respelt = good[:-2] + ALPHABET[ALPHABET.index(chr(good[-2])) + 1].encode() + b"\n"
    for signature in (respelt, good[:-1], good + b"\n", good[:-1] + b"\r\n", b" " + good, b"", b"\xff", b"a.b.c\n"):
        with pytest.raises(NotVerified):
            verified(zipped(ENTRIES | {bag.SIGNATURE: signature}))


@pytest.mark.parametrize(
    "name", ["/data/a", "data/../../a", "../a", "data//a", "data/./a", "C:/a", "data/a\\b", "data/"]
)
def test_names_that_leave_the_folder_are_refused(verified, name):
    """Although we signed them: who unpacks it would write elsewhere."""
    with pytest.raises(NotVerified, match="climbs"):
        verified(zipped(bagged({**PAYLOAD, name: b"x"})))


@pytest.mark.parametrize(
    "entries",
    [
        bagged(case="another"),
        bagged(sign=signing(case="another")),
        bagged(**{bag.DECLARATION: bag.DECLARED.replace(b"1.0", b"0.97")}),
        bagged(**{bag.MANIFEST: bag.manifest(told(PAYLOAD)).upper()}),
        bagged(sign=lambda _: signing()("0" * 64)),
        bagged(
            sign=lambda digest: signed(Statement("pivot", bag.statement(CASE, digest).subjects, {}).canonical, OURS)
        ),
        bagged(
            sign=lambda digest: signed(Statement("bundle", (Subject("x", digest),), {"case": CASE}).canonical, OURS)
        ),
        bagged(dict(reversed(PAYLOAD.items()))),
    ],
    ids=["case", "statement", "declaration", "manifest", "digest", "kind", "subject", "order"],
)
def test_what_is_signed_has_to_fit_the_rest(verified, entries):
    """Although we signed it."""
    with pytest.raises(NotVerified):
        verified(zipped(entries))


def run(*words):
    """The command as a person types it."""
    return main(["verify", *map(str, words)])


@pytest.fixture
def folder(tmp_path):
    """Where somebody has put what they were given."""
    (tmp_path / "bundle.zip").write_bytes(SMALL)
    (tmp_path / "keys.json").write_text(keys().text)
    return tmp_path


def test_what_a_bundle_proves(folder, capsys):
    """Which case, how much, by which key; and what it does not prove."""
    assert run(folder / "bundle.zip", "--jwks", folder / "keys.json") == VERIFIED
    said = capsys.readouterr().out
    assert f"the bundle of case {CASE}, with 2 files of 11 bytes" in said
    assert f"the key {keys().keys[0].id}, of 2026-02-21" in said
    assert "It does not prove:\n  that it holds all there is" in said
    assert "revoked" not in said


def test_a_key_that_was_revoked(folder, capsys):
    """It still verifies, and it is said that nothing shows when it was signed."""
    (folder / "keys.json").write_text(keys(revoked_at=NOW, revoked_for="keyCompromise").text)
    assert run(folder / "bundle.zip", "--jwks", folder / "keys.json") == VERIFIED
    said = capsys.readouterr().out
    assert "revoked on 2026-03-02 (keyCompromise)" in said
    assert "who signed it: its key was revoked" in said


def test_what_is_said_of_one_that_does_not_verify(folder, capsys):
    """One line; other archives are no bundles, and what is cut short is one that was changed."""
    with ZipFile(other := io.BytesIO(), "w") as archive:
        archive.writestr("letter.txt", "words")
    for data, code in ((SMALL[:-1], NOT_VERIFIED), (b"PK", UNREADABLE), (other.getvalue(), UNREADABLE)):
        (folder / "bundle.zip").write_bytes(data)
        assert run(folder / "bundle.zip", "--jwks", folder / "keys.json") == code
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert run(folder / "gone.zip", "--jwks", folder / "keys.json") == UNREADABLE


def proven(signed, size=2, beside=b"another entry"):
    """A proof that this is in a log of two, and the checkpoint of that."""
    leaves = leaf_hash(b"s" * 32 + signed.encode()), leaf_hash(beside)
    checkpoint = Checkpoint(LOG, size, node_hash(*leaves)).signed(OURS.private_key)
    return Proof(0, (leaves[1],), checkpoint, b"s" * 32).text, checkpoint


def test_a_proof_beside_it_is_verified_too(folder, capsys):
    """It says where in the log its statement is; one of something else is refused, and so is another log."""
    signed = ENTRIES[bag.SIGNATURE].decode().strip()
    proof, checkpoint = proven(signed)
    words = (folder / "bundle.zip", "--jwks", folder / "keys.json")
    (folder / "bundle.tlog-proof").write_text(proof)
    (folder / "held").write_text(checkpoint)
    assert run(*words, "--checkpoint", folder / "held") == VERIFIED
    assert f"In the log {LOG} as entry 0 of 2." in capsys.readouterr().out
    (folder / "forked").write_text(proven(signed, beside=b"a third entry")[1])
    assert run(*words, "--checkpoint", folder / "forked") == NOT_VERIFIED
    assert "there are two logs" in capsys.readouterr().err
    (folder / "bundle.tlog-proof").write_text(proven("something.else.signed")[0])
    assert run(*words) == NOT_VERIFIED
    (folder / "bundle.tlog-proof").unlink()
    assert run(*words) == VERIFIED
    assert run(*words, "--checkpoint", folder / "held") == UNREADABLE


class Sparse(io.FileIO):
    """A file in which zeros take no room."""

    def write(self, data):
        if len(data) < 4096 or any(data):
            return super().write(data)
        self.seek(len(data), io.SEEK_CUR)
        return len(data)


@pytest.mark.long
def test_more_than_32_bits_can_say(tmp_path):
    """Another reader understands the sizes and places of entries beyond four gibibytes, and so does our own."""
    wanted = [("data/a", 5 << 30), ("data/b", 1), ("data/c", 0)]
    with Sparse(tmp_path / "large.zip", "wb") as out:
        archive = Archive(out)
        for name, size in wanted:
            archive.add(name, (bytes(min(size - at, 1 << 20)) for at in range(0, size, 1 << 20)))
        archive.end()
    with (tmp_path / "large.zip").open("rb") as file:
        assert list(listed(file)) == wanted
    with ZipFile(tmp_path / "large.zip") as archive:
        assert [(e.filename, e.file_size) for e in archive.infolist()] == wanted
        assert archive.read("data/b") == b"\0"


@pytest.mark.long
def test_more_entries_than_16_bits_can_say():
    """As many as there are files of a person."""
    names = [f"data/{n}" for n in range(70_000)]
    data = zipped(dict.fromkeys(names, b""))
    assert [name for name, _ in listed(io.BytesIO(data))] == names
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == names
