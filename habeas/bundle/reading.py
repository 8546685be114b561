"""Reads a staged table again while the bundle is made, one record at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice

import orjson

from habeas.domain.receipt import StagedFile
from habeas.vault.opener import Opener
from habeas.vault.parts import Altered

from . import record


def records(opener: Opener, table: StagedFile) -> Iterator[dict[str, object]]:
    """Every record of a table, in order; each is a line of its own, after the line that opens the array.

    Raises Altered when the table is gone or is none. That it is the one that was staged is seen when it is copied.
    """
    try:
        for line in islice(_lines(opener.chunks(table.path, table.parts)), 1, 1 + table.records):
            yield record.parse(line)
    except orjson.JSONDecodeError:  # which carries the line: it goes no further
        raise Altered(table.path, "is not what was staged: a record cannot be read") from None


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest
