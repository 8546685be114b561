"""The second half of a case: the plan is decided, and a part carries the request out."""

from temporalio import workflow

from activities.house import RegisterSteps
from activities.plan import PlanSteps
from habeas.domain.case import CaseState, Claim
from habeas.domain.count import open_steps, planned
from habeas.domain.findings import Findings
from habeas.domain.house import ApprovalNote, Planning
from habeas.domain.name import ERASURE, EXPORT
from habeas.domain.part import ErasureOrder, ExportOrder, PartOutcome
from habeas.domain.plan import Plan
from habeas.domain.question import NUMBERS
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.update import Approval, Cancellation, Refusal

from .carry_out import CarryOut
from .notes import a_second
from .saga import is_cancelled
from .step import house_step


class Conduct(CarryOut):
    """Has a plan decided, and has it carried out."""

    async def _export(self, findings: Findings, right: Right, decided: dict[str, bool] | None = None) -> PartOutcome:
        order = ExportOrder(
            case_id=self._request.case_id,
            right=right,
            received_at=self._request.received_at,
            language=self._request.language,
            recipient=self._request.recipient,
            findings=findings,
            rules=self._rules,
            decided=decided or {},
            attached=self._by_hand,
        )
        await self._may_go_on()
        await self._board.enter(Stage.CARRYING_OUT)
        return await self._carry_out(EXPORT, order)

    async def _copy(self, findings: Findings, right: Right) -> PartOutcome:
        """What shows others is in a copy where its controller has said so."""
        decided = await self._ask_about_copy(findings)
        outcome = await self._export(findings, right, decided)
        if outcome.state is CaseState.READY:
            await self._give_evidence_of_copy(findings, decided)
        return outcome

    async def _erase(self, findings: Findings, only: tuple[str, ...] = ()) -> PartOutcome:
        """Plan, decide, carry out; and again, when something was found that the approved plan did not name.

        `only`: data of these controllers, by their instructions; ours was erased before.
        """
        while True:
            findings, plan, decision = await self._decided(findings, only)
            if isinstance(decision, Refusal):
                return self._refused(decision, plan)
            order = self._order_of(findings, plan, only)
            outcome = await self._carry_out_plan(order, await self._record(decision, order))
            if not outcome.beyond:
                if outcome.state is not CaseState.NOTHING_CHANGED:
                    self._finished = (*self._finished, *([plan.digest] if plan.systems else []))
                    await self._give_evidence(plan, only)
                return outcome
            findings = await self._look_beyond(outcome)

    def _refused(self, refusal: Refusal, plan: Plan | None = None) -> PartOutcome:
        counts = planned(plan) if plan is not None else {}
        return PartOutcome(state=CaseState.REFUSED, reason=refusal.reason, counts=counts)

    async def _may_go_on(self) -> None:
        """Wait while somebody has put the case on hold."""
        await workflow.wait_condition(lambda: self._board.status.stands_still is None or self._cancellation is not None)
        self._must_go_on()

    async def _decided(self, findings: Findings, only: tuple[str, ...]) -> tuple[Findings, Plan, Approval | Refusal]:
        """Wait for the decision on a plan; a kept holding makes another plan, and a retry another look."""
        looks = self._looks
        while True:
            if self._identity is None:
                await self._identify()
                self._looks += 1
            if self._looks > looks:
                findings, looks = await self._locate(), self._looks
            plan = await self._make_plan(self._as_instructed(findings), only)
            self._must_go_on()
            await workflow.wait_condition(
                lambda: self._decision is not None or self._plan is None or self._looks > looks  # noqa: B023
            )
            if self._decision is not None and self._plan is plan:
                if isinstance(self._decision, Approval):
                    await self._board.enter(Stage.CARRYING_OUT, is_noted=True, waits_for=None)
                    await self._may_go_on()
                return findings, plan, self._decision

    def _as_instructed(self, findings: Findings) -> Findings:
        """With the instructions that came for this case."""
        return findings.model_copy(update={"instructions": (*findings.instructions, *self._directed)})

    async def _make_plan(self, findings: Findings, only: tuple[str, ...]) -> Plan:
        self._plan, self._unplanned = None, ()
        planning = Planning(findings=findings, keeps=self._keeps, case_id=self._request.case_id, only=only)
        plan = await workflow.execute_activity_method(PlanSteps.plan, planning, **house_step("plan"))
        self._plan = plan
        self._approvals = tuple(one for one in self._approvals if one.digest == plan.digest)
        await self._refer(plan, findings)
        await self._board.enter(
            Stage.AWAITING_DECISION,
            is_noted=True,
            phase="approve",
            plan_digest=plan.digest,
            items=plan.items,
            systems=planned(plan),
            open_steps=open_steps(plan, self._due),
            waits_for=a_second(self._approvals[-1]) if self._approvals else _the_dpo(plan),
        )
        return plan

    async def _resume(self, order: ErasureOrder) -> PartOutcome:
        """Go on with a plan that was approved before Temporal lost the case: what was done of it is done once."""
        self._plan, self._keeps, self._links = order.plan, order.keeps, order.links
        self._next_question = max([self._next_question, *(q.first + NUMBERS for q in order.owners.values())])
        self._show(order)
        # something may be held or erased already: whatever cancels come, also before we knew of the plan, the register
        # and the part decide
        if is_cancelled() and self._cancellation is None:
            self._cancellation = Cancellation(by="the Temporal service")
        outcome = await self._protected(self._go_on_with(order))
        if not outcome.beyond:
            return outcome
        return await self._erase(await self._look_beyond(outcome), order.only)

    async def _go_on_with(self, order: ErasureOrder) -> PartOutcome:
        await self._refer(order.plan, order.findings)  # whoever was asked before is not asked twice
        await self._board.enter(Stage.CARRYING_OUT)
        return await self._carry_out_plan(order)

    def _show(self, order: ErasureOrder) -> None:
        self._identifiers = order.findings.by_reference
        self._board.found(order.findings, self._systems)
        self._board.show(plan_digest=order.plan.digest, items=order.plan.items, systems=planned(order.plan))

    async def _carry_out_plan(self, order: ErasureOrder, turn: Claim | None = None) -> PartOutcome:
        self._order = order
        if not order.plan.systems:
            return self._nothing_to_erase(order.plan)
        await self._engage(turn)
        outcome = await self._carry_out(ERASURE, order)
        if outcome.later is not None:
            self._postponed = order
        return outcome

    async def _look_beyond(self, outcome: PartOutcome) -> Findings:
        self._decision = None
        self._board.show(approved_by=None, reason=f"{outcome.reason}: {', '.join(outcome.beyond)}")
        return await self._locate()

    async def _record(self, approval: Approval, order: ErasureOrder) -> Claim | None:
        """Whose turn it is to change systems; a worker that was there before this one does not say it yet."""
        note = ApprovalNote(case_id=self._request.case_id, approval=approval, order=order)
        options = house_step("record_approval")
        turn = await workflow.execute_activity_method(RegisterSteps.record_approval, note, **options)
        self._must_go_on()
        return turn

    def _order_of(self, findings: Findings, plan: Plan, only: tuple[str, ...]) -> ErasureOrder:
        return ErasureOrder(
            case_id=self._request.case_id,
            plan=plan,
            findings=findings,
            instructions=(*self._request.instructions, *self._directed),
            only=only,
            keeps=self._keeps,
            links=self._links,
            systems=self._systems,
            due=self._due,
            rules=self._rules,
            owners=self._questions_for(plan),
        )

    def _nothing_to_erase(self, plan: Plan) -> PartOutcome:
        state = CaseState.ALL_RETAINED if plan.items else CaseState.NO_DATA
        return PartOutcome(state=state, counts=planned(plan), open_steps=open_steps(plan, self._due))


def _the_dpo(plan: Plan) -> str:
    if plan.stops:
        return f"a decision: {plan.stops[0].key}: {plan.stops[0].why}"
    return "the DPO: approve, keep or refuse"
