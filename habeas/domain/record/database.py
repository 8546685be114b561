"""The record of one database: its tables, how they are tied to people, and the order in which rows can go."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Self

from pydantic import Field, model_validator

from habeas.domain.identifier import CUSTOMER
from habeas.domain.model import Strict
from habeas.domain.right import Right

from .anonymised import Method
from .table import Table, Tie


class Controllers(Strict):
    """The table of the customers whose data it is: how they are named and written to, and what they have instructed.

    `instruction`: the column with who recorded a standing instruction to erase, if the platform has one.
    """

    table: str
    key: str
    name: str
    address: str | None = None
    instruction: str | None = None


class Database(Strict):
    """One database as a system.

    `needs` are the systems whose identifiers find people here. `without` are the tables that hold nothing of people,
    each with the reason. `elsewhere` are those that another system has, in the same database, or the code of this one
    beside its record. A table that is nowhere is a mistake.
    """

    system: str = Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")
    needs: tuple[str, ...] = ()
    controllers: Controllers | None = None
    tables: dict[str, Table] = Field(min_length=1)
    without: dict[str, str] = Field(default_factory=dict)
    elsewhere: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if complaints := [*self._complaints()]:
            raise ValueError("; ".join(complaints))
        return self

    def _complaints(self) -> Iterator[str]:
        if not any(table.person for table in self.tables.values()):
            yield "tables: in none of them are the rows people (`person`): nobody could be found"
        for name, table in self.tables.items():
            for problem in self._loose(table):
                yield f"tables.{name}.{problem}"
        yield from self._misplaced()
        for name, table in self.tables.items():
            yield from (f"tables.{name}.{problem}" for problem in self._unnamed(table))
        try:
            self._sorted()
        except CycleError as circle:
            yield f"tables: their ties go round in a circle: {' -> '.join(circle.args[1])}"

    def _misplaced(self) -> Iterator[str]:
        for name in sorted(self.tables.keys() & self.without.keys()):
            yield f"without.{name}: is also among the tables"
        for name in sorted(self.elsewhere.keys() & {*self.tables, *self.without}):
            yield f"elsewhere.{name}: is also among the tables, or under `without`"

    def _unnamed(self, table: Table) -> Iterator[str]:
        """Where a customer would be found, or told of, in no table that is known."""
        if table.over and table.over.table not in {*self.without, *self.elsewhere}:
            yield f"controller: there is no table {table.over.table} under `without` or `elsewhere`"
        customers = {self.controllers.table} if self.controllers and table.naming else set()
        told = customers | ({table.over.table} if table.over else set())
        for place in table.shows.values():
            if place.count(".") != 1 or place.split(".")[0] not in told:
                yield f"shows: {place} is no column of where its customer is named"

    def _loose(self, table: Table) -> Iterator[str]:
        for tie in table.ties:
            target = self.tables.get(tie.table)
            if target is None:
                yield f"ties: there is no table {tie.table} among the tables"
            elif missing := [column for column in tie.by.values() if column not in target.columns]:
                yield f"ties: {tie.table} has no column {missing[0]} among its columns"
            else:
                yield from self._alike(table, tie, target)
                yield from self._untied(table, tie)
        if table.dated and "." in table.dated:
            other, column = table.dated.split(".", 1)
            target = self.tables.get(other) if other in {tie.table for tie in table.ties} else None
            if target is None or column not in target.columns:
                yield f"dated: {table.dated} is no column of a table that it is tied to"
            elif target.columns[column].emptied:
                yield f"dated: {table.dated} is emptied, and nobody could tell any more what a law keeps"

    def _untied(self, table: Table, tie: Tie) -> Iterator[str]:
        """A row that is added says by its tie whose it is, and by nothing else."""
        for right, stop in table.each_stop():
            if stop.adds and not self.is_straight(tie):
                yield f"stopped.{right}: a row is added where the tie is to the key of a table of people"

    @staticmethod
    def _alike(table: Table, tie: Tie, target: Table) -> Iterator[str]:
        """Once a value by which rows are tied is the same for everybody, they are tied to everybody."""
        for at, ends in ((table, tie.by.keys()), (target, tie.by.values())):
            for column in ends:
                if at.columns[column].emptied not in (None, Method.NULL, Method.UNIQUE):
                    yield f"ties: rows are tied by {column}, which can only be emptied by null or unique"

    def _sorted(self) -> list[str]:
        sorter = TopologicalSorter({name: {t.table for t in table.ties} for name, table in self.tables.items()})
        return [name for name in sorter.static_order() if name in self.tables]

    def is_straight(self, tie: Tie) -> bool:
        """Whether a tie goes to the key by which a person is pinned: it is followed also when that row has gone."""
        target = self.tables[tie.table]
        return target.person is not None and set(tie.by.values()) == set(target.key)

    def is_named_by(self, name: str) -> bool:
        """Whether rows of a table name a customer, or hang on rows that do."""
        table = self.tables[name]
        return table.controller is not None or any(self.is_named_by(tie.table) for tie in table.ties)

    def has(self, name: str) -> bool:
        """Whether a table of the database is this system's, or is known to it as nobody's."""
        return name in self.tables or name in self.without or self.is_beside(name)

    def is_beside(self, name: str) -> bool:
        """Whether the system has a table by code of its own: what refers from there is looked after there."""
        return self.elsewhere.get(name) == self.system

    @property
    def beside(self) -> dict[str, tuple[str, ...]]:
        """The tables that are nobody's and by which the customers are known, with the columns that this takes."""
        found: dict[str, dict[str, None]] = {}
        if (of := self.controllers) is not None:
            found[of.table] = dict.fromkeys(c for c in (of.key, of.name, of.address, of.instruction) if c)
        for table in self.tables.values():
            if over := table.over:
                found.setdefault(over.table, {}).update(dict.fromkeys((*over.by.values(), over.column)))
            for other, column in (place.split(".") for place in table.shows.values()):
                found.setdefault(other, {})[column] = None
        return {name: tuple(columns) for name, columns in found.items()}

    @property
    def outward(self) -> tuple[str, ...]:
        """The names of the tables, those first that others are tied to."""
        return tuple(self._sorted())

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category that the tables hold."""
        return tuple(dict.fromkeys(c for table in self.tables.values() for c in table.categories))

    @property
    def stops(self) -> tuple[Right, ...]:
        """The rights that act at once by which something stops here."""
        named = {right for table in self.tables.values() for right in table.stopped}
        return tuple(right for right in Right if right in named)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of identifiers by which people are found here."""
        people = [table.person for table in self.tables.values() if table.person]
        kinds = (kind for person in people for kind in (*person.found_by, person.pin))
        of_customers = any(table.person and table.naming for table in self.tables.values())
        return tuple(dict.fromkeys((*kinds, *((CUSTOMER,) if of_customers else ()))))
