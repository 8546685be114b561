"""The bundle: the same bytes for the same things, whole, checked, and readable by a person and by programs."""

import hashlib
import io
import json
import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import bagit
import frictionless
import pyrage
import pytest

from habeas.bundle.contents import Contents
from habeas.bundle.stage import stage
from habeas.domain.error import Unavailable
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, File, Record
from habeas.domain.receipt import BundleReceipt, CollectReceipt, StagedFile, Withheld
from habeas.domain.right import Right
from habeas.evidence.archive import Archive
from habeas.policy import load_processing
from habeas.vault.folder import CaseFolder
from habeas.vault.parts import Altered

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PROCESSING = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
RECEIVED = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
HOSTILE = "</td><script>alert('1')</script>&amp; \x00\x1b[31m \u202eevil 😀 "
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """A page as a browser sees it: its text, its links, and whether every element is closed in its turn."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags, self.open, self.links, self.ids = [], [], [], []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("href", "src")]
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def media(name: str, data: bytes) -> File:
    async def stream(_start: int) -> AsyncIterator[bytes]:
        yield data

    return File("image and voice", name, stream)


async def staged(kept, system: str, *entries: Entry, right: Right = Right.ACCESS) -> CollectReceipt:
    async def stream() -> AsyncIterator[Entry]:
        for entry in entries:
            yield entry

    order = CollectOrder(case_id=CASE, system=system, right=right, as_of=RECEIVED, identifiers=())
    return await stage(stream(), order, PROCESSING.of(system), kept.sealer)


async def both(kept, right: Right = Right.ACCESS) -> list[CollectReceipt]:
    accounts: list[Entry] = [Record("account", {"id": 1, "first_name": "Ada", "note": None, "is_admin": True})]
    activity = [Record("usage", {"n": n, "feature": "whiteboard"}) for n in range(250)]
    accounts += [Withheld(system="accounts", category="account", why="a password is kept as a hash")]
    recordings = [Record("contributions", {"text": "Bonjour"}), media("event-3/media.mp4", b"film" * 1000)]
    return [
        await staged(kept, "recordings", *recordings, right=right),
        await staged(kept, "accounts", *accounts, right=right),
        await staged(kept, "activity", *activity, right=right),
    ]


def write(kept, receipts: list[CollectReceipt], right: Right = Right.ACCESS) -> BundleReceipt:
    return kept.pack(Contents(CASE, right, RECEIVED, receipts, PROCESSING))


def index(kept, name: str = "index.html") -> Page:
    with ZipFile(kept.bundle) as bundle:
        return Page(bundle.read(name).decode())


async def test_a_bundle_is_sound_and_its_manifests_tell_every_entry(kept):
    """The archive passes its own check, the receipt fits it, and each file stands in the manifest that is its own."""
    receipt = write(kept, await both(kept))
    data = kept.data(kept.last)
    assert (receipt.size, receipt.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with ZipFile(kept.bundle) as bundle:
        assert bundle.testzip() is None
        files = {name: hashlib.sha256(bundle.read(name)).hexdigest() for name in bundle.namelist()}
        manifest, tag_manifest = (bundle.read(f"{kind}-sha256.txt").decode() for kind in ("manifest", "tagmanifest"))
        info = bundle.read("bag-info.txt").decode()
        size = sum(entry.file_size for entry in bundle.infolist() if entry.filename.startswith("data/"))
    assert (receipt.entries, receipt.manifest_sha256) == (len(files), files.pop("tagmanifest-sha256.txt"))
    payload = {name: files.pop(name) for name in list(files) if name.startswith("data/")}
    assert manifest == "".join(f"{digest}  {name}\n" for name, digest in payload.items())
    assert tag_manifest == "".join(f"{digest}  {name}\n" for name, digest in files.items())
    assert info == f"External-Identifier: {CASE}\nPayload-Oxum: {size}.{len(payload)}\n"


def unpacked(kept, folder: Path) -> Path:
    """The last bundle as a person unpacks it."""
    with ZipFile(kept.bundle) as bundle:
        bundle.extractall(folder)
    return folder


async def test_another_program_finds_it_a_bag(kept, tmp_path):
    """The Library of Congress's, and it notices what was changed, and what was added to the payload."""
    write(kept, await both(kept))
    folder = unpacked(kept, tmp_path / "bag")
    assert bagit.Bag(str(folder)).validate()
    for name in ("data/recordings/files/event-3/media.mp4", "index.html", "data/more.json"):
        file = folder / name
        before = file.read_bytes() if file.exists() else None
        file.write_bytes((before or b"") + b"x")
        with pytest.raises(bagit.BagValidationError):
            bagit.Bag(str(folder)).validate()
        file.write_bytes(before) if before else file.unlink()


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


