"""What a record means, read slowly and plainly: every row in memory, every question by a loop.

It shares nothing with the adapter but the models of the record, and judges it: what a person has, what is handed out,
what is left.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from habeas.domain.processing import RetentionRule
from habeas.domain.record.database import Database
from habeas.domain.record.table import Table, Tie

Row = dict[str, object]
Key = tuple[object, ...]
Key_and_table = tuple[str, Key]


@dataclass(frozen=True)
class Link:
    """A foreign key: of which columns, and to which of another table."""

    table: str
    columns: tuple[str, ...]
    referred: str
    referred_columns: tuple[str, ...]


@dataclass
class PlainReader:
    """One person among the rows of a database, as they were before anything was erased."""

    record: Database
    rows: Mapping[str, list[Row]]
    links: Collection[Link]
    rules: Mapping[str, RetentionRule]
    today: date
    address: str
    beside: Mapping[str, list[Row]] = field(default_factory=dict)
    pins: dict[str, set[Key]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.record.outward:
            if (person := self.about(name).person) is not None:
                sought = person.found_by["email"]
                bearing = [r for r in self.rows[name] if self._bears(r[sought.column], sought.separator)]
                tied = [r for r in self.rows[name] if self._is_tied(name, r)]
                self.pins[name] = {self.key(name, r) for r in (*bearing, *tied)}

    def _bears(self, value: object, separator: str | None) -> bool:
        texts = [] if value is None else str(value).split(separator) if separator else [str(value)]
        return self.address.casefold() in [text.strip().casefold() for text in texts]

    def about(self, name: str) -> Table:
        return self.record.tables[name]

    def key(self, name: str, row: Row) -> Key:
        return tuple(row[part] for part in self.about(name).key)

    # whose

    def is_mine(self, name: str, row: Row) -> bool:
        if self.about(name).person:
            return self.key(name, row) in self.pins[name]
        return self._is_tied(name, row)

    def _is_tied(self, name: str, row: Row) -> bool:
        return any(self._leads_here(tie, row) for tie in self.about(name).ties)

    def _leads_here(self, tie: Tie, row: Row) -> bool:
        if self._goes_to_a_pin(tie):
            return self._pin(tie, row) in self.pins.get(tie.table, set())
        return any(self.is_mine(tie.table, target) for target in self._ends(tie, row))

    def _goes_to_a_pin(self, tie: Tie) -> bool:
        target = self.about(tie.table)
        return target.person is not None and sorted(tie.by.values()) == sorted(target.key)

    def _pin(self, tie: Tie, row: Row) -> Key:
        own = {theirs: row[column] for column, theirs in tie.by.items()}
        return tuple(own[part] for part in self.about(tie.table).key)

    def _ends(self, tie: Tie, row: Row) -> list[Row]:
        """The rows that a tie leads to; null leads nowhere."""
        return [
            target
            for target in self.rows[tie.table]
            if all(row[a] is not None and row[a] == target[b] for a, b in tie.by.items())
        ]

    def leads_away(self, name: str, row: Row) -> bool:
        """Whether a row is tied to somebody else."""
        for tie in self.about(name).ties:
            if self._goes_to_a_pin(tie):
                pin = self._pin(tie, row)
                if None not in pin and pin not in self.pins.get(tie.table, set()):
                    return True
            elif any(self.is_anothers(tie.table, target) for target in self._ends(tie, row)):
                return True
        return False

    def is_anothers(self, name: str, row: Row) -> bool:
        is_somebody_else = self.about(name).person is not None and not self.is_mine(name, row)
        return is_somebody_else or self.leads_away(name, row)

    def controller(self, name: str, row: Row) -> str | None:
        about = self.about(name)
        if (own := self._named(about, row)) is not None:
            return str(own)
        for tie in about.ties:
            named = [c for c in (self.controller(tie.table, end) for end in self._ends(tie, row)) if c is not None]
            if named:
                return min(named)
        return None

    def _named(self, about: Table, row: Row) -> object:
        match about.controller:
            case None | str():
                return row[about.controller] if about.controller else None
            case over:
                ends = [r for r in self.beside[over.table] if all(row[a] == r[b] for a, b in over.by.items())]
                return min((str(end[over.column]) for end in ends if end[over.column] is not None), default=None)

    @cached_property
    def is_needed(self) -> bool:
        for name, about in self.record.tables.items():
            if about.needed:
                among = [r for r in self.rows[name] if all(r[c] == v for c, v in about.needed.among.items())]
                for mine in [r for r in among if self.is_mine(name, r) and r[about.needed.by] is not None]:
                    same = [r for r in among if r[about.needed.by] == mine[about.needed.by]]
                    if not any(self.is_anothers(name, r) for r in same):
                        return True
        return False

    # what is there

    def values(self, name: str, row: Row, category: str) -> dict[str, object]:
        """The values of a category that have not been emptied."""
        there = {}
        for column, about in self.columns(name, category).items():
            value = row[column]
            if value is not None and not (about.emptied and about.emptied.has_emptied(value)):
                there[column] = value
        return there

    def columns(self, name: str, category: str):
        about = self.about(name)
        ties = {column for tie in about.ties for column in tie.by}
        fixed = {*about.key, *self._naming(about)} | {t for t in ties if not about.columns[t].emptied}
        said = {n: c for n, c in about.columns.items() if n not in fixed and c.is_personal and not c.is_others}
        return {
            n: c for n, c in said.items() if (about.category if n in ties else c.category or about.category) == category
        }

    def _naming(self, about: Table) -> list[str]:
        if about.controller is None:
            return []
        return [about.controller] if isinstance(about.controller, str) else [*about.controller.by]

    def can_be_emptied(self, name: str, category: str) -> bool:
        columns = self.columns(name, category)
        return bool(columns) and all(column.emptied for column in columns.values())

    def categories(self, name: str, row: Row) -> list[str]:
        about = self.about(name)
        others = [c for c in about.categories if c != about.category and self.values(name, row, c)]
        own = bool(self.values(name, row, about.category))
        if not about.stays and not own:  # that the row is there says something by itself
            own = not others or not self.can_be_emptied(name, about.category)
        return ([about.category] if own else []) + others

    def fate(self, name: str, row: Row, category: str) -> str:
        """The end of the holding's key: category, controller, and what keeps it from being treated like the rest."""
        controller = self.controller(name, row)
        ends = [category, f"customer/{controller}" if controller else "company"]
        if self.leads_away(name, row):
            ends.append("shared")
        elif self._is_kept(name, row, category):
            ends.append("retained")
        elif self.is_needed:
            ends.append("sole_owner")
        return "/".join(ends)

    def _is_kept(self, name: str, row: Row, category: str) -> bool:
        dated, rule = self.about(name).dated, self.rules.get(category)
        if rule is None or dated is None:
            return False
        if "." not in dated:
            days = [row[dated]]
        else:
            other, column = dated.split(".")
            tie = next(t for t in self.about(name).ties if t.table == other)
            days = [end[column] for end in self._ends(tie, row)]
        known = [day for day in days if day is not None]
        return bool(known) and rule.until(max(known)) >= self.today

    def mine(self) -> Iterator[tuple[str, Row]]:
        for name, rows in self.rows.items():
            yield from ((name, row) for row in rows if self.is_mine(name, row))

    # what comes of it

    def counts(self) -> Counter[str]:
        """How many rows there are of each holding."""
        return Counter(self.fate(n, r, c) for n, r in self.mine() for c in self.categories(n, r))

    def exported(self) -> Counter[str]:
        """What is handed out: each record by its category, its table's key and its values."""
        shown = Counter[str]()
        for name, row in self.mine():
            if not self.leads_away(name, row):
                for category in self.categories(name, row):
                    shown[repr((category, sorted(self._fields(name, row, category).items(), key=repr)))] += 1
        return shown

    def _fields(self, name: str, row: Row, category: str) -> Row:
        about = self.about(name)
        structure = {*about.key, *self._naming(about), *(column for tie in about.ties for column in tie.by)}
        fields = {}
        for column, said in about.columns.items():
            is_said = column not in structure and said.is_personal and not said.is_others
            is_own = is_said and (said.category or about.category) == category
            is_rest = not is_said and (category == about.category or column in about.key)
            if (is_own or is_rest) and (column in about.key or not (said.secret or said.is_others)):
                fields[column] = row[column].isoformat() if isinstance(row[column], date) else row[column]
        return fields

    def erased(self, erases: Collection[str]) -> dict[Key_and_table, set[str] | None]:
        """What becomes of rows, by table and key: None where one goes, or the categories of which it is emptied."""
        ends: dict[Key_and_table, set[str] | None] = {}
        for name, row in self.mine():
            there = self.categories(name, row)
            going = {c for c in there if self.fate(name, row, c) in erases}
            if going:
                goes = going == {*there} and not self.about(name).stays
                ends[name, self.key(name, row)] = None if goes else going
        return ends

    def is_impossible(self, ends: Mapping[Key_and_table, set[str] | None]) -> bool:
        """Whether something stays that refers to what goes, is found by it alone, or cannot be emptied."""
        for (name, _), emptied in ends.items():
            if emptied and not all(self.can_be_emptied(name, category) for category in emptied):
                return True
        for name, row in self.mine():  # it would be nobody's, and something of it is kept
            emptied = ends.get((name, self.key(name, row)))
            loses_its_ties = emptied and self.about(name).unlinked and self.about(name).category in emptied
            if loses_its_ties and emptied != {*self.categories(name, row)}:
                return True
        ties = [
            Link(name, tuple(tie.by), tie.table, tuple(tie.by.values()))
            for name, about in self.record.tables.items()
            for tie in about.ties
            if not self._goes_to_a_pin(tie)
            or self._has_customers(tie.table)
            or (about.dated or "").startswith(f"{tie.table}.")
        ]
        leads_on = {name: [*about.unlinked] for name, about in self.record.tables.items()}
        return any(self._is_broken(link, ends) for link in self.links) or any(
            self._is_broken(tie, ends, leads_on[tie.referred]) for tie in ties
        )

    def _has_customers(self, name: str) -> bool:
        about = self.about(name)
        return bool(about.controller) or any(self._has_customers(tie.table) for tie in about.ties)

    def _is_broken(self, link: Link, ends: Mapping[Key_and_table, set[str] | None], more: Collection[str] = ()) -> bool:
        for row in self.rows[link.table]:
            end = ends.get((link.table, self.key(link.table, row)), set())
            own = [row[column] for column in link.columns]
            if end is None or None in own or self._loses(link.table, link.columns, end):
                continue
            for target in self.rows[link.referred]:
                is_end = own == [target[column] for column in link.referred_columns]
                its = ends.get((link.referred, self.key(link.referred, target)), set())
                if is_end and (its is None or self._loses(link.referred, [*link.referred_columns, *more], its)):
                    return True
        return False

    def _loses(self, name: str, columns: Collection[str], emptied: set[str]) -> bool:
        lost = [c for category in emptied for c, said in self.columns(name, category).items() if said.emptied]
        return any(column in lost for column in columns)
