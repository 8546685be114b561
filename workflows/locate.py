"""Locating a person: systems hand on identifiers that they find, so it goes in waves until nothing new comes up."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from temporalio.exceptions import ApplicationError

from habeas.domain.disclosure import Location
from habeas.domain.findings import Findings
from habeas.domain.identifier import Identifier, merge
from habeas.domain.order import Located, LocateOrder
from habeas.domain.route import Routes

from .saga import every

MOST_WAVES = 6

Ask = Callable[[LocateOrder, int], Awaitable[Located]]
"""Puts a question to the system that it names; the number is the wave's."""


Links = tuple[tuple[Identifier, bool], ...]
"""Identifiers tied to several people, and whether somebody decided that they are this person's."""


class Search:
    """One search over all systems."""

    def __init__(
        self, case_id: str, systems: tuple[str, ...], ask: Ask, links: Links = (), routes: Routes | None = None
    ) -> None:
        """`ask` puts one question to one system; `links` are the decisions on identifiers tied to several people.

        `routes`: a system is asked after those whose identifiers it needs, and again only for what it looks by.
        Without them everybody is asked at once, and again whenever anything new has come up.
        """
        self._routes: Routes = routes or {}
        self._theirs = tuple(identifier for identifier, is_theirs in links if is_theirs)
        self._not_theirs = _names(tuple(identifier for identifier, is_theirs in links if not is_theirs))
        self._case_id = case_id
        self._systems = systems
        self._ask = ask
        self._asked: dict[str, set[str]] = {}
        self._located: dict[str, Located] = {}

    async def run(self, identifiers: tuple[Identifier, ...], as_of: datetime) -> Findings:
        """Ask in waves. Raises when a system cannot answer, or when identifiers never stop coming.

        An identifier that a system says is tied to several people ends its wave: it is handed on to nobody.
        """
        identifiers = self._without_others(merge(identifiers, self._theirs))
        for wave in range(1, (2 if self._routes else 1) * MOST_WAVES + 1):
            systems = self._in_turn([s for s in self._systems if self._has_news(s, identifiers)])
            if not systems:
                return self._findings(identifiers, as_of)
            for located in await every(*(self._put(s, wave, identifiers, as_of) for s in systems)):
                self._located[located.system] = located
                identifiers = merge(identifiers, self._without_others(located.identifiers))
        raise ApplicationError("identifiers never stop coming: a person must look", type="TooManyWaves")

    def _in_turn(self, systems: list[str]) -> list[str]:
        """Those that wait for none of the others; all of them, should they wait for each other."""
        first = [s for s in systems if s not in self._routes or not set(self._routes[s].needs).intersection(systems)]
        return first or systems

    async def _put(self, system: str, wave: int, identifiers: tuple[Identifier, ...], as_of: datetime) -> Located:
        self._asked[system] = _names(identifiers)
        order = LocateOrder(
            case_id=self._case_id, system=system, identifiers=identifiers, as_of=as_of, theirs=self._theirs
        )
        return await self._ask(order, wave)

    def _has_news(self, system: str, identifiers: tuple[Identifier, ...]) -> bool:
        """Whether there is an identifier that the system was not asked with, and did not pin by itself."""
        if system not in self._asked:
            return True
        route = self._routes.get(system)
        useful = tuple(i for i in identifiers if route is None or i.kind in route.finds_by)
        return bool(_names(useful) - self._asked[system] - _names(self._located[system].pinned))

    def _findings(self, identifiers: tuple[Identifier, ...], as_of: datetime) -> Findings:
        located = [self._located[s] for s in self._systems]
        shared = {one.system: self._without_others(one.shared) for one in located}
        doubtful = {i.normalised() for found in shared.values() for i in found}
        places = [one.location for one in located if one.location is not None]
        return Findings(
            as_of=as_of,
            identifiers=tuple(i for i in identifiers if i.normalised() not in doubtful),
            shared={system: found for system, found in shared.items() if found},
            location=places[0] if places else Location(),
            disclosed=tuple(d for one in located for d in one.disclosed),
            controllers=tuple(c for one in located for c in one.controllers),
            shown=tuple(s for one in located for s in one.shown),
            holdings=tuple(h for one in located for h in one.holdings),
            instructions=tuple(i for one in located for i in one.instructions),
            pinned={one.system: one.pinned for one in located if one.pinned},
        )

    def _without_others(self, identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
        return tuple(i for i in identifiers if i.normalised() not in self._not_theirs)


def _names(identifiers: tuple[Identifier, ...]) -> set[str]:
    return {i.normalised() for i in identifiers}
