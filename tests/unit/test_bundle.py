"""The bundle: the same bytes for the same things, whole, checked, and readable by a person and by programs."""

import hashlib
import json
import struct
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from habeas.bundle.archive import write_bundle
from habeas.bundle.contents import Contents
from habeas.bundle.stage import stage
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, File, Record
from habeas.domain.receipt import BundleReceipt, CollectReceipt, Withheld
from habeas.domain.right import Right
from habeas.policy import load_processing
from habeas.vault.folder import Altered, CaseFolder

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


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder(tmp_path / "cases")


def media(name: str, data: bytes) -> File:
    async def stream() -> AsyncIterator[bytes]:
        yield data

    return File("image and voice", name, stream)


async def staged(folder: CaseFolder, system: str, *entries: Entry, right: Right = Right.ACCESS) -> CollectReceipt:
    async def stream() -> AsyncIterator[Entry]:
        for entry in entries:
            yield entry

    order = CollectOrder(case_id=CASE, system=system, right=right, as_of=RECEIVED, identifiers=())
    return await stage(stream(), order, PROCESSING.of(system), folder)


async def both(folder: CaseFolder, right: Right = Right.ACCESS) -> list[CollectReceipt]:
    accounts: list[Entry] = [Record("account", {"id": 1, "first_name": "Ada", "note": None, "is_admin": True})]
    accounts += [Record("usage", {"n": n, "feature": "whiteboard"}) for n in range(250)]
    accounts += [Withheld(system="accounts", category="account", why="a password is kept as a hash")]
    recordings = [Record("contributions", {"text": "Bonjour"}), media("event-3/media.mp4", b"film" * 1000)]
    return [
        await staged(folder, "recordings", *recordings, right=right),
        await staged(folder, "accounts", *accounts, right=right),
    ]


def write(folder: CaseFolder, receipts: list[CollectReceipt], right: Right = Right.ACCESS) -> BundleReceipt:
    return write_bundle(Contents(CASE, right, RECEIVED, receipts, PROCESSING), folder, lambda: None)


def index(folder: CaseFolder, name: str = "index.html") -> Page:
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        return Page(bundle.read(name).decode())


