"""Writes what a machine can guess of a database as a record, with the questions that a person has to answer."""

from dataclasses import dataclass

from . import name as names
from .line import category_lines, column_line, controller_lines, table_lines, without_line
from .question import HEAD, TITLE
from .schema import Schema
from .suggestion import suggest


@dataclass(frozen=True)
class Part:
    """An entry of a section: the name by which it is found again, and its lines without the section's indentation."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A draft in parts, so that only those need be added that a file does not have."""

    system: str
    controllers: tuple[str, ...]
    categories: tuple[Part, ...]
    tables: tuple[Part, ...]
    columns: dict[str, tuple[Part, ...]]
    without: tuple[Part, ...]

    def text(self) -> str:
        """The whole draft as a file."""
        lines = [HEAD.format(system=self.system) + TITLE]
        lines += ["", *self.controllers] if self.controllers else []
        lines += ["", "categories:", *(f"  {line}" for part in self.categories for line in (*part.lines, ""))]
        lines += ["tables:"]
        for part in self.tables:
            lines += [*(f"  {line}" for line in part.lines), *self._columns_of(part.name), ""]
        if self.without:
            lines += ["without:", *(f"  {line}" for part in self.without for line in part.lines)]
        return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"

    def _columns_of(self, table: str) -> list[str]:
        return [f"      {line}" for part in self.columns[table] for line in part.lines]


def draft(system: str, schema: Schema, addresses: dict[str, tuple[str, ...]]) -> Draft:
    """A draft of the record of this database; `addresses` are columns in which a sample found e-mail addresses."""
    found = suggest(schema, addresses)
    categories = dict.fromkeys(names.slug(name) for name in found)
    if any(names.tells("technical", c) for one in found.values() for c in one.there.columns):
        categories["technical"] = None
    return Draft(
        system=system,
        controllers=tuple(controller_lines(schema, found)),
        categories=tuple(Part(name, tuple(category_lines(name))) for name in categories),
        tables=tuple(Part(name, tuple(table_lines(system, name, one))) for name, one in found.items()),
        columns={
            name: tuple(Part(c, (column_line(c, one),)) for c in one.there.columns) for name, one in found.items()
        },
        without=tuple(Part(n, (without_line(n, schema),)) for n in schema.tables if n not in found),
    )
