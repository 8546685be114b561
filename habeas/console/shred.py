"""`habeas shred`: which closed cases still can be read, and until when; and one of them shredded at once."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from habeas.domain.case import CaseState
from habeas.domain.error import InvalidInput, NoSuchCase, NotNow
from habeas.domain.model import Message

from . import typed, view
from .door import Door
from .outcome import tell, wait

_MOST = 1000
_FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Shreddable(Message):
    """A closed case whose secrets are still there, and when they go by themselves."""

    case_id: str
    state: CaseState
    until: datetime


def shred(
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="A closed case.", callback=typed.case_id_or_none)
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="Destroy the keys and files of CASE: nothing undoes it.")] = False,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Say which closed cases can still be read, and until when; with --now, end that for one of them at once."""
    door = Door.at(home, address)
    if now:
        if case is None:
            raise InvalidInput("say which case: habeas shred --now CASE")
        wait(_shred(door, case))
        tell(f"{case} is shredded: its data opens no more, anywhere.", {"shredded": case}, as_json=as_json)
        return 0
    found = [one for one in wait(_shreddable(door)) if case in (None, one.case_id)]
    tell(view.shreddable(found), {"closed": [one.model_dump(mode="json") for one in found]}, as_json=as_json)
    return 0


async def _shreddable(door: Door) -> list[Shreddable]:
    periods = door.settings.periods
    found = []
    async with door.register() as register:
        for case_id in await register.due_for_shredding(_FOR_EVER, _FOR_EVER, _MOST):
            row = await register.show(case_id)
            if row is not None and row.closed_at is not None:
                stays = periods.bundle_kept if row.has_bundle else periods.shred_after
                found.append(Shreddable(case_id=case_id, state=row.state, until=row.closed_at + stays))
    return sorted(found, key=lambda one: one.until)


async def _shred(door: Door, case_id: str) -> None:
    """Raises NoSuchCase, and NotNow for a case that is open or still runs."""
    async with door.register() as register:
        row = await register.show(case_id)
    if row is None:
        raise NoSuchCase("the register has no such case")
    if row.is_open:
        raise NotNow("the case is open: only what has ended is shredded")
    if await door.runs(case_id):
        raise NotNow("the case has an outcome, and Temporal is still about to end it: try again in a moment")
    await door.shredder.shred(case_id)
