"""The first half of a case: what the systems hold of the person, and whose turn it is."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.house import RegisterSteps
from activities.system import SystemSteps
from habeas.domain.case import Claim
from habeas.domain.findings import Findings
from habeas.domain.house import Claiming, Engaging
from habeas.domain.identifier import Identifier, merge
from habeas.domain.order import Located, LocateOrder
from habeas.domain.route import Routes
from habeas.domain.stage import Stage

from .asking import Asking
from .locate import Search
from .step import house_step, insistent_step

_LONGEST_TURN = timedelta(hours=1)


class Inquiry(Asking):
    """Locates, claims, and waits for its turn."""

    _routes: Routes

    async def _locate(self) -> Findings:
        """What all systems hold; and if they hold anything, the person is claimed by all identifiers found.

        Who had to wait for a turn looks again, by all that is known now: the case that went first may have left less.
        """
        findings = await self._look(self._request.identifiers)
        while not findings.is_empty and await self._claim(findings):
            self._looks += 1
            findings = await self._look(merge(self._request.identifiers, findings.identifiers))
        return findings.model_copy(update={"instructions": (*self._request.instructions, *findings.instructions)})

    async def _look(self, identifiers: tuple[Identifier, ...]) -> Findings:
        is_first = self._board.status.stage is Stage.RECEIVED
        await self._board.enter(Stage.PLANNING, is_noted=is_first)  # the register has it so from the beginning
        await self._desk.enter("locate")
        search = Search(self._request.case_id, self._systems, self._ask, self._links, self._routes)
        findings = await search.run(identifiers, workflow.now())
        self._must_go_on()
        self._identifiers = findings.by_reference
        self._unanswered = findings.unanswered
        self._board.found(findings, self._systems)
        self._customer = next(
            (c for c in findings.controllers if c.id == self._request.leaving_customer), self._customer
        )
        return findings

    async def _ask(self, order: LocateOrder, wave: int) -> Located:
        if order.system in self._owners:
            await self._ask_owner(order.system, order.identifiers)
        look = f":look{self._looks}" if self._looks else ""

        async def attempt(number: int) -> Located:
            options = insistent_step(f"locate:{wave}{look}", order.system, number, self._rules.attention_after)
            return await workflow.execute_activity_method(SystemSteps.locate, order, **options)

        return await self._desk.insist(order.system, "locate", attempt)

    async def _claim(self, findings: Findings) -> bool:
        """Whether it had to wait for another case to end."""
        claiming = Claiming(case_id=self._request.case_id, identifiers=findings.identifiers)
        claim, has_waited = await self._take_turn(
            lambda: workflow.execute_activity_method(RegisterSteps.claim, claiming, **house_step("claim"))
        )
        self._must_be_the_only_one(claim)
        return has_waited

    async def _engage(self, turn: Claim | None = None) -> None:
        """From here on the case changes systems, and an export of the person waits for it. `turn`: was asked before."""
        engaging = Engaging(case_id=self._request.case_id)
        await self._take_turn(
            lambda: workflow.execute_activity_method(RegisterSteps.engage, engaging, **house_step("engage")), turn
        )

    async def _take_turn(self, ask: Callable[[], Awaitable[Claim]], answer: Claim | None = None) -> tuple[Claim, bool]:
        """Wait for a case that goes first, if any: an erasure for an open export, and the other way round."""
        has_waited = False
        while (claim := answer or await ask()).waits_for:
            answer = None
            self._board.show(waits_for=f"case {claim.waits_for} of the same person, which goes first")
            has_waited = True
            await self._wait_for_a_turn(self._turns)
        self._must_go_on()
        self._board.show(waits_for=None)
        return claim, has_waited

    async def _wait_for_a_turn(self, turns: int) -> None:
        try:
            await workflow.wait_condition(lambda: self._turns > turns, timeout=_LONGEST_TURN, timeout_summary="turn")
        except TimeoutError:
            workflow.logger.info("asking again whether it is this case's turn")

    def _must_be_the_only_one(self, claim: Claim) -> None:
        """A person has one open case of a right: this one ends, and points to that."""
        if claim.duplicate_of is not None:
            self._board.show(duplicate_of=claim.duplicate_of)
            raise ApplicationError(f"case {claim.duplicate_of} of the same person is open", type="Duplicate")