MIXED = [
    {"always": 1, "number": 1, "text": "", "mixed": 1, "nothing": None, "truth": True, "list": [1], "object": {"a": 1}},
    {"always": 2, "number": 1.5, "text": None, "mixed": "x", "nothing": None, "truth": None, "late": "x"},
    {"always": 3, 'odd name, "quoted"': "2026-01-01", "list": [], "object": {}},
]


async def test_another_program_finds_it_a_data_package(kept, tmp_path):
    """Frictionless, by itself: each table has the fields and types that its records have, each file its digest."""
    receipts = [*await both(kept), await staged(kept, "billing", *[Record("bank", fields) for fields in MIXED])]
    write(kept, receipts)
    folder = unpacked(kept, tmp_path / "bag")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    assert report.stats["tasks"] == 5
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["received_at"] == "2026-03-05T23:30:00+00:00"
    assert (package["name"], package["right"], package["language"]) == (CASE, "access", "en")
    resources = {one["path"]: one for one in package["resources"]}
    payload = [f for f in (folder / "data").rglob("*") if f.is_file() and not f.name.endswith(".schema.json")]
    assert resources.keys() == {str(file.relative_to(folder)) for file in payload}
    film = resources["data/recordings/files/event-3/media.mp4"]
    assert (film["mediatype"], film["bytes"], film["name"]) == ("video/mp4", 4000, "recordings.file-1")
    assert all(one["hash"] == f"sha256:{digest(folder / path)}" for path, one in resources.items())
    assert resources["data/accounts/account.json"]["title"] == "Your account"
    fields = {one["name"]: one["type"] for one in resources["data/billing/bank.json"]["schema"]["fields"]}
    assert fields == {
        "always": "integer",
        "late": "string",
        "list": "array",
        "mixed": "any",
        "nothing": "any",
        "number": "number",
        "object": "object",
        'odd name, "quoted"': "string",
        "text": "string",
        "truth": "boolean",
    }


async def test_l_28_a_portable_bundle_says_how_each_table_is_read(kept, tmp_path):
    """L-28: in an open form, with the fields and their types and what it is, so that nobody needs our software."""
    write(kept, await both(kept, Right.PORTABILITY), Right.PORTABILITY)
    folder = unpacked(kept, tmp_path / "bag")
    package = json.loads((folder / "datapackage.json").read_text())
    tables = {one["path"]: one for one in package["resources"] if one.get("type") == "table"}
    assert set(tables) == {"data/accounts/account.json", "data/recordings/contributions.json"}
    for path, table in tables.items():
        records = json.loads((folder / path).read_text())
        fields = {one["name"]: one["type"] for one in table["schema"]["fields"]}
        assert set(fields) == {key for one in records for key in one}
        assert (table["format"], table["encoding"], table["mediatype"]) == ("json", "utf-8", "application/json")
        assert table["title"]
        assert table["description"].startswith("Held to ")
        assert path.replace(".json", ".schema.json") in {str(f.relative_to(folder)) for f in folder.rglob("*.json")}


async def test_another_program_notices_what_is_not_as_the_package_says(kept, tmp_path):
    """A field of another type, and a file of other bytes."""
    write(kept, await both(kept))
    folder = unpacked(kept, tmp_path / "bag")
    for name, before, after, error in (
        ("data/activity/usage.json", b'"n":249', b'"n":"x"', "type-error"),
        ("data/recordings/files/event-3/media.mp4", b"film", b"farm", "hash-count"),
    ):
        (folder / name).write_bytes((folder / name).read_bytes().replace(before, after))
        assert [error] in frictionless.validate(str(folder / "datapackage.json")).flatten(["type"])


async def test_the_same_things_make_the_same_bytes(kept, kept_elsewhere):
    """Another attempt, in another house and with its receipts in another order, makes the same archive."""
    receipts = list(reversed(await both(kept_elsewhere)))
    one, other = write(kept, await both(kept)), write(kept_elsewhere, receipts)
    assert (one.sha256, one.size, one.entries) == (other.sha256, other.size, other.entries)
    assert kept.data(one) == kept_elsewhere.data(other)


async def test_entries_have_a_fixed_order_and_are_stored(kept):
    """The pages come first, what is made of the rest last, the payload by name; nothing hangs on how others deflate."""
    write(kept, await both(kept))
    with ZipFile(kept.bundle) as bundle:
        names = bundle.namelist()
        assert {(i.compress_type, i.date_time, i.external_attr >> 16) for i in bundle.infolist()} == {
            (ZIP_STORED, (1980, 1, 1, 0, 0, 0), 0o100644)
        }
    assert names[:4] == ["bagit.txt", "index.html", "index.fr.html", "index.nb.html"]
    assert names[4:-4] == sorted(names[4:-4])
    assert all(name.startswith("data/") for name in names[4:-4])
    assert names[-4:] == ["bag-info.txt", "datapackage.json", "manifest-sha256.txt", "tagmanifest-sha256.txt"]


