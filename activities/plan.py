"""The step that makes a plan."""

from habeas.domain.case import CaseState
from habeas.domain.house import Planning
from habeas.domain.plan import Plan
from habeas.domain.planning import Treatments, plan_erasure
from habeas.domain.route import Routes

from .boundary import step
from .port import Book


class PlanSteps:
    """The plan comes out of an activity and is therefore data in the history."""

    def __init__(self, routes: Routes, book: Book, treatments: Treatments) -> None:
        """`routes` says for each system whose identifiers it needs, `treatments` what is on record of categories."""
        self._treatments = treatments
        self._dependencies = {system: () if route.is_manual else route.needs for system, route in routes.items()}
        self._book = book

    @step("plan")
    async def plan(self, planning: Planning) -> Plan:
        """Decide what happens to each holding, and in what order; from now on the case waits for its approval alone."""
        plan = plan_erasure(planning.findings, self._dependencies, planning.keeps, planning.only, self._treatments)
        if planning.case_id is not None:
            await self._book.supersede(planning.case_id, plan.digest)
            await self._book.note(planning.case_id, CaseState.AWAITING_DECISION)
        return plan