async def test_a_bundle_is_sound_and_its_manifest_tells_every_entry(folder):
    """The archive passes its own check, the receipt fits it, and the manifest fits each other entry."""
    receipt = write(folder, await both(folder))
    data = folder.path_of_bundle(CASE).read_bytes()
    assert (receipt.size, receipt.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        assert bundle.testzip() is None
        manifest = json.loads(bundle.read("manifest.json"))
        told = {e["name"]: (e["size"], e["sha256"]) for e in manifest.pop("entries")}
        others = [name for name in bundle.namelist() if name != "manifest.json"]
        assert told == {n: (len(d := bundle.read(n)), hashlib.sha256(d).hexdigest()) for n in others}
        assert receipt.entries == len(others) + 1
    assert manifest.pop("received_at") == "2026-03-05T23:30:00+00:00"
    assert manifest == {"case_id": CASE, "right": "access", "language": "en"}


async def test_the_same_things_make_the_same_bytes(folder, tmp_path):
    """Another attempt, in another folder and with its receipts in another order, makes the same archive."""
    again = CaseFolder(tmp_path / "again")
    receipts = list(reversed(await both(again)))
    assert write(folder, await both(folder)) == write(again, receipts)
    assert folder.path_of_bundle(CASE).read_bytes() == again.path_of_bundle(CASE).read_bytes()


async def test_entries_have_a_fixed_order_and_media_are_stored(folder):
    """The pages come first, the manifest last, the rest by name; only what gains by it is compressed."""
    write(folder, await both(folder))
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        names = bundle.namelist()
        stored = [i.filename for i in bundle.infolist() if i.compress_type == ZIP_STORED]
    assert [*names[:3], names[-1]] == ["index.html", "index.fr.html", "index.nb.html", "manifest.json"]
    assert names[3:-1] == sorted(names[3:-1])
    assert stored == ["recordings/files/event-3/media.mp4"]


async def test_every_entry_may_be_larger_than_four_gibibytes(folder):
    """Each local header has the 64-bit field from the start, since sizes are known only afterwards."""
    write(folder, await both(folder))
    data = folder.path_of_bundle(CASE).read_bytes()
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        for entry in bundle.infolist():
            version, name_length = struct.unpack_from("<4xH20xH", data, entry.header_offset)
            extra = entry.header_offset + 30 + name_length
            assert (version, struct.unpack_from("<HH", data, extra)) == (45, (1, 16))


async def test_progress_is_told_while_it_is_written(folder):
    """Every mebibyte that is copied is a sign of life."""
    receipts = [await staged(folder, "recordings", media("a.mp4", bytes(5 << 20)))]
    calls: list[int] = []
    write_bundle(Contents(CASE, Right.ACCESS, RECEIVED, receipts, PROCESSING), folder, lambda: calls.append(1))
    assert len(calls) >= 10


@pytest.mark.parametrize("change", [lambda p: p.write_bytes(b"[\n{}\n]\n"), lambda p: p.unlink()])
async def test_an_altered_or_lost_staged_file_is_noticed(folder, change):
    """What is not as its receipt says never reaches the person, and an earlier bundle stays as it was."""
    receipts = await both(folder)
    earlier = write(folder, receipts)
    change(folder.path_of(CASE, next(f.path for f in receipts[0].files if f.name.endswith(".mp4"))))
    with pytest.raises(Altered):
        write(folder, receipts)
    assert hashlib.sha256(folder.path_of_bundle(CASE).read_bytes()).hexdigest() == earlier.sha256


async def test_an_altered_table_is_noticed_though_the_page_was_made_of_it(folder):
    """A table that was changed but can still be read is noticed when it is copied."""
    receipts = await both(folder)
    path = folder.path_of(CASE, next(f.path for f in receipts[1].files if f.name == "accounts/usage.json"))
    path.write_bytes(path.read_bytes().replace(b"whiteboard", b"WHITEBOARD", 1))
    with pytest.raises(Altered):
        write(folder, receipts)
    assert not folder.path_of_bundle(CASE).exists()


@pytest.mark.parametrize("change", [lambda p: p.write_bytes(b"[\nno json\n]\n"), lambda p: p.unlink()])
async def test_a_table_that_is_none_is_noticed_without_its_text(folder, change):
    """What the page cannot be made of is named by its opaque path alone."""
    receipts = await both(folder)
    change(folder.path_of(CASE, next(f.path for f in receipts[1].files if f.name == "accounts/usage.json")))
    with pytest.raises(Altered) as caught:
        write(folder, receipts)
    assert "no json" not in repr(caught.value)
    assert caught.value.__suppress_context__


async def test_the_page_says_what_is_held_why_and_where_it_came_from(folder):
    """L-20: purpose, legal basis, origin, time, recipients, rights and complaint are there in plain words."""
    write(folder, await both(folder))
    page = index(folder)
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
async def test_each_page_stands_alone_and_its_links_lead_somewhere(folder, name):
    """It is well formed, needs no script and no network, and each link is an entry or a place in the page."""
    write(folder, await both(folder))
    page = index(folder, name)
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        names = set(bundle.namelist())
    assert page.open == []
    assert not {"script", "img", "iframe", "link"} & set(page.tags)
    assert {link for link in page.links if not link.startswith("#")} == names - {name}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


async def test_a_portable_bundle_leaves_out_usage_and_says_why(folder):
    """L-26: what portability does not reach is in no entry, and the page tells the reason."""
    write(folder, await both(folder, Right.PORTABILITY), Right.PORTABILITY)
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        assert not [name for name in bundle.namelist() if "usage" in name]
    page = index(folder)
    assert "legitimate interest, not on consent or contract" in page.text
    assert "whiteboard" not in page.text


async def test_hostile_text_stays_text(folder):
    """Markup, control characters and a megabyte of text neither become elements nor break the page."""
    fields = {"plain": HOSTILE, HOSTILE: HOSTILE, "long": HOSTILE * 20_000, "deep": [{HOSTILE: HOSTILE}]}
    rows = [Record("account", fields), *[Record("contributions", fields)] * 2]
    receipts = [await staged(folder, "accounts", rows[0]), await staged(folder, "recordings", *rows[1:])]
    write(folder, receipts)
    with ZipFile(folder.path_of_bundle(CASE)) as bundle:
        source = bundle.read("index.html")
        kept = json.loads(bundle.read("accounts/account.json"))[0]["long"]
    page = Page(source.decode())
    assert kept == HOSTILE * 20_000
    assert "script" not in page.tags
    assert page.open == []
    assert "<script>alert('1')</script>&amp; \ufffd\ufffd[31m" in page.text
    assert not {0, 0x1B} & set(source)
    assert len(source) < 50_000


async def test_nothing_held_is_an_answer(folder):
    """A person of whom nothing is held gets a page that says so."""
    receipt = write(folder, [await staged(folder, "accounts")])
    assert receipt.entries == 4
    assert "There is no data about you that this request reaches." in index(folder).text
