"""How an adapter makes itself known: what an entry point of the group `habeas.adapters` names.

The entry point's name is the system's. Our own register as a stranger's package does (docs/adding-an-adapter.md).
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine

from habeas.domain.error import InvalidInput
from habeas.domain.name import setting_prefix
from habeas.domain.port import System
from habeas.domain.processing import Category
from habeas.domain.record.database import Database
from habeas.domain.route import Route

GROUP = "habeas.adapters"

Wire = Callable[[AsyncEngine, str], AsyncEngine]
"""What sits between an adapter and its database; the sandbox puts something there that can be broken."""


def straight(engine: AsyncEngine, _system: str) -> AsyncEngine:
    """The wire of production: nothing is on it."""
    return engine


@dataclass(frozen=True)
class Surroundings:
    """What a system is opened in.

    `environment`: the variables that are this system's own, `HABEAS_<SYSTEM>_...`, and no others; `processing`: its
    categories by name, from the record of processing; `database`: the record of its database, where there is one;
    `wire`: what an engine is put behind.
    """

    system: str
    environment: Mapping[str, str] = field(repr=False)
    processing: Mapping[str, Category] = field(default_factory=dict, repr=False)
    wire: Wire = straight
    database: Database | None = field(default=None, repr=False)

    def setting(self, name: str) -> str:
        """The value of `HABEAS_<SYSTEM>_<NAME>`. Raises InvalidInput, which names it, where there is none."""
        variable = f"{setting_prefix(self.system)}{name.upper()}"
        if not (value := self.environment.get(variable)):
            raise InvalidInput(f"these settings are missing or not of the right form: {variable}")
        return value


Opens = Callable[[Surroundings], AbstractAsyncContextManager[System]]
"""Makes the adapter of a system, for as long as the context lasts. Raises InvalidInput for a setting that is wrong."""


@dataclass(frozen=True)
class Registration:
    """One system: its name, the way to it, and how its adapter is opened.

    `per_second`: how many steps may begin there in a second unless the settings say otherwise, where its vendor states
    a limit; None where nobody does.
    """

    system: str
    route: Route
    opens: Opens
    per_second: float | None = None

    @classmethod
    def of(cls, adapter: System, opens: Opens, per_second: float | None = None) -> Self:
        """That of an adapter, or of its class where the class says all of it."""
        stops = getattr(adapter, "stops", ())  # few can end something at once (`habeas.domain.port.Stops`)
        route = Route(needs=adapter.needs_identifiers_of, finds_by=adapter.finds_by, stops=stops)
        return cls(adapter.name, route, opens, per_second)
