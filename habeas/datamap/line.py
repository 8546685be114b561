"""How each suggestion is written in a draft: as YAML that a person reads and edits."""

import json
import re
from collections.abc import Iterator, Mapping

from habeas.document import OPEN
from habeas.domain.record.table import Over

from . import name as names
from .question import ASKED, WHY, WHY_A_HASH
from .schema import Kind, Schema, SchemaTable
from .suggestion import Suggested, customer_key, method, title_of

_PLAIN = re.compile(r"[A-Za-z_]\w*( \w+)*", re.ASCII)
_TAKEN = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", OPEN.lower()}


def category_lines(name: str) -> Iterator[str]:
    """A category that is described nowhere yet: every key of it is a question."""
    yield f"- name: {word(name)}"
    for key, question in ASKED.items():
        yield f"  {key}: {OPEN}  # {question}"


def controller_lines(schema: Schema, found: dict[str, Suggested]) -> Iterator[str]:
    """The table of customers whose data it is, where one looks so."""
    places = [_named_in(schema, one) for one in found.values() if one.controller]
    keys = [key for place in places if (key := customer_key(schema, place, found))]
    if not keys:
        return
    name, there = keys[0].table, schema.tables[keys[0].table]
    yield "# by its name this is a table of customers whose data it is: is it?"
    yield "controllers:"
    yield f"  table: {word(name)}"
    yield f"  key: {word(keys[0].referred[0])}"
    yield f"  name: {word(title_of(there) or OPEN)}"
    if address := next((c for c in there.columns if names.tells("address", c)), None):
        yield f"  address: {word(address)}"


def _named_in(schema: Schema, one: Suggested) -> SchemaTable:
    """The table in which a customer is named: its own, or the one between."""
    return schema.tables[one.controller.table] if isinstance(one.controller, Over) else one.there


def table_lines(system: str, name: str, one: Suggested) -> Iterator[str]:
    """What a table seems to be, down to its columns."""
    rows = "" if one.there.rows is None else f"  # about {one.there.rows} rows"
    yield f"{word(name)}:{rows}"
    yield f"  category: {word(names.slug(name))}"
    yield f"  key: [{', '.join(map(word, one.there.key))}]"
    yield from _person(system, name, one)
    yield from _ties(one)
    yield from _controller(one)
    yield from _rows(one)
    if dated := _dated(one):
        yield f"  dated: {word(dated)}  # from here retention counts, where a law keeps the row"
    if held := [c for c, what in one.there.columns.items() if what.kind is Kind.FLAG and names.tells("flag", c)]:
        yield f"  held: {{{word(held[0])}: false}}  # takes the row out of use while an erasure is prepared"
    yield "  columns:"


def _person(system: str, name: str, one: Suggested) -> Iterator[str]:
    if not one.found_by:
        return
    yield "  person:  # each row is a person"
    yield f"    pin: {re.sub(r'[^a-z]+', '_', f'{system}_{names.singular(name)}')}"
    yield "    found_by:"
    lacks = "" if one.there.has_index(one.found_by[:1]) else _no_index(one.found_by[:1])
    yield f"      email: {{column: {word(one.found_by[0])}, ignores_case: true}}{lacks}"
    for more in one.found_by[1:]:
        yield f"      # {word(more)} looks like an address too: a second kind of identifier, or somebody else's?"


def _ties(one: Suggested) -> Iterator[str]:
    if one.ties:
        yield "  ties:"
    for tie in one.ties:
        said = "" if tie.is_declared else "  # by its name: no foreign key says so"
        said += "" if one.there.has_index(tie.by) else _no_index(tuple(tie.by))
        yield f"    - {{table: {word(tie.table)}, by: {{{_pairs(tie.by)}}}}}{said}"
    for key in one.others:
        yield f"  # {', '.join(key.columns)} refers to {key.table}: is a row also theirs? Then it is a tie too"


def _controller(one: Suggested) -> Iterator[str]:
    match one.controller:
        case Over() as over:
            way = f"{{table: {word(over.table)}, by: {{{_pairs(over.by)}}}, column: {word(over.column)}}}"
            yield f"  controller: {way}  # whose data it is, is named there"
        case str() as column:
            yield f"  controller: {word(column)}"


def _pairs(by: Mapping[str, str]) -> str:
    return ", ".join(f"{word(own)}: {word(theirs)}" for own, theirs in by.items())


def _rows(one: Suggested) -> Iterator[str]:
    if one.must_stay:
        yield "  rows: empty  # rows that stay refer to these: they cannot go, and are emptied"
    if one.unlinks:
        yield f"  unlinks: [{', '.join(map(word, one.unlinks))}]  # tables refer to each other in a circle"


def _dated(one: Suggested) -> str | None:
    dates = [c for c, what in one.there.columns.items() if what.kind in (Kind.DAY, Kind.MOMENT)]
    dates = [c for c in dates if not names.tells("person", c)]  # a day of birth says nothing of the row
    return next((c for c in dates if names.tells("born", c)), None) or next(iter(dates), None)


def column_line(name: str, one: Suggested) -> str:
    """One column, on one line."""
    structure = {*one.there.key, *one.naming, *(own for tie in one.ties for own in tie.by)}
    if name in structure:
        return f"{word(name)}:"
    said, asked = dict(_said(name, one)), ""
    if said.get("emptied") == OPEN:
        asked = "  # no method fits its type and length: what can it be made, or is it not personal?"
    inside = ", ".join(f"{key}: {value}" for key, value in said.items())
    return f"{word(name)}: {{{inside}}}{asked}" if inside else f"{word(name)}:"


def _said(name: str, one: Suggested) -> Iterator[tuple[str, str]]:
    if names.tells("technical", name):
        yield "category", "technical"
    if names.tells("secret", name) and one.there.columns[name].kind in (Kind.TEXT, Kind.BYTES, Kind.OTHER):
        yield "secret", json.dumps(WHY_A_HASH if "pass" in name.lower() else WHY)
    if name == _dated(one):  # without it nobody could tell until when a law keeps the row
        yield from [("is_personal", "false")] if one.must_stay else []
    elif how := method(name, one.there):
        yield "emptied", how.value
    elif one.must_stay:
        yield "emptied", OPEN


def without_line(name: str, schema: Schema) -> str:
    """A table in which nothing of people was seen."""
    table = schema.tables[name]
    sound = [c for c in table.columns if any(names.tells(what, c) for what in ("person", "address", "technical"))]
    hint = f"; {', '.join(sound[:4])} sound as if it did" if sound else ""
    hint += "" if table.key else "; it has no primary key, so that no row of it can be pinned"
    return f"{word(name)}: {OPEN}  # why does it hold nothing of people? No address and no tie was found{hint}"


def _no_index(columns: tuple[str, ...]) -> str:
    return f"  # warning: no index on {', '.join(columns)}"


def word(text: str) -> str:
    """A name as YAML reads it back."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _TAKEN else json.dumps(text, ensure_ascii=False)
