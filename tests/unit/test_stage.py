"""Staging: what a system hands out becomes files that say no more than the right reaches, or no file at all."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import jsonschema
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.bundle.stage import stage
from habeas.domain.error import Permanent
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, File, Record
from habeas.domain.receipt import CollectReceipt, StagedKind, Withheld
from habeas.domain.right import Right
from habeas.policy import load_processing
from habeas.vault.sealed import PART

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PROCESSING = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
SECRET = "ada@example.org"

VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(st.characters())
RECORDS = st.lists(
    st.dictionaries(st.sampled_from(["a", "b", "c", "ö", "a b"]), VALUES | st.lists(VALUES, max_size=2)), min_size=1
)


class Colour(StrEnum):
    RED = "red"


async def staged(kept, *entries: Entry, system: str = "accounts", right: Right = Right.ACCESS) -> CollectReceipt:
    async def stream() -> AsyncIterator[Entry]:
        for entry in entries:
            yield entry

    order = CollectOrder(case_id=CASE, system=system, right=right, as_of=datetime.now(UTC), identifiers=())
    return await stage(stream(), order, PROCESSING.of(system), kept.sealer)


def media(name: str, *chunks: bytes, category: str = "image and voice") -> File:
    async def stream(_start: int) -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return File(category, name, stream)


def table(kept, receipt: CollectReceipt, name: str) -> object:
    return orjson.loads(kept.data(next(f for f in receipt.files if f.name == name)))


def leftovers(tmp_path: Path) -> list[Path]:
    return [p for p in tmp_path.rglob("*") if p.is_file()]


async def test_categories_may_come_in_any_order(kept):
    """Records of several categories interleave, and each table has its own, in order, with their number."""
    entries = [Record(("account", "role", "log-in place")[n % 3], {"n": n}) for n in range(9)]
    receipt = await staged(kept, *entries)
    tables = {f.name: f.records for f in receipt.files if f.kind is StagedKind.TABLE}
    assert tables == {"accounts/account.json": 3, "accounts/role.json": 3, "accounts/log-in-place.json": 3}
    assert table(kept, receipt, "accounts/role.json") == [{"n": 1}, {"n": 4}, {"n": 7}]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=RECORDS)
async def test_a_stranger_finds_each_table_valid_by_its_schema(kept, records):
    """Whatever the fields, null, absent or of mixed types, the schema is one, and the table is valid by it."""
    receipt = await staged(kept, *(Record("account", fields) for fields in records))
    schema = table(kept, receipt, "accounts/account.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(table(kept, receipt, "accounts/account.json"), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"unheard of": 1}], schema)


async def test_the_schema_says_what_is_always_there_and_what_may_be_null(kept):
    """A field that every record has is required; types are those that were seen, and integers are numbers."""
    rows = [{"id": 1, "phone": None, "score": 1}, {"id": 2, "phone": "1", "score": 1.5, "late": True}]
    receipt = await staged(kept, *(Record("account", row) for row in rows))
    items = table(kept, receipt, "accounts/account.schema.json")["items"]
    assert items["required"] == ["id", "phone", "score"]
    types = {field: about["type"] for field, about in items["properties"].items()}
    assert types == {"id": "integer", "phone": ["null", "string"], "score": "number", "late": "boolean"}


async def test_values_that_databases_give_become_json(kept):
    """Moments, dates, decimals, ids, bytes, sets and enumerations are written as people and programs read them."""
    fields = {
        "at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "day": date(2026, 1, 2),
        "price": Decimal("0.10"),
        "id": UUID(CASE),
        "raw": b"\x00\xff",
        "tags": {"b", "a"},
        "colour": Colour.RED,
        "half": "\ud83d and \ud83d\ude00",
    }
    receipt = await staged(kept, Record("account", fields))
    (row,) = table(kept, receipt, "accounts/account.json")
    assert [row["at"], row["day"], row["price"]] == ["2026-01-02T03:04:05+00:00", "2026-01-02", "0.10"]
    assert [row["id"], row["raw"], row["tags"]] == [CASE, "AP8=", ["a", "b"]]
    assert [row["colour"], row["half"]] == ["red", "\ufffd and \U0001f600"]


async def test_a_file_is_staged_under_a_number_and_named_in_the_bundle(kept):
    """The case folder's names tell nothing; the adapter's name is for the bundle only."""
    receipt = await staged(kept, media("event-3/media.mp4", b"ab", b"c"), system="recordings")
    (file,) = receipt.files
    assert (file.name, file.size, file.kind) == ("recordings/files/event-3/media.mp4", 3, StagedKind.FILE)
    assert file.path.endswith("/files/000001")
    assert kept.data(file) == b"abc"


async def test_portability_leaves_out_what_it_does_not_reach_and_says_why_once(kept):
    """L-26: records outside the right are in no file, and are named as withheld once, with the reason."""
    rows = [Record("usage", {"n": 1}), Record("location", {"n": 2}), Record("usage", {"n": 3})]
    receipt = await staged(kept, *rows, system="activity", right=Right.PORTABILITY)
    assert {f.category for f in receipt.files} == {"location"}
    assert [(w.category, w.why.split(",")[0]) for w in receipt.withheld] == [
        ("usage", "it is held on legitimate interest")
    ]


async def test_a_file_outside_the_right_is_not_even_opened(kept):
    """L-26: the bytes of what is left out are never fetched."""
    opened = []
    file = File("usage", "a.bin", opened.append)
    receipt = await staged(kept, file, system="activity", right=Right.PORTABILITY)
    assert (opened, receipt.files, len(receipt.withheld)) == ([], (), 1)


async def test_p_12_what_a_system_withholds_is_named_once(kept):
    """P-12: a secret's place is taken by one sentence."""
    secret = Withheld(system="accounts", category="account", why="a password is kept as a hash")
    receipt = await staged(kept, secret, Record("account", {"id": 1}), secret)
    assert receipt.withheld == (secret,)


