"""The JSON Schema (2020-12) of a table, learnt from its records as they stream by.

It keeps field names and types only, so its size does not grow with the number of records. What is inside a field
(an array, an object) is not described further.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

_TYPES: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


class TableSchema:
    """Learns what the records of one table have in common."""

    def __init__(self) -> None:
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self._seen: Counter[str] = Counter()
        self.records = 0

    def add(self, record: Mapping[str, object]) -> None:
        """Learn from one record, as it was read back from JSON."""
        self.records += 1
        self._seen.update(record.keys())
        for field, value in record.items():
            self._types[field].add(_TYPES[type(value)])

    def document(self, title: str, description: str) -> dict[str, Any]:
        """The schema of the whole table: an array of objects that have these fields and no others."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "description": description,
            "type": "array",
            "items": {
                "type": "object",
                "properties": {field: {"type": _type(types)} for field, types in sorted(self._types.items())},
                "required": sorted(field for field, count in self._seen.items() if count == self.records),
                "additionalProperties": False,
            },
        }


def _type(types: set[str]) -> str | list[str]:
    """One type or several; every integer is a number too."""
    distinct = sorted(types - {"integer"} if "number" in types else types)
    return distinct[0] if len(distinct) == 1 else distinct