async def test_a_bundle_of_today_has_the_bytes_of_yesterday(kept):
    """Who changes them breaks what was signed before: that takes a decision (docs/adr/0016)."""
    archive = Archive(out := io.BytesIO())
    archive.add("data/accounts/usage.json", [b"[\n", b"]\n"])
    archive.end()
    assert (
        hashlib.sha256(out.getvalue()).hexdigest() == "0abb28c553827dd2344d3f9754f16319ee160c4f53f7ea083d3a4b16375bef13"
    )


async def test_every_entry_may_be_larger_than_four_gibibytes(kept):
    """Each local header has the 64-bit field from the start, since sizes are known only afterwards."""
    write(kept, await both(kept))
    data = kept.data(kept.last)
    with ZipFile(kept.bundle) as bundle:
        for entry in bundle.infolist():
            version, name_length = struct.unpack_from("<4xH20xH", data, entry.header_offset)
            extra = entry.header_offset + 30 + name_length
            assert (version, struct.unpack_from("<HH", data, extra)) == (45, (1, 16))


async def test_progress_is_told_while_it_is_written(kept):
    """Every part that is copied is a sign of life."""
    receipts = [await staged(kept, "recordings", media("a.mp4", bytes(5 << 20)))]
    calls: list[int] = []
    kept.pack(Contents(CASE, Right.ACCESS, RECEIVED, receipts, PROCESSING), lambda: calls.append(1))
    assert len(calls) >= 5


