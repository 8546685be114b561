"""Databases made up by chance, with their records: people of one or two tables, and what is tied to them anyhow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st
from plain_reader import Link, Row
from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, MetaData, String, Table

from habeas.domain.processing import RetentionRule

TODAY = date(2026, 3, 2)
MAILS = ("a@x.org", "A@X.org", "b@x.org", "B@x.org", "ab@x.org", "c@x.org")
RULE = RetentionRule(ground="the books", months=12)
LETTERS = "abcd"
Pick = Callable[[Sequence[object]], object]
"""Chooses one of several for a row."""
METHODS = ("null", "empty", "erased", "unique")
CROWD = 200
MANY_MAILS = tuple(written for n in range(CROWD // 2) for written in (f"p{n}@x.org", f"P{n}@X.org"))


@dataclass
class Made:
    """A database: its tables, its record as it would be in a file, its rows in an order in which they can come."""

    metadata: MetaData = field(default_factory=MetaData)
    tables: dict[str, dict[str, object]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    later: tuple[str, ...] = ()  # columns of pa that refer to rows which come after its own
    links: list[Link] = field(default_factory=list)
    rules: dict[str, RetentionRule] = field(default_factory=dict)
    mails: Sequence[str] = MAILS
    beside: dict[str, list[Row]] = field(default_factory=dict)  # of tables that are nobody's

    @property
    def categories(self) -> set[str]:
        return {c for t in self.tables.values() for c in (t["category"], *_named(t))}

    @property
    def addresses(self) -> list[str]:
        """Those of the people who are there."""
        written = {
            row["mail"] or "" for name in self.rows if self.tables[name].get("person") for row in self.rows[name]
        }
        return sorted({part.strip() for text in written for part in text.split(";")} - {""})


def _named(table: dict[str, object]) -> list[str]:
    return [c["category"] for c in table["columns"].values() if c and "category" in c]


@st.composite
def databases(draw: st.DrawFn) -> Made:
    """Any such database, with a few people, and a few rows in each table."""
    return _made(draw, Made(), lambda pool: draw(st.sampled_from(pool)), st.integers(1, 5), st.integers(0, 7))


@st.composite
def crowds(draw: st.DrawFn) -> Made:
    """The same with two hundred people; their rows are by chance alone, for it would be too much to draw."""
    chance = Random(draw(st.integers(0, 2**32)))
    return _made(draw, Made(mails=MANY_MAILS), chance.choice, st.just(CROWD), st.integers(0, CROWD))


def _made(
    draw: st.DrawFn, made: Made, pick: Pick, people: st.SearchStrategy[int], rows: st.SearchStrategy[int]
) -> Made:
    for number in range(draw(st.integers(1, 2))):
        _Drawn(made, draw, pick, f"p{LETTERS[number]}").people(draw(people))
    for number in range(draw(st.integers(1, 4))):
        _Drawn(made, draw, pick, f"t{LETTERS[number]}").rows(draw(rows))
    if draw(st.booleans()):
        _favourite(made, pick)
    _keep_some(made, draw)
    return made


@dataclass
class _Drawn:
    """One table: its columns, what the record says of each, and how its values come about."""

    made: Made
    draw: st.DrawFn
    pick: Pick
    name: str
    columns: dict[str, object] = field(default_factory=dict)
    types: dict[str, object] = field(default_factory=dict)
    pools: dict[str, list[object]] = field(default_factory=dict)
    ties: list[dict[str, object]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    said: dict[str, object] = field(default_factory=dict)

    def people(self, count: int) -> None:
        separator = ";" if self.draw(st.booleans()) else None
        mails = self.made.mails
        written = [None, *mails, *([f"{a}; {b}" for a, b in zip(mails, mails[2:], strict=False)] if separator else [])]
        found = {"column": "mail", "ignores_case": True, "separator": separator}
        self.said["person"] = {"pin": f"{self.name}_id", "found_by": {"email": found}}
        if self.name != "pa" and self.draw(st.booleans()):
            self._tie(0)
        self._column("mail", String(80), written, self._method("mail"))
        self._finish("account", count)

    def rows(self, count: int) -> None:
        for number in range(self.draw(st.integers(1, 2))):
            self._tie(number)
        self._finish(self.draw(st.sampled_from(["order", "note", "account"])), count)

    def _finish(self, category: str, count: int) -> None:
        stays = self._rarely(4)
        extra = self.draw(st.sampled_from([None, "extra", "order"]))
        values = [None, "", "[erased]", "v", "w"]
        self._column("a", String(80), values, self._method("a"))
        if extra:
            self._column("b", String(80), values, self._method("b"), extra)
        if self.draw(st.booleans()):
            self._column("friend", String(80), values, None, is_others=True)
        if self.draw(st.booleans()):
            self._column("hash", String(80), values, self._method("hash"), secret="it opens doors")
        if self._rarely(3):
            self._column("tenant", Integer(), [None, 1, 2], None)
            self.said["controller"] = "tenant"
        elif self._rarely(4):
            self._meeting()
        if self.draw(st.booleans()):
            days = [None, *(TODAY - timedelta(days=n) for n in (0, 300, 364, 365, 366, 500))]
            self._column("at", Date(), days, None, is_personal=False)
            self.said["dated"] = "at"
        elif dated := [t for t in self.ties if "at" in self.made.tables[t["table"]]["columns"]]:
            self.said["dated"] = f"{dated[0]['table']}.at"
        if self._rarely(10):
            self._column("club", Integer(), [None, 1, 2], None, is_personal=False)
            self._column("role", String(80), ["owner", "owner", "guest"], None, is_personal=False)
            self.said["needed"] = {"by": "club", "among": {"role": "owner"}}
        if stays:
            self._empty_all()
        self._write(category, count, stays)

    def _meeting(self) -> None:
        """Of whom a row is stands in another table, which has no such row for each."""
        self._column("meeting", Integer(), [None, 1, 2, 3, 9], None)
        self.said["controller"] = {"table": "meeting", "by": {"meeting": "id"}, "column": "tenant"}
        if "meeting" not in self.made.beside:
            key = Column("id", Integer, primary_key=True, autoincrement=False)
            Table("meeting", self.made.metadata, key, Column("tenant", Integer))
            self.made.beside["meeting"] = [{"id": n, "tenant": n if n < 3 else None} for n in (1, 2, 3)]

    def _empty_all(self) -> None:
        for name, column in self.columns.items():
            if name in ("a", "b", "mail", "hash") and "emptied" not in column:
                column["emptied"] = "erased"
        tied = [column for tie in self.ties for column in tie["by"]]
        if tied and self.draw(st.booleans()):
            for column in tied:
                self.columns[column]["emptied"] = "null"

    def _rarely(self, of: int) -> bool:
        """Once in so many times; never in the smallest example."""
        return self.draw(st.integers(1, of)) == of

    def _method(self, name: str) -> str | None:
        return self.draw(st.sampled_from([None, *METHODS]), label=f"{self.name}.{name}")

    def _column(self, name: str, type_: object, pool: list[object], emptied: str | None, category=None, **more) -> None:
        said = {**more, **({"emptied": emptied} if emptied else {}), **({"category": category} if category else {})}
        self.columns[name], self.types[name], self.pools[name] = said, type_, pool

    def _tie(self, number: int) -> None:
        """To a key, or to another column, of a table that is there; to one that is there only, or to anything."""
        target = self.draw(st.sampled_from([*self.made.tables]))
        table, rows = self.made.tables[target], self.made.rows[target]
        others = [c for c in ("mail", "a") if c in table["columns"]]
        by_key = self.draw(st.integers(0, 3)) > 0
        theirs = table["key"] if by_key else [self.draw(st.sampled_from(others))]
        own = [f"to_{number}_{column}" for column in theirs]
        if not by_key and table["columns"][theirs[0]].get("emptied") in METHODS:
            table["columns"][theirs[0]]["emptied"] = self.draw(st.sampled_from(["null", "unique"]))
        is_link = by_key and self.draw(st.booleans())
        known = [tuple(row[c] for c in theirs) for row in rows]
        beside = [] if is_link else [tuple(99 if by_key else "a@x.org" for _ in theirs)]
        pool = [tuple(None for _ in theirs), *known, *known, *beside]
        for column, their in zip(own, theirs, strict=True):
            self._column(column, self.made.metadata.tables[target].columns[their].type, [], None)
        self.pools[f"tie {number}"] = pool
        self.ties.append({"table": target, "by": dict(zip(own, theirs, strict=True))})
        if is_link:
            self.links.append(Link(self.name, tuple(own), target, tuple(theirs)))

    def _write(self, category: str, count: int, stays: bool) -> None:
        key = ["k"] if self.draw(st.booleans()) else ["k", "l"]
        numbers = [(n,) if len(key) == 1 else (n // 2 + 1, n % 2) for n in range(1, count + 1)]
        table = [Column(part, Integer, primary_key=True, autoincrement=False) for part in key]
        table += [Column(name, type_) for name, type_ in self.types.items()]
        fixed = [ForeignKeyConstraint(x.columns, [f"{x.referred}.{c}" for c in x.referred_columns]) for x in self.links]
        Table(self.name, self.made.metadata, *table, *fixed)
        self.made.rows[self.name] = [self._row(dict(zip(key, number, strict=True))) for number in numbers]
        self.made.links += self.links
        columns = {**{part: {} for part in key}, **self.columns}
        rows = {"rows": "empty"} if stays else {}
        self.made.tables[self.name] = {
            **{"category": category, "key": key, "ties": self.ties, "columns": columns},
            **rows,
            **self.said,
        }

    def _row(self, row: Row) -> Row:
        for name, pool in self.pools.items():
            if name.startswith("tie "):
                tie = self.ties[int(name.removeprefix("tie "))]
                row.update(zip(tie["by"], self.pick(pool), strict=True))
            elif pool:
                row[name] = self.pick(pool)
        return {**row}


def _favourite(made: Made, pick: Pick) -> None:
    """A circle: people refer to a row of what refers to them."""
    key = made.tables["ta"]["key"]
    table, own = made.metadata.tables["pa"], [f"favourite_{part}" for part in key]
    for column in own:
        table.append_column(Column(column, Integer))
        made.tables["pa"]["columns"][column] = {"is_personal": False}
    table.append_constraint(ForeignKeyConstraint(own, [f"ta.{part}" for part in key]))
    made.tables["pa"]["unlinks"] = own
    made.links.append(Link("pa", tuple(own), "ta", tuple(key)))
    made.later = tuple(own)
    known = [dict.fromkeys(own), *({o: row[p] for o, p in zip(own, key, strict=True)} for row in made.rows["ta"])]
    for row in made.rows["pa"]:
        row.update(pick(known))


def _keep_some(made: Made, draw: st.DrawFn) -> None:
    """A law keeps one category, if all of its rows can bear a date."""
    undated = {c for t in made.tables.values() if "dated" not in t for c in (t["category"], *_named(t))}
    for category in sorted(made.categories - undated):
        if draw(st.booleans()):
            made.rules[category] = RULE
