"""What `policy/systems/NAME.yaml` holds: the record of one database, and the categories that it has of its own."""

from collections.abc import Container, Iterator
from typing import Self

from pydantic import model_validator

from .model import Strict
from .processing import Category
from .record.database import Database
from .record.table import Table
from .text import Name, Text


class SystemRecord(Strict):
    """One database as a system, and what a person is told of it.

    `title` is the system's name in plain words, where the record of processing does not have it. `categories` are as
    there, but for `system`, which is the file's. `phrases`: translations of why it withholds something.
    """

    database: Database
    title: Name | None = None
    categories: tuple[Category, ...] = ()
    phrases: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_of_one_system(self) -> Self:
        if others := [c for c in self.categories if c.system != self.database.system]:
            raise ValueError(f"categories.{others[0].name}.system: is not {self.database.system}, as the file says")
        return self

    def undescribed(self, known: Container[str]) -> Iterator[str]:
        """Each category of a table or of a column that is not among the known names, by its place."""
        for name, table in self.database.tables.items():
            for place, category in _categories(table):
                if category not in known:
                    yield f"tables.{name}.{place}: the category {category} is not described"

    def unused(self) -> Iterator[str]:
        """Each category that is described here and that no table holds."""
        for category in self.categories:
            if category.name not in self.database.categories:
                yield f"categories.{category.name}: no table holds it"


def _categories(table: Table) -> Iterator[tuple[str, str]]:
    yield "category", table.category
    for name, column in table.columns.items():
        if column.category is not None:
            yield f"columns.{name}.category", column.category
