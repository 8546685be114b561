"""Whether records of databases fit, as it was found last: lists show it, also while Temporal is away."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from habeas.domain.datamap import MapFound

from .ledger import Ledger
from .table import map_found


class Drift(Ledger):
    """The last finding of each system."""

    async def note_map(self, found: Iterable[MapFound]) -> None:
        """Keep what was found, instead of all that was found before."""
        lines = [{"system": one.system, "found": one.model_dump_json()} for one in found]
        async with self._deciding() as connection:
            await connection.execute(delete(map_found))
            if lines:
                await connection.execute(insert(map_found), lines)

    async def drift(self) -> tuple[MapFound, ...]:
        """The systems in which something does not fit, or that could not be asked."""
        async with self._reading() as connection:
            lines = await connection.scalars(select(map_found.c.found).order_by(map_found.c.system))
        found = map(MapFound.model_validate_json, lines)
        return tuple(one for one in found if one.found)
