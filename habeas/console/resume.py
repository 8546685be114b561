"""The command that finds cases which Temporal has lost, and lets them go on."""

from typing import Annotated

import typer

from . import typed, view
from .door import Door
from .orphan import Orphan, orphans
from .outcome import NEEDS_A_PERSON, tell, wait


def resume(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="Only this case.", callback=typed.case_id_or_none)
    ] = None,
    look: Annotated[bool, typer.Option("--look", help="Only say which they are.")] = False,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Let cases go on that were terminated, or lost with Temporal's database. What was done of them is done once."""
    found = wait(_all(Door.at(home, address), case, only_look=look))
    tell(view.orphans(found), {"orphans": [one.model_dump(mode="json") for one in found]}, as_json=as_json)
    return 0 if all(one.is_well for one in found) else NEEDS_A_PERSON


async def _all(door: Door, case: str | None, *, only_look: bool) -> tuple[Orphan, ...]:
    return tuple([orphan async for orphan in orphans(door, case, only_look=only_look)])
