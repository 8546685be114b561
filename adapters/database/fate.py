"""What becomes of each row, as conditions of SQL and as labels to count by.

A row of which every category is erased goes, or is emptied where the record says that it stays; one of which only some
are erased is emptied in those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, RowMapping, and_, false, func, or_, true

from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category, RetentionRule
from habeas.domain.record.table import Table

from .belonging import Belonging
from .content import has_any
from .controller import PREFIX
from .value import fitting


@dataclass(frozen=True)
class Part:
    """One category of a row: for whom it is held, and what keeps it from being treated like the rest."""

    category: str
    controller: str
    circumstance: Circumstance | None

    def key(self, system: str) -> str:
        """The key of the holding that this is of."""
        return holding_key(system, self.category, self.controller, self.circumstance)


@dataclass(frozen=True)
class Fate:
    """The rows of one table or alias; a condition that is None holds for no row, or in `has` for every row."""

    about: Table
    of: FromClause
    mine: ColumnElement[bool]
    shared: ColumnElement[bool] | None
    controller: ColumnElement[Any] | None
    dated: ColumnElement[Any] | None
    kept: Mapping[str, ColumnElement[bool]]
    has: Mapping[str, ColumnElement[bool] | None]

    @property
    def labels(self) -> list[Label[Any]]:
        """What must be known of a row to tell its parts."""
        return [expression.label(f"habeas_{name}") for name, expression in self._labelled()]

    def _labelled(self) -> Iterator[tuple[str, ColumnElement[Any]]]:
        if self.shared is not None:
            yield "shared", self.shared
        if self.controller is not None:
            yield "controller", self.controller
        for number, category in enumerate(self.about.categories):
            if category in self.kept:
                yield f"kept_{number}", self.kept[category]
            if (has := self.has[category]) is not None:
                yield f"has_{number}", has

    def parts(self, row: RowMapping, rest: Circumstance | None) -> Iterator[Part]:
        """The parts of a row by its labels; `rest` is the circumstance of what has none of its own."""
        controller = controller_of(row)
        for number, category in enumerate(self.about.categories):
            if row.get(f"habeas_has_{number}", True):
                is_kept = row.get(f"habeas_kept_{number}", False)
                own = Circumstance.RETAINED if is_kept else rest
                yield Part(category, controller, Circumstance.SHARED if row.get("habeas_shared") else own)

    def goes(self, order: StepOrder) -> ColumnElement[bool]:
        """The rows that are deleted: every category that is there is erased."""
        return false() if self.about.stays else self.is_all_erased(order)

    def is_all_erased(self, order: StepOrder) -> ColumnElement[bool]:
        """The rows of which every category that is there is erased, whether they go or stay."""
        parts = (self._erasable(c, order) for c in self.about.categories)
        return and_(self.mine, self._alone, *(self._unless_absent(c, p) for c, p in _paired(self.about, parts)))

    def is_erased(self, category: str, order: StepOrder) -> ColumnElement[bool]:
        """The rows of which this category is erased, whether they go or stay."""
        has = self.has[category]
        return and_(self.mine, self._alone, self._erasable(category, order), true() if has is None else has)

    @property
    def _alone(self) -> ColumnElement[bool]:
        return true() if self.shared is None else ~self.shared

    def _unless_absent(self, category: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        has = self.has[category]
        return condition if has is None else or_(~has, condition)

    def _erasable(self, category: str, order: StepOrder) -> ColumnElement[bool]:
        whose = erased_for(category, order)
        ours: ColumnElement[bool] = true() if COMPANY in whose else false()
        if self.controller is not None:
            names = [w.removeprefix(PREFIX) for w in whose if w != COMPANY]
            is_ours = func.coalesce(self.controller, "") == ""
            ours = or_(self.controller.in_(names), and_(ours, is_ours))
            ours = func.coalesce(ours, false())
        return and_(ours, ~self.kept[category]) if category in self.kept else ours


def controller_of(row: RowMapping) -> str:
    """The controller of a row by its labels."""
    name = row.get("habeas_controller")
    return f"{PREFIX}{name}" if name else COMPANY


def _paired(about: Table, parts: Iterator[ColumnElement[bool]]) -> Iterator[tuple[str, ColumnElement[bool]]]:
    return zip(about.categories, parts, strict=True)


def erased_for(category: str, order: StepOrder) -> frozenset[str]:
    """The controllers for whom the plan erases a category, where nothing speaks against it."""
    items = (i for i in order.items if i.category == category and i.circumstance is None)
    return frozenset(i.controller for i in items if order.erases(i.key))


def touched(about: Table, order: StepOrder) -> bool:
    """Whether the plan erases anything that the table could have."""
    return any(erased_for(category, order) for category in about.categories)


@dataclass(frozen=True)
class Fates:
    """What becomes of the rows of every table, at a moment."""

    belonging: Belonging
    categories: Mapping[str, Category]
    as_of: datetime

    def fate(self, name: str, of: FromClause | None = None) -> Fate:
        """Of the rows of one table, or of an alias of it."""
        about = self.belonging.schema.record.tables[name]
        of = self.belonging.schema.tables[name] if of is None else of
        dated = self.belonging.dated(name, of)
        return Fate(
            about=about,
            of=of,
            mine=self.belonging.mine(name, of),
            shared=self.belonging.shared(name, of),
            controller=self.belonging.controller(name, of),
            dated=dated,
            kept={c: self._kept(rule, dated) for c, rule in self.rules(about) if dated is not None},
            has={category: has_any(about, category, of) for category in about.categories},
        )

    def rules(self, about: Table) -> Iterator[tuple[str, RetentionRule]]:
        """The retention of those of its categories that a law keeps."""
        for category in about.categories:
            known = self.categories.get(category)
            if known is not None and known.retention is not None:
                yield category, known.retention

    def _kept(self, rule: RetentionRule, dated: ColumnElement[Any]) -> ColumnElement[bool]:
        since = rule.since(self.as_of.astimezone(UTC).date())
        return func.coalesce(dated >= fitting(dated.type, since), false())
