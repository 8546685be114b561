"""Compares the records of databases with what the databases have, by schedule: what nobody described is told."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.datamap import MapBookSteps, MapSteps
from habeas.domain.datamap import MapAsking, MapChecking, MapFound, MapNoting
from habeas.domain.name import MAP_CHECK

from .step import house_step, looking_step, reason


@workflow.defn(name=MAP_CHECK)
class MapCheck:
    """Asks every system that has a record, each on its own queue."""

    @workflow.run
    async def run(self, checking: MapChecking) -> list[MapFound]:
        """What was found in each, which the register keeps; of one that stays away, that it did."""
        found = list(await asyncio.gather(*(self._check(system) for system in checking.systems)))
        noting = MapNoting(found=tuple(found))
        await workflow.execute_activity_method(MapBookSteps.note_map, noting, **house_step("note_map"))
        return found

    async def _check(self, system: str) -> MapFound:
        options = looking_step("check_map", system)
        try:
            return await workflow.execute_activity_method(MapSteps.check_map, MapAsking(system=system), **options)
        except ActivityError as failure:
            return MapFound(system=system, at=workflow.now(), found=(reason(failure),), is_known=False)