async def test_no_data_makes_no_file(kept, tmp_path):
    """A system that has nothing leaves nothing, and says so."""
    receipt = await staged(kept)
    assert (receipt.files, receipt.withheld, leftovers(tmp_path)) == ((), (), [])


@pytest.mark.parametrize(
    "bad",
    [
        Record("horoscope", {"of": SECRET}),
        Withheld(system="accounts", category="horoscope", why="x"),
        Record("account", {SECRET: object()}),
        Record("account", {"value": {SECRET: 2**70}}),
        Record("account", {"value": {1: SECRET}}),
        media("a/../b", b"x", category="account"),
    ],
)
async def test_what_cannot_be_staged_stops_it_and_leaves_nothing(kept, tmp_path, bad):
    """An undescribed category, an unwritable record or a bad name is permanent; the message tells no value."""
    with pytest.raises(Permanent) as caught:
        await staged(kept, Record("account", {"id": 1}), media("ok", b"x", category="account"), bad)
    assert str(caught.value).startswith("accounts: a ")
    assert SECRET not in repr(caught.value) + repr(caught.value.__cause__)
    assert leftovers(tmp_path) == []


async def test_an_undescribed_category_is_said_to_be_undescribed(kept):
    """Who keeps the record of processing learns that it is incomplete."""
    with pytest.raises(Permanent, match="the record of processing does not describe"):
        await staged(kept, Record("horoscope", {}))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/a",
        "../a",
        "a/../b",
        "a//b",
        "a\\b",
        "C:a",
        "a b",
        "é",
        "a\x00",
        ".a",
        "a.",
        "nul",
        "x/COM1.txt",
        "-rf",
        "a\n",
    ],
)
async def test_a_name_that_could_harm_who_unpacks_it_is_refused(kept, tmp_path, name):
    """Path tricks, hidden files, options and devices are no names of files."""
    with pytest.raises(Permanent, match="not safe"):
        await staged(kept, media(name, b"x"), system="recordings")
    assert leftovers(tmp_path) == []


async def test_two_files_never_share_a_name(kept):
    """Names that differ only in case are one name on some systems, and are refused."""
    with pytest.raises(Permanent, match="not the only one"):
        await staged(kept, media("a.mp4", b"x"), media("A.mp4", b"y"), system="recordings")


async def test_a_broken_stream_leaves_nothing(kept, tmp_path):
    """A transfer that breaks passes its own error on, and nothing of the attempt is left."""

    async def broken(_start: int) -> AsyncIterator[bytes]:
        yield bytes(3 << 20)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await staged(kept, Record("account", {"id": 1}), File("account", "a", broken))
    assert leftovers(tmp_path) == []


async def test_an_attempt_leaves_an_earlier_ones_files_alone(kept, tmp_path):
    """Two attempts stage apart: a late one that fails takes nothing from the one whose receipt counts."""
    receipt = await staged(kept, Record("account", {"id": 1}))
    with pytest.raises(Permanent):
        await staged(kept, Record("account", {"id": 2}), Record("horoscope", {}))
    assert table(kept, receipt, "accounts/account.json") == [{"id": 1}]
    assert len(leftovers(tmp_path)) == len(receipt.files)


def versioned(name: str, size: int, asked: list, breaks_at: int | None = None) -> File:
    """A file of as many bytes, with a version; it notes from where on it is asked for."""

    async def stream(start: int) -> AsyncIterator[bytes]:
        asked.append((name, start))
        for at in range(start, size, 1 << 20):
            if breaks_at is not None and at >= breaks_at:
                await asyncio.sleep(1)  # what came before has reached the disk
                raise ConnectionError
            yield (name[:1].encode() * (1 << 20))[: size - at]

    return File("image and voice", name, stream, f"version of {name}")


async def test_a_broken_transfer_goes_on_at_the_part(kept):
    """What is there whole is not asked for again, and what broke off is asked for from its last part on."""
    asked, size = [], 3 * PART + 5
    with pytest.raises(ConnectionError):
        await staged(
            kept, versioned("a.mp4", 3, asked), versioned("b.mp4", size, asked, 2 * PART + 1), system="recordings"
        )
    receipt = await staged(kept, versioned("a.mp4", 3, asked), versioned("b.mp4", size, asked), system="recordings")
    assert asked == [("a.mp4", 0), ("b.mp4", 0), ("b.mp4", PART)]
    assert [(f.size, f.parts) for f in receipt.files] == [(3, 1), (size, 4)]
    assert [kept.data(f) for f in receipt.files] == [b"aaa", b"b" * size]


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART])
async def test_a_transfer_whose_answer_was_lost_ends_as_the_first(kept, size):
    """Every part was kept, and that it was the last one was not: the next attempt comes to the same."""
    first = await staged(kept, versioned("a.mp4", size, []), system="recordings")
    (file,) = first.files
    (kept.part(file).parent / "end").unlink()
    second = await staged(kept, versioned("a.mp4", size, asked := []), system="recordings")
    assert second.files == first.files
    assert asked[0][1] <= size
    assert kept.data(file) == b"a" * size


async def test_attempts_side_by_side_come_to_the_same(kept):
    """An attempt that was given up and still transfers keeps nothing that another one has kept already."""
    both = [staged(kept, versioned("a.mp4", 2 * PART + 9, []), system="recordings") for _ in range(2)]
    one, other = await asyncio.gather(*both)
    assert one.files == other.files
    assert kept.data(one.files[0]) == b"a" * (2 * PART + 9)
