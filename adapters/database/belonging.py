"""Whose a row is, as conditions of SQL: this person's, somebody else's too, which customer's.

Erasing goes by pins: the rows of a table of people are those that were pinned, whatever else is tied to them by now.
Every condition that is asked for the contrary is never null, so that no row falls between the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, func, select

from adapters.sql.mariadb import equal, folds, written
from habeas.domain.record.table import Over, Tie

from .schema import Key, Schema, picked
from .value import any_of, within


@dataclass(frozen=True)
class Belonging:
    """What ties rows to the people whose keys are pinned, by table of people."""

    schema: Schema
    pins: Mapping[str, Sequence[Key]]

    def mine(self, name: str, of: FromClause) -> ColumnElement[bool]:
        """The rows of a table that are this person's; null where a tie leads nowhere."""
        about = self.schema.record.tables[name]
        if about.person:
            return within(self.schema.key(name, of), [*self.pins.get(name, [])])
        return self.tied(name, of)

    def tied(self, name: str, of: FromClause) -> ColumnElement[bool]:
        """The rows that are tied to what is this person's."""
        return any_of(self._leads_here(tie, of) for tie in self.schema.record.tables[name].ties)

    def shared(self, name: str, of: FromClause) -> ColumnElement[bool] | None:
        """Which of this person's rows lead to somebody else too; None where none can."""
        ties = self.schema.record.tables[name].ties
        if not self._may_be_shared(name):
            return None
        return any_of(self._leads_away(tie, of) for tie in ties)

    def others(self, name: str, of: FromClause) -> ColumnElement[bool]:
        """The rows of a table, whoever's, that lead to somebody who is not this person; never null."""
        about = self.schema.record.tables[name]
        away = [self._leads_away(tie, of) for tie in about.ties]
        return any_of([*away, ~self.mine(name, of)] if about.person else away)

    def controller(self, name: str, of: FromClause) -> ColumnElement[str | None] | None:
        """The customer whose data a row is, by its id; null, or None for every row, where it is the company's."""
        about = self.schema.record.tables[name]
        ways: list[ColumnElement[Any]] = []
        if about.over:
            ways.append(self._over(about.over, of))
        elif about.controller:
            ways.append(written(of.columns[about.naming[0]]))
        ways += [found for tie in about.ties if (found := self._through(tie, of)) is not None]
        return None if not ways else ways[0] if len(ways) == 1 else func.coalesce(*ways)

    def of_customers(self, name: str, of: FromClause, ids: Sequence[str]) -> ColumnElement[bool]:
        """The rows of a table that name one of these customers themselves; null where one names none."""
        about = self.schema.record.tables[name]
        if (over := about.over) is None:
            return written(of.columns[about.naming[0]]).in_(ids) if about.naming else false()
        target = self.schema.tables[over.table].alias()
        is_theirs = written(target.columns[over.column]).in_(ids)
        if any(map(folds, picked(of, [*over.by]))):
            return exists().where(_equal(over, of, target), is_theirs)
        theirs = select(*picked(target, [*over.by.values()])).where(is_theirs)
        return within(picked(of, [*over.by]), theirs)

    def shown(self, name: str, of: FromClause) -> dict[str, ColumnElement[Any]]:
        """What a copy adds to a row of where its customer is named, by the name that it has there."""
        places = {label: place.split(".") for label, place in self.schema.record.tables[name].shows.items()}
        return {label: self._beside(name, of, *place) for label, place in places.items()}

    def _beside(self, name: str, of: FromClause, other: str, column: str) -> ColumnElement[Any]:
        record, target = self.schema.record, self.schema.tables[other].alias()
        over, customers = record.tables[name].over, record.controllers
        is_its: ColumnElement[bool] = false()
        if over and over.table == other:
            is_its = _equal(over, of, target)
        elif customers is not None:
            is_its = written(target.columns[customers.key]) == self.controller(name, of)
        return select(target.columns[column]).where(is_its).limit(1).scalar_subquery()

    def dated(self, name: str, of: FromClause) -> ColumnElement[Any] | None:
        """What dates a row: a column of its own, or of the row that it is tied to."""
        about = self.schema.record.tables[name]
        if not about.dated or "." not in about.dated:
            return of.columns[about.dated] if about.dated else None
        other, column = about.dated.split(".", 1)
        tie = next(tie for tie in about.ties if tie.table == other)
        target = self.schema.tables[other].alias()
        return select(func.max(target.columns[column])).where(_equal(tie, of, target)).scalar_subquery()

    def _over(self, over: Over, of: FromClause) -> ColumnElement[str | None]:
        target = self.schema.tables[over.table].alias()
        named = func.min(written(target.columns[over.column]))
        return select(named).where(_equal(over, of, target)).correlate(of).scalar_subquery()

    def _through(self, tie: Tie, of: FromClause) -> ColumnElement[str | None] | None:
        target = self.schema.tables[tie.table].alias()
        found = self.controller(tie.table, target)
        if found is None:
            return None
        return select(func.min(found)).where(_equal(tie, of, target)).correlate(of).scalar_subquery()

    def _leads_here(self, tie: Tie, of: FromClause) -> ColumnElement[bool]:
        own = picked(of, [*tie.by])
        if self.schema.record.is_straight(tie):
            return within(own, self._pinned(tie))
        target = self.schema.tables[tie.table].alias()
        if any(map(folds, own)):
            return exists().where(_equal(tie, of, target), self.mine(tie.table, target))
        return within(own, select(*picked(target, [*tie.by.values()])).where(self.mine(tie.table, target)))

    def _leads_away(self, tie: Tie, of: FromClause) -> ColumnElement[bool]:
        """A key that is nobody's pin is somebody else's, also when their row has gone."""
        own = picked(of, [*tie.by])
        if self.schema.record.is_straight(tie):
            return and_(*(column.is_not(None) for column in own), ~within(own, self._pinned(tie)))
        target = self.schema.tables[tie.table].alias()
        return exists().where(_equal(tie, of, target), self.others(tie.table, target))

    def _pinned(self, tie: Tie) -> list[Key]:
        """The pins of a table of people, their parts in the order of the tie."""
        places = [self.schema.record.tables[tie.table].key.index(column) for column in tie.by.values()]
        return [tuple(key[place] for place in places) for key in self.pins.get(tie.table, [])]

    def _may_be_shared(self, name: str) -> bool:
        """One tie to one row leads no further than that row does."""
        about = self.schema.record.tables[name]
        if not about.ties:
            return False
        if about.person or len(about.ties) > 1:
            return True
        (tie,) = about.ties
        if self.schema.record.is_straight(tie):
            return False
        is_one = {*tie.by.values()} == {*self.schema.record.tables[tie.table].key}
        return not is_one or self._may_be_shared(tie.table)


def _equal(tie: Tie, of: FromClause, target: FromClause) -> ColumnElement[bool]:
    return and_(*(equal(of.columns[own], target.columns[theirs]) for own, theirs in tie.by.items()))
