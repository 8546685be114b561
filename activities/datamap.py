"""The steps of the data map: a record is compared beside its system's credential; the house keeps what was found."""

import logging
from datetime import UTC, datetime

from habeas.domain.datamap import MapAsking, MapFound, MapNoting

from .boundary import step
from .port import Compares, NotesMaps

_log = logging.getLogger(__name__)


class MapSteps:
    """Whether one system's record fits its database."""

    def __init__(self, compares: Compares) -> None:
        """`compares` knows the record and may read the database."""
        self._compares = compares

    @step("check_map")
    async def check_map(self, asking: MapAsking) -> MapFound:
        """What does not fit; each place is logged by its name."""
        found, warnings = await self._compares.differences()
        for place, _ in found:
            _log.warning("a record does not fit its database", extra={"system": asking.system, "place": place})
        said = tuple(f"{place}: {what}" for place, what in found)
        return MapFound(system=asking.system, at=datetime.now(UTC), found=said, warnings=warnings)


class MapBookSteps:
    """What was found, in the house's own book."""

    def __init__(self, book: NotesMaps) -> None:
        """`book` is the register."""
        self._book = book

    @step("note_map")
    async def note_map(self, noting: MapNoting) -> None:
        """Keep it for the doors. Twice is once."""
        await self._book.note_map(noting.found)
