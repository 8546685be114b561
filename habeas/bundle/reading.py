"""Reads a staged table again while the bundle is made, one record at a time."""

from collections.abc import Iterator
from itertools import islice

import orjson

from habeas.domain.receipt import StagedFile
from habeas.vault.folder import Altered, CaseFolder

from . import record


def records(folder: CaseFolder, case_id: str, table: StagedFile) -> Iterator[dict[str, object]]:
    """Every record of a table, in order; each is a line of its own, after the line that opens the array.

    Raises Altered when the table is gone or is none. That it is the one that was staged is seen when it is copied.
    """
    try:
        with folder.path_of(case_id, table.path).open("rb") as lines:
            for line in islice(lines, 1, 1 + table.records):
                yield record.parse(line)
    except FileNotFoundError:
        raise Altered(table.path, "is gone") from None
    except orjson.JSONDecodeError:  # which carries the line: it goes no further
        raise Altered(table.path, "is not what was staged: a record cannot be read") from None
