"""What a record might say of a schema, as far as a machine can guess: who are people, and what hangs on them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from habeas.domain.record.anonymised import Method
from habeas.domain.record.table import Over, naming

from . import name as names
from .schema import ForeignKey, Kind, Schema, SchemaColumn, SchemaTable

LETS_GO = {"SET NULL", "SET DEFAULT"}
"""What a database does with a foreign key so that nothing keeps a row from being deleted."""

LONGEST_RESULT = 47
"""The characters of what Method.UNIQUE writes."""
_ERASED = 8


@dataclass(frozen=True)
class Tied:
    """A tie to suggest: the table, the columns, and whether a foreign key says so or the column's name alone."""

    table: str
    by: dict[str, str]
    is_declared: bool = True


@dataclass
class Suggested:
    """One table that seems to hold something of people."""

    there: SchemaTable
    found_by: tuple[str, ...] = ()
    ties: tuple[Tied, ...] = ()
    unlinks: tuple[str, ...] = ()
    others: tuple[ForeignKey, ...] = ()
    controller: str | Over | None = None
    must_stay: bool = False
    columns: tuple[str, ...] = field(default=())

    @property
    def naming(self) -> tuple[str, ...]:
        """The columns that name a customer, or that lead to where it is named."""
        return naming(self.controller)


def suggest(schema: Schema, addresses: dict[str, tuple[str, ...]]) -> dict[str, Suggested]:
    """The tables that hold something of people, those first that others are tied to.

    `addresses` are the columns in which a sample found mostly e-mail addresses.
    """
    people = {n: f for n, t in schema.tables.items() if (f := _found_by(n, t, addresses.get(n, ())))}
    found = {n: Suggested(schema.tables[n], found_by=f) for n, f in people.items()}
    while more := dict(_next(schema, found)):
        found |= more
    for name, one in found.items():
        one.controller = _controller(schema, one, found)
        tied = {tuple(tie.by) for tie in one.ties}
        one.others = tuple(k for k in one.there.foreign_keys if k.table in found and k.columns not in tied)
        one.unlinks = tuple(c for key in one.others if _is_circle(key, name, found) for c in _nullable(key, one.there))
    for one in found.values():
        for key in one.others:
            found[key.table].must_stay |= not set(key.columns) <= set(one.unlinks)
    _let_stay(schema, found)
    return found


def _let_stay(schema: Schema, found: dict[str, Suggested]) -> None:
    """What rows that stay refer to stays too: rows of tables that are nobody's, and of those that stay themselves."""
    referring = [(n, k.table) for n, k in schema.references() if k.table in found and k.on_delete not in LETS_GO]
    while new := {to for n, to in referring if not found[to].must_stay and (n not in found or found[n].must_stay)}:
        for name in new:
            found[name].must_stay = True


def _found_by(name: str, table: SchemaTable, sampled: tuple[str, ...]) -> tuple[str, ...]:
    """The columns with addresses, where rows have a key by which to be pinned and are not a customer's."""
    texts = [n for n, c in table.columns.items() if c.kind is Kind.TEXT]
    found = tuple(n for n in texts if names.tells("address", n) or n in sampled)
    is_plain = bool(table.key) and not any(set(key.columns) <= set(table.key) for key in table.foreign_keys)
    return found if is_plain and not names.tells("controller", names.singular(name)) else ()


def _next(schema: Schema, found: dict[str, Suggested]) -> Iterator[tuple[str, Suggested]]:
    for name, table in schema.tables.items():
        if name in found or not table.key or names.tells("controller", names.singular(name)):
            continue
        declared = [Tied(k.table, dict(zip(k.columns, k.referred, strict=True))) for k in table.foreign_keys]
        ties = [tie for tie in declared if tie.table in found]
        referring = {column for key in table.foreign_keys for column in key.columns}
        ties += [t for c in table.columns if c not in referring for t in _by_name(c, table.columns[c], found)]
        if ties:
            yield name, Suggested(table, ties=tuple(ties))


def _by_name(column: str, what: SchemaColumn, found: dict[str, Suggested]) -> Iterator[Tied]:
    for name, one in found.items():
        if len(one.there.key) == 1 and names.leads_to(column, name):
            (key,) = one.there.key
            if one.there.columns[key].kind is what.kind:
                yield Tied(name, {column: key}, is_declared=False)


def _controller(schema: Schema, one: Suggested, found: dict[str, Suggested]) -> str | Over | None:
    """The column that refers to a customer; else that of the one table between, which is nobody's."""
    if key := customer_key(schema, one.there, found):
        return key.columns[0]
    for key in one.there.foreign_keys:
        between = schema.tables.get(key.table) if key.table not in found else None
        if between and (further := customer_key(schema, between, found)):
            by = dict(zip(key.columns, key.referred, strict=True))
            return Over(table=key.table, by=by, column=further.columns[0])
    return None


def customer_key(schema: Schema, table: SchemaTable, found: Collection[str]) -> ForeignKey | None:
    """The foreign key of a table to customers whose data it is, as far as their name tells."""
    for key in table.foreign_keys:
        is_free = len(key.columns) == 1 and key.table in schema.tables and key.table not in found
        if is_free and names.tells("controller", names.singular(key.table)) and title_of(schema.tables[key.table]):
            return key
    return None


def title_of(table: SchemaTable) -> str | None:
    """The column by which people call a row, where there is one."""
    texts = (name for name, column in table.columns.items() if column.kind is Kind.TEXT)
    return next((name for name in texts if names.spaced(name).split()[-1:] in (["name"], ["title"])), None)


def _is_circle(key: ForeignKey, name: str, found: dict[str, Suggested]) -> bool:
    """Whether the table that a foreign key refers to hangs on the table it is in."""
    if key.table == name:
        return True
    return any(tie.table == name or _is_circle_by(tie, name, found) for tie in found[key.table].ties)


def _is_circle_by(tie: Tied, name: str, found: dict[str, Suggested]) -> bool:
    return any(upper.table == name or _is_circle_by(upper, name, found) for upper in found[tie.table].ties)


def _nullable(key: ForeignKey, table: SchemaTable) -> tuple[str, ...]:
    can = all(table.columns[column].is_nullable for column in key.columns)
    return key.columns if can else ()


def method(name: str, table: SchemaTable) -> Method | None:
    """How a column can be emptied where its row stays; None where no method fits."""
    column = table.columns[name]
    is_distinct = any(name in unique for unique in table.uniques)
    if column.is_nullable:
        return Method.NULL
    if table.refers(name):
        return None
    if is_distinct:
        return Method.UNIQUE if fits(Method.UNIQUE, column) else None
    order = (Method.ERASED, Method.EMPTY, Method.ZERO, Method.FIRST_DAY)
    return next((m for m in order if fits(m, column)), None)


def fits(method: Method, column: SchemaColumn) -> bool:
    """Whether a column can take what a method writes."""
    match method:
        case Method.NULL:
            return column.is_nullable
        case Method.ZERO:
            return column.kind is Kind.NUMBER
        case Method.FIRST_DAY:
            return column.kind in (Kind.DAY, Kind.MOMENT)
        case _:
            needed = {Method.UNIQUE: LONGEST_RESULT, Method.ERASED: _ERASED}.get(method, 0)
            return column.kind is Kind.TEXT and (column.length is None or column.length >= needed)