CHANGES = {
    "lost": lambda part, _others: part.unlink(),
    "cut short": lambda part, _others: part.write_bytes(part.read_bytes()[:-1]),
    "altered": lambda part, _others: part.write_bytes(part.read_bytes()[:-1] + b"x"),
    "in the clear": lambda part, _others: part.write_bytes(b"[\n{}\n]\n"),
    "another file's": lambda part, other: part.write_bytes(other.read_bytes()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_an_altered_or_lost_staged_file_is_noticed(kept, change):
    """What is not as its receipt says never reaches the person, and an earlier bundle stays as it was."""
    receipts = await both(kept)
    earlier = write(kept, receipts)
    change(kept.part(named(receipts[0], ".mp4")), kept.part(named(receipts[2], "usage.json")))
    with pytest.raises(Altered):
        write(kept, receipts)
    assert hashlib.sha256(kept.data(earlier)).hexdigest() == earlier.sha256


def named(receipt: CollectReceipt, end: str) -> StagedFile:
    return next(f for f in receipt.files if f.name.endswith(end))


async def test_an_altered_table_is_noticed_though_the_page_was_made_of_it(kept):
    """A table that was changed by somebody who can seal, and can still be read, is noticed when it is copied."""
    receipts = await both(kept)
    table = named(receipts[2], "activity/usage.json")
    kept.replace(table, kept.data(table).replace(b"whiteboard", b"WHITEBOARD", 1))
    with pytest.raises(Altered):
        write(kept, receipts)
    assert kept.last is None


async def test_a_table_that_is_none_is_noticed_without_its_text(kept):
    """What the page cannot be made of is named by its opaque path alone."""
    receipts = await both(kept)
    kept.replace(named(receipts[2], "activity/usage.json"), b"[\nno json\n]\n")
    with pytest.raises(Altered) as caught:
        write(kept, receipts)
    assert "no json" not in repr(caught.value)
    assert caught.value.__suppress_context__


async def test_a_bundle_for_a_key_of_the_persons_own_opens_with_nothing_else(kept):
    """What is handed out is an age file of theirs; the case's own identity does not open it."""
    theirs = pyrage.x25519.Identity.generate()
    contents = Contents(CASE, Right.ACCESS, RECEIVED, await both(kept), PROCESSING, recipient=str(theirs.to_public()))
    receipt = kept.pack(contents)
    given = kept.data(receipt)
    assert receipt.is_for_recipient
    assert (receipt.size, receipt.sha256) == (len(given), hashlib.sha256(given).hexdigest())
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(given, [kept.identity])
    with ZipFile(io.BytesIO(pyrage.decrypt(given, [theirs]))) as bundle:
        assert bundle.testzip() is None
        assert len(bundle.namelist()) == receipt.entries


async def test_what_goes_wrong_while_it_is_sealed_to_somebody_is_what_is_raised(kept):
    """A staged file that is not as its receipt says is named, and nothing hangs."""
    receipts = await both(kept)
    kept.part(named(receipts[0], ".mp4")).unlink()
    key = str(pyrage.x25519.Identity.generate().to_public())
    with pytest.raises(Altered):
        kept.pack(Contents(CASE, Right.ACCESS, RECEIVED, receipts, PROCESSING, recipient=key))


async def test_a_place_that_takes_no_more_ends_it_also_where_it_is_sealed_to_somebody(kept, tmp_path):
    """The error of where it is kept is the one that is raised."""
    receipts = [await staged(kept, "recordings", media("a.mp4", bytes(12 << 20)))]
    key = str(pyrage.x25519.Identity.generate().to_public())
    full = replace(kept, folder=NoRoom(tmp_path / "cases"))
    with pytest.raises(Unavailable, match="no room"):
        full.pack(Contents(CASE, Right.ACCESS, RECEIVED, receipts, PROCESSING, recipient=key))


class NoRoom(CaseFolder):
    """A place that is full."""

    def put(self, case_id, path, data):
        raise Unavailable("case files", "no room")


async def test_l_20_the_page_says_what_is_held_why_and_where_it_came_from(kept):
    """L-20: purpose, legal basis, origin, time, recipients, rights and complaint are there in plain words."""
    write(kept, await both(kept))
    page = index(kept)
    for words in (
        "You asked for it on 5 March 2026, 23:30 UTC, by the right of access (GDPR art. 15)",
        "to create and run your account",
        "We need it for our contract with you (GDPR art. 6(1)(b))",
        "It was recorded while you used the service",
        "as long as you use the service",
        "the customer that organised the event",
        "You may ask us to restrict the processing",
        "You may complain to a supervisory authority",
        "Commission nationale de l'informatique et des libertés (CNIL)",
        "We take no decision about you that rests on automated processing alone",
        "a password is kept as a hash",
        "The first 100 of 250 records.",
        "Bonjour",
    ):
        assert words in page.text


@pytest.mark.parametrize("name", ["index.html", "index.fr.html", "index.nb.html"])
async def test_l_24_each_page_stands_alone_and_its_links_lead_somewhere(kept, name):
    """L-24: each page for people needs no script and no network, and its links lead to the files for machines."""
    write(kept, await both(kept))
    page = index(kept, name)
    with ZipFile(kept.bundle) as bundle:
        names = set(bundle.namelist())
    assert page.open == []
    assert not {"script", "img", "iframe", "link"} & set(page.tags)
    assert {link for link in page.links if not link.startswith("#")} == names - {name}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


async def test_a_portable_bundle_leaves_out_usage_and_says_why(kept):
    """L-26: what portability does not reach is in no entry, and the page tells the reason."""
    write(kept, await both(kept, Right.PORTABILITY), Right.PORTABILITY)
    with ZipFile(kept.bundle) as bundle:
        assert not [name for name in bundle.namelist() if "usage" in name]
    page = index(kept)
    assert "legitimate interest, not on consent or contract" in page.text
    assert "whiteboard" not in page.text


@pytest.mark.parametrize("has_cookie_id", [False, True])
async def test_p_18_the_page_says_what_an_address_does_not_find(kept, has_cookie_id):
    """P-18: visits are found by the id in a cookie alone; who gave it need not be told."""
    contents = Contents(CASE, Right.ACCESS, RECEIVED, await both(kept), PROCESSING, has_cookie_id=has_cookie_id)
    kept.pack(contents)
    assert (PROCESSING.information.unidentified.en in index(kept).text) != has_cookie_id


async def test_hostile_text_stays_text(kept):
    """Markup, control characters and a megabyte of text neither become elements nor break the page."""
    fields = {"plain": HOSTILE, HOSTILE: HOSTILE, "long": HOSTILE * 20_000, "deep": [{HOSTILE: HOSTILE}]}
    rows = [Record("account", fields), *[Record("contributions", fields)] * 2]
    receipts = [await staged(kept, "accounts", rows[0]), await staged(kept, "recordings", *rows[1:])]
    write(kept, receipts)
    with ZipFile(kept.bundle) as bundle:
        source = bundle.read("index.html")
        kept = json.loads(bundle.read("data/accounts/account.json"))[0]["long"]
    page = Page(source.decode())
    assert kept == HOSTILE * 20_000
    assert "script" not in page.tags
    assert page.open == []
    assert "<script>alert('1')</script>&amp; \ufffd\ufffd[31m" in page.text
    assert not {0, 0x1B} & set(source)
    assert len(source) < 50_000


async def test_nothing_held_is_an_answer(kept):
    """A person of whom nothing is held gets a page that says so."""
    receipt = write(kept, [await staged(kept, "accounts")])
    assert receipt.entries == 8
    assert "There is no data about you that this request reaches." in index(kept).text
