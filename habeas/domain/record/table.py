"""What the record says of one table: whose its rows are, and what becomes of them."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, field_validator, model_validator

from habeas.domain.model import Strict
from habeas.domain.right import Right

from .column import Column, Sought
from .stop import Stop


class Rows(StrEnum):
    """What an erasure does with the rows of a table."""

    DELETE = "delete"
    EMPTY = "empty"  # the row stays, for others refer to it or the books need it; its personal columns are emptied


class Person(Strict):
    """Each row of the table is a person: by which identifiers they are found, and which of those pins the row.

    `pin` is the kind of identifier that the primary key is; a key of several columns is written as JSON.
    """

    pin: str = Field(pattern=r"^[a-z][a-z_]*$")
    found_by: dict[str, Sought] = Field(default_factory=dict)


class Tie(Strict):
    """Rows belong to whom the rows of another table belong to: the columns of this one, and those they equal there."""

    table: str
    by: dict[str, str] = Field(min_length=1)


class Over(Tie):
    """The customer whose data a row is stands in the row of another table, which is nobody's: in its column.

    As `{table: event, by: {event_id: id}, column: customer_id}`: what arises in an event is its organiser's.
    """

    column: str


_Controller = Annotated[
    Annotated[str, Tag("column")] | Annotated[Over, Tag("over")],
    Discriminator(lambda given: "over" if isinstance(given, dict | Over) else "column"),
]


class Needed(Strict):
    """Something else needs one of these rows: of those `among` which it is the last, somebody must decide (P-17).

    As `{by: workspace_id, among: {role: owner}}`: the last owner of a workspace.
    """

    by: str
    among: dict[str, bool | int | str] = Field(default_factory=dict)


def naming(controller: str | Over | None) -> tuple[str, ...]:
    """The columns of a table that name a customer, or that lead to where it is named."""
    match controller:
        case None:
            return ()
        case Over() as over:
            return tuple(over.by)
        case column:
            return (column,)


class Table(Strict):
    """One table that holds something of people.

    `category` is that of its rows; `key` its primary key. A row is somebody's where it is the person's own (`person`)
    or tied to what is theirs (`ties`); where ties lead to several people it is shared. `controller` is the column that
    names the customer whose data it is, or the way over one other table, where it is a customer's; else it is as in the
    table it is tied to first, or the company's. `dated` is the column from which retention counts, or `table.column` of
    a tied table. `held` are the values that take a row out of use; a release restores them. `unlinks` are columns that
    may be made null before rows are deleted, where tables refer to each other in a circle. In a copy `kind` says what a
    row is, where a category has rows of several tables, and `shows` adds by name what nobody knows by a number:
    `table.column`, of the table over which the customer is found, or of the customers.
    `stopped` is what an `objection` to marketing, or a `withdrawal` of consent, writes here; where each says several
    things, a list of them.
    """

    category: str
    key: tuple[str, ...] = Field(min_length=1)
    person: Person | None = None
    ties: tuple[Tie, ...] = ()
    controller: _Controller | None = None
    rows: Rows = Rows.DELETE
    dated: str | None = None
    held: dict[str, bool | int | str | None] = Field(default_factory=dict)
    unlinks: tuple[str, ...] = ()
    needed: Needed | None = None
    kind: str | None = None
    shows: dict[str, str] = Field(default_factory=dict)
    stopped: dict[Right, tuple[Stop, ...]] = Field(default_factory=dict)
    columns: dict[str, Column]

    @field_validator("stopped", mode="before")
    @classmethod
    def _one_alone(cls, given: object) -> object:
        """One thing that stops may stand without a list around it."""
        if not isinstance(given, dict):
            return given
        return {right: [said] if isinstance(said, dict) else said for right, said in given.items()}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if complaints := [*self._complaints()]:
            raise ValueError("; ".join(complaints))
        return self

    def _complaints(self) -> Iterator[str]:
        if self.person is None and not self.ties:
            yield "nobody's: it needs `person` or `ties`, or belongs under `without`"
        for what, name in self._named():
            if name not in self.columns:
                yield f"{what}: there is no column {name} among its columns"
        for name in sorted({*self.unlinks} & self.structure):
            yield f"unlinks: {name} says whose the row is: without it nobody would find the row again"
        yield from self._said_twice()
        yield from self._lost()
        for right, stop in self.each_stop():
            yield from (f"stopped.{right}: {what}" for what in (*stop.contradictions(right), *self._unwritable(stop)))

    def _lost(self) -> Iterator[str]:
        """What emptying a row would lose, and what it would not."""
        if self.dated in self.columns and self.columns[self.dated].emptied:
            yield f"dated: {self.dated} is emptied, and nobody could tell any more what a law keeps"
        if self.stays:
            for name, column in self.own_columns.items():
                if column.emptied is None:
                    yield f"columns.{name}.emptied: is missing: the row stays, and its value must not"

    def _unwritable(self, stop: Stop) -> Iterator[str]:
        for name in sorted({*stop.values} & self.structure):
            yield f"{name} says whose the row is"
        for name in sorted({*stop.sets} & {*self.held}):
            yield f"{name} is among `held`: the release of an erasure would give it back"
        if stop.adds and (self.person is not None or len(self.ties) != 1):
            yield "a row is added where the table has one tie, to the table of people"

    def _said_twice(self) -> Iterator[str]:
        """What a copy would add to a row under a name that it has already."""
        for name in sorted(self.shows.keys() & self.columns.keys()):
            yield f"shows: {name} is one of its columns"
        if self.kind is not None and "kind" in {*self.shows, *self.columns}:
            yield "kind: a field of its rows is called so already"

    def _named(self) -> Iterator[tuple[str, str]]:
        yield from (("key", name) for name in self.key)
        yield from (("ties", name) for tie in self.ties for name in tie.by)
        yield from (("held", name) for name in self.held)
        yield from (("unlinks", name) for name in self.unlinks)
        if self.person is not None:
            yield from (("person", sought.column) for sought in self.person.found_by.values())
        yield from (("controller", name) for name in self.naming)
        if self.dated is not None and "." not in self.dated:
            yield "dated", self.dated
        if self.needed is not None:
            yield from (("needed", name) for name in (self.needed.by, *self.needed.among))
        yield from ((f"stopped.{right}", name) for right, stop in self.each_stop() for name in stop.columns)

    def each_stop(self) -> Iterator[tuple[Right, Stop]]:
        """All that is written where something stops, with the right by which it does."""
        return ((right, stop) for right, several in self.stopped.items() for stop in several)

    @property
    def stays(self) -> bool:
        """Whether its rows stay, and are emptied."""
        return self.rows is Rows.EMPTY

    @cached_property
    def structure(self) -> frozenset[str]:
        """The columns that say which row it is and whose: its key, its ties, its controller."""
        ties = (name for tie in self.ties for name in tie.by)
        return frozenset({*self.key, *ties, *self.naming})

    @cached_property
    def naming(self) -> tuple[str, ...]:
        """The columns of its own that name the customer whose data a row is, or that lead to where it is named."""
        return naming(self.controller)

    @cached_property
    def over(self) -> Over | None:
        """The way to the customer, where it goes over another table."""
        return self.controller if isinstance(self.controller, Over) else None

    @cached_property
    def unlinked(self) -> dict[str, Column]:
        """The columns of ties that are emptied with a row that stays: from then on it is nobody's."""
        ties = {name for tie in self.ties for name in tie.by} - {*self.key}
        return {n: c for n, c in self.columns.items() if n in ties and c.emptied}

    @cached_property
    def own_columns(self) -> dict[str, Column]:
        """The columns that say something of the person whose row it is; keys and ties are not among them."""
        own = ((n, c) for n, c in self.columns.items() if n not in self.structure)
        return {n: c for n, c in own if c.is_personal and not c.is_others}

    def of_category(self, category: str) -> dict[str, Column]:
        """Those of its own columns that are of a category."""
        return {n: c for n, c in self.own_columns.items() if self.category_of(n) == category}

    def category_of(self, column: str) -> str:
        """The category of a column."""
        return self.columns[column].category or self.category

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Every category of which a row has something, its own first."""
        return tuple(dict.fromkeys((self.category, *map(self.category_of, self.own_columns))))
