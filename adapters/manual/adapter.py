"""A system without an API, as a system: its owner has answered on a page, and here the answers become what steps say.

Nothing here waits or writes to anybody: the procedure asks, and comes here with what there is. Who was asked and has
not answered holds an unknown amount of everything: that is left open, and never taken for nothing (GDPR art. 5(2)).
"""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from adapters.receipt import receipt_of
from habeas.domain.holding import Circumstance, Holding
from habeas.domain.identifier import Identifier
from habeas.domain.manual import FINDING, NOT_GIVEN, UNANSWERED, Answer, Demand, Found, Owner, Question
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence, File
from habeas.domain.processing import Category
from habeas.domain.receipt import Receipt, Withheld


class Answers(Protocol):
    """What owners were asked, and have answered."""

    async def latest(self, case_id: str, system: str, *demands: Demand) -> tuple[int, Question, Answer | None] | None:
        """The last of these demands on a system's owner: its number, and the answer to it. None: nothing was asked."""

    def files(self, case_id: str, number: int, category: str) -> AsyncIterator[File]:
        """What was uploaded with the answer of this number, of one category."""


class Manual:
    """Locates, exports, holds and erases by what an owner says. One object for each such system."""

    def __init__(
        self, owner: Owner, needs: tuple[str, ...], processing: Mapping[str, Category], answers: Answers
    ) -> None:
        """`needs`: it is asked after these; `processing`: the categories that it may hold, by name."""
        self._owner = owner
        self._needs = needs
        self._processing = processing
        self._answers = answers

    @property
    def name(self) -> str:
        """As `System` says."""
        return self._owner.system

    @property
    def needs_identifiers_of(self) -> tuple[str, ...]:
        """All other systems: an owner is asked once, by all that is known."""
        return self._needs

    @property
    def finds_by(self) -> tuple[str, ...]:
        """What its owner needs to find a person."""
        return self._owner.finds_by

    async def locate(self, order: LocateOrder) -> Located:
        """What its owner says there is; of what nobody has answered every category, unanswered, with the count 0."""
        sought = self._owner.sought(order.identifiers)
        if not sought:
            return Located(system=self.name)
        asked = await self._answers.latest(order.case_id, self.name, *FINDING)
        if asked is None or asked[2] is None or not asked[2].is_done:
            holdings = tuple(self._unanswered())
        else:
            holdings = tuple(self._held(one, order) for one in asked[2].found if one.count)
            if await self._is_erased(order.case_id, since=asked[0]):
                holdings = tuple(one for one in holdings if one.circumstance is Circumstance.RETAINED)
        return Located(system=self.name, holdings=holdings, pinned=_pinned(asked, sought) if holdings else ())

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """What its owner has uploaded, and by name what it has not."""
        asked = await self._answers.latest(order.case_id, self.name, *FINDING)
        if asked is None or asked[2] is None or not asked[2].is_done:
            for category in self._processing:
                yield Withheld(system=self.name, category=category, why=UNANSWERED)
            return
        for found in asked[2].found:
            has_any = False
            async for file in self._answers.files(order.case_id, asked[0], found.category):
                has_any = True
                yield file
            if found.count and not has_any:
                yield Withheld(system=self.name, category=found.category, why=NOT_GIVEN)

    async def preflight(self, _order: StepOrder) -> Receipt:
        """There is nothing to prove: an owner either does it or says that it cannot, and then it stays open."""
        return receipt_of(self.name, "preflight")

    async def hold(self, _order: StepOrder, fence: Fence) -> Receipt:
        """A request, which the procedure puts to the owner; nothing is waited for, and nothing here has changed."""
        await fence()
        return receipt_of(self.name, "hold")

    async def release(self, _order: StepOrder) -> Receipt:
        """The same the other way round."""
        return receipt_of(self.name, "release")

    async def erase(self, _order: StepOrder, fence: Fence) -> Receipt:
        """It may be erased now: the procedure asks the owner for that, and for its word."""
        await fence()
        return receipt_of(self.name, "erase")

    async def confirm(self, order: StepOrder) -> Receipt:
        """What is left by the owner's word: all of it, until it has said that it was erased."""
        is_attested = await self._is_erased(order.case_id, since=0)
        left = {i.key: 0 if is_attested and order.erases(i.key) else max(i.count, 1) for i in order.items}
        return receipt_of(self.name, "confirm", left)

    async def _is_erased(self, case_id: str, since: int) -> bool:
        """Whether its owner says that it erased, when asked for that after the demand of that number."""
        asked = await self._answers.latest(case_id, self.name, Demand.ERASE)
        return asked is not None and asked[0] > since and asked[2] is not None and asked[2].is_done

    def _unanswered(self) -> list[Holding]:
        why = Circumstance.UNANSWERED
        return [Holding(system=self.name, category=name, circumstance=why, count=0) for name in self._processing]

    def _held(self, found: Found, order: LocateOrder) -> Holding:
        """A law that keeps a category counts from the newest of it; without that date somebody decides."""
        rule = self._processing[found.category].retention
        plain = Holding(system=self.name, category=found.category, count=found.count)
        if rule is None:
            return plain
        if found.newest is None:
            return plain.model_copy(update={"circumstance": Circumstance.RETAINED})
        retention = rule.retention(found.newest)
        if retention.until < order.as_of.date():
            return plain
        return plain.model_copy(update={"circumstance": Circumstance.RETAINED, "retention": retention})


def _pinned(
    asked: tuple[int, Question, Answer | None] | None, sought: tuple[Identifier, ...]
) -> tuple[Identifier, ...]:
    """By what the owner was asked: that is what the answer is about, whatever else has come up since."""
    return asked[1].identifiers if asked is not None else sought
