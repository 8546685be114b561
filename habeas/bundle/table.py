"""The records of one category while they are staged: one JSON array, a record on each line."""

from dataclasses import asdict

import orjson

from habeas.domain.processing import Category
from habeas.domain.receipt import StagedFile, StagedKind
from habeas.vault.sealer import FileWriter

from . import record
from .schema import TableSchema


class Table:
    """Writes records as they come, and learns their schema."""

    def __init__(self, category: Category, path: str, out: FileWriter) -> None:
        self.category = category
        self._path = path
        self._out = out
        self._schema = TableSchema()

    async def add(self, line: bytes) -> None:
        """Add one record, as `record.line` gives it."""
        await self._out.write((b",\n" if self._schema.records else b"[\n") + line)
        self._schema.add(record.parse(line))

    async def end(self) -> None:
        """Close the array; a table has at least one record."""
        await self._out.write(b"\n]\n")

    def schema_text(self) -> bytes:
        """The JSON Schema of what was added; for programs, and therefore in English whatever the request's language."""
        document = self._schema.document(self.category.title.en, f"Held {self.category.purpose.en}.")
        return orjson.dumps(document, option=orjson.OPT_INDENT_2)

    def staged(self, system: str) -> StagedFile:
        """The finished file; to be asked for once its writer is closed."""
        return StagedFile(
            path=self._path,
            name=f"{system}/{self.category.slug}.json",
            category=self.category.name,
            kind=StagedKind.TABLE,
            records=self._schema.records,
            **asdict(self._out.sealed),
        )
