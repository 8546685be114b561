"""`habeas breach`: something of a case reached the wrong person, and what is told of it (GDPR art. 33)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from habeas.domain.breach import BreachDecision, BreachStatus
from habeas.domain.error import InvalidInput
from habeas.domain.language import Language

from . import typed, view
from .door import Door
from .outcome import NEEDS_A_PERSON, WENT_WELL, tell, wait

if TYPE_CHECKING:
    from habeas.client.breaches import Breaches


def breach(
    case: typed.Case,
    aware: Annotated[
        str | None,
        typer.Option("--aware", help="Report one: since when it is known, as `now`, a date or a moment (ISO 8601)."),
    ] = None,
    notified: Annotated[
        str | None, typer.Option("--notified", help="The authority was notified: where that is on file.")
    ] = None,
    no_risk: Annotated[
        str | None, typer.Option("--no-risk", help="It need not be: why a risk to anybody is unlikely.")
    ] = None,
    language: typed.Tongue = Language.ENGLISH.value,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Something of CASE reached the wrong person: report it, settle it, or say where it stands.

    A report ends all links of the case, writes to the DPO, and starts the 72 hours of GDPR art. 33.
    """
    if [aware, notified, no_risk].count(None) < 2:
        raise InvalidInput("say one thing at a time: --aware, --notified or --no-risk")
    door, who = Door.at(home, address), typed.whoever(by)
    if aware is not None:
        at = typed.moment(None if aware == "now" else aware, typed.zone(door.settings.zone), "--aware")
        status = wait(_reported(door, case, at, who, typed.tongue(language)))
    elif why := notified or no_risk:
        decision = typed.made(BreachDecision, was_notified=notified is not None, why=why, by=who)
        status = wait(_settled(door, case, decision))
    else:
        status = wait(_shown(door, case))
    tell(view.breach(status), status.model_dump(mode="json"), as_json=as_json)
    return WENT_WELL if status.state.is_settled else NEEDS_A_PERSON


async def _breaches(door: Door) -> "Breaches":
    from habeas.client.breaches import Breaches  # heavy, as the door says

    return Breaches(await door.habeas())


async def _reported(door: Door, case: str, at: datetime, who: str, language: Language) -> BreachStatus:
    breaches = await _breaches(door)
    await breaches.report(case, at, who, language)
    return await breaches.status(case)


async def _settled(door: Door, case: str, decision: BreachDecision) -> BreachStatus:
    return await (await _breaches(door)).settle(case, decision)


async def _shown(door: Door, case: str) -> BreachStatus:
    return await (await _breaches(door)).status(case)
