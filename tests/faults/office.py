"""What people do about the cases of a company: the DPO decides, operators mend, ask again, and resume what was lost.

What a person may have to say twice is said again with the next look: nobody answers while Temporal is away.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import people
from company import Company
from sqlalchemy.exc import SQLAlchemyError
from story import Opening, Story
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError
from ward import Ward
from watched import Case

from habeas.client import Habeas
from habeas.console.orphan import Orphan, orphans
from habeas.domain.case import CaseState
from habeas.domain.error import HabeasError, InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.justification import Justification
from habeas.domain.key import Kind
from habeas.domain.name import STATE
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.domain.update import Refusal
from habeas.register.approver import Approvers
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.settings import HouseSettings
from habeas.vault.approver_keys import ApproverKeys

CLAIM = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)

AWAY = (HabeasError, InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable, RPCError, SQLAlchemyError, OSError)
"""What is asked again."""

ANSWER = timedelta(seconds=4)
_AGAIN = 2.0
_STATE = SearchAttributeKey.for_keyword(STATE)


@dataclass
class Office:
    """The people of one company, at its door."""

    company: Company
    habeas: Habeas
    public: dict[str, str]
    lost: list[Orphan] = field(default_factory=list)
    secrets: dict[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    async def of(cls, company: Company) -> "Office":
        """They come when Temporal is there."""
        settings = HouseSettings.given(company.layout.environment(company.recordings))
        await migrate(settings.register_url)  # they may come before the worker has
        keys = ApproverKeys(company.layout.approver_keys)
        public = keys.public("dpo") or keys.make("dpo")
        office = cls(company, replace(await Habeas.at(settings), signers=keys), public)
        await office.enrol()
        return office

    async def enrol(self) -> None:
        """The register knows the DPO, also one that was restored from before it did."""
        url = self.company.layout.environment(self.company.recordings)["HABEAS_REGISTER_URL"]
        await Approvers(register_engine(url, is_kept=False)).enrol("dpo", Role.DPO, self.public)

    async def open(self, story: Story) -> str:
        """Open the case of a story, and remember its key: a register may lose that of a closed case. Returns its id."""
        who = Identity(how="logged in", by="support")
        address = email(people.PEOPLE[story.person].email)
        intake = Intake(identifiers=(address,), received_at=datetime.now(UTC), identity=who)
        case_id = await self.habeas.open(Right.ERASURE, intake)
        self.secrets[case_id] = await self.habeas.keys.unwrap(case_id, Kind.PAYLOAD)
        return case_id

    async def payload_key(self, case_id: str, _patience: float | None) -> bytes:
        """Reads the history of a case, whatever became of the register."""
        return self.secrets[case_id]

    async def attend(self, case: Case, run: WorkflowExecution) -> None:
        """Do what the case waits for, as Temporal lists it; not more often than every other second."""
        if run.status is WorkflowExecutionStatus.COMPLETED:
            case.status = await self.habeas.outcome(case.id)
            return
        state = run.typed_search_attributes.get(_STATE)
        case.is_stuck = state == CaseState.NEEDS_ATTENTION
        waits = case.is_stuck or state == CaseState.AWAITING_DECISION
        if not waits or time.monotonic() < case.told_at + _AGAIN:
            return
        case.told_at = time.monotonic()
        with suppress(*AWAY):
            await (self._mend(case) if case.is_stuck else self._decide(case))

    async def _mend(self, case: Case) -> None:
        self.company.layout.switchboard.mend()
        self._set_clocks_right()
        await self.enrol()
        await self.habeas.retry(case.id, "support")

    def _set_clocks_right(self) -> None:
        self.company.staff.set_clock_of_systems(0)
        self.company.staff.tell_worker("clock", 0)

    async def _decide(self, case: Case) -> None:
        await self.enrol()
        try:
            await self._say(case)
        except NotNow as refused:
            if "clock" in str(refused):
                self._set_clocks_right()
            raise

    async def _say(self, case: Case) -> None:
        digest = (await self.habeas.status(case.id)).plan_digest or ""
        match case.story.opening:
            case Opening.REFUSE:
                await self.habeas.refuse(case.id, CLAIM)
            case Opening.BOTH if not case.is_approved:
                case.is_approved = True
                both = self.habeas.approve(case.id, digest, "dpo"), self.habeas.cancel(case.id, "support")
                await asyncio.gather(*both, return_exceptions=True)
            case _:
                await self.habeas.approve(case.id, digest, "dpo")
                case.is_approved = True

    async def resume(self, case: Case | None = None) -> None:
        """`habeas resume`, for all that was lost; of a lost case the register may know the outcome."""
        company = self.company
        ward = Ward.of(company.layout.environment(company.recordings))
        self.lost = [one async for one in orphans(ward, None, only_look=False)]
        if case is not None:
            async with ward.register() as register:
                row = await register.show(case.id)
            case.status = row.report if row else None

    async def ask_the_stuck(self, cases: list[Case]) -> None:
        """What the cases say that do not end, and where their steps are."""
        for case in cases:
            with suppress(*AWAY):
                status = await replace(self.habeas, answer=ANSWER).status(case.id)
                where = ", ".join(sorted(case.active.values()))
                case.waits_for = f"{status.state}, {status.phase}, in {where}: {status.waits_for}"
