"""Random Updates and days against a plain model of the law: a real case never does what the model does not allow.

Never an illegal state, never silence past the date, never an erasure without identity, approval and the controller's
instruction, never an effect across customers.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from law_model import ANSWERS, CLOSED, DECIDING, IDENTITY, WAITING, Law
from sqlalchemy import insert, select

from adapters.sql.engine import writing_engine
from habeas.client import NoSuchCase, NotNow
from habeas.domain.case import CaseState
from habeas.domain.identifier import email
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.link import LinkPurpose
from habeas.domain.name import part_workflow_id
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.domain.update import (
    Clarification,
    Direction,
    Directive,
    Extension,
    IdentityQuestion,
    Refusal,
    Reply,
    Resumption,
    Standstill,
    Verification,
)
from habeas.sandbox.accounts import account
from habeas.sandbox.recordings import participant

EXAMPLES, STEPS = 8, 12
OURS, STEIN, NORDLYS = "company", 4, 1  # events of a customer without an instruction, and of one with a standing one
NUMBERS = count(9000)
CODES = [Justification.REJECTED, Justification.UNFOUNDED, Justification.LEGAL_CLAIM]


@pytest.fixture
def rules():
    """As in production: customers are waited for."""
    return {"controller_answers_within": 14 * 86_400}


class Subject:
    """A case under test, a person of its own, and the eyes of the judge."""

    def __init__(self, world, loop):
        self.world, self.loop, self.number = world, loop, next(NUMBERS)
        self.address = f"person{self.number}@example.org"
        self.case, self.status, self.opened = "", None, datetime.now(UTC)

    def do(self, work):
        """Run something on the loop of the tests; whether the case took it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    async def begin(self):
        engine = writing_engine(self.world.url)
        who = {"id": self.number, "username": f"p{self.number}", "email": self.address, "password_hash": "x"}
        flags = {"may_log_in": True, "gets_mail": False, "created_at": self.opened}
        async with engine.begin() as connection:
            await connection.execute(insert(account).values({**who, **flags}))
            for event in (STEIN, NORDLYS):
                row = {"event_id": event, "role": "participant", "email": self.address, "is_hidden": False}
                await connection.execute(insert(participant).values(row))
        await engine.dispose()
        with self.world.env.with_time_skipping_disabled():
            intake = Intake(identifiers=(email(self.address),), received_at=self.opened)
            self.case = await self.world.habeas.open(Right.ERASURE, intake, submitted_by="support")
        await self.settle()

    async def settle(self):
        """Until the case waits for somebody, or has ended."""
        moving = {CaseState.RECEIVED, CaseState.PLANNING, CaseState.CARRYING_OUT, CaseState.ANSWERING}
        before, same = None, 0
        while same < 4:  # what was told moves the case a moment after the answer
            self.status = await self.world.until_so(self.case, lambda s: s.state not in moving)
            same = same + 1 if self.status == before else 0
            before = self.status
            await asyncio.sleep(0.1)

    async def told(self, work):
        try:
            await work
        except (NotNow, NoSuchCase):
            return False
        await self.settle()
        return True

    async def rows(self):
        """Whether there is an account, and of which events there is a participation."""
        engine = writing_engine(self.world.url)
        async with engine.connect() as connection:
            has_account = await connection.scalar(select(account.c.id).where(account.c.id == self.number)) is not None
            mine = select(participant.c.event_id).where(participant.c.email == self.address)
            events = set(await connection.scalars(mine))
        await engine.dispose()
        return has_account, events


class Cases(RuleBasedStateMachine):
    """Each run has a case and a person of its own, in one self.world."""

    world, loop = None, None

    @initialize()
    def begin(self):
        self.law, self.one = Law(), Subject(self.world, self.loop)
        self.one.do(self.one.begin())
        self.days = 0

    def tell(self, message):
        return self.one.do(self.one.told(self.world.habeas.tell(self.one.case, message)))

    def follow(self):
        """Where the case is now; what the model cannot know it reads, and the invariants judge."""
        status, law = self.one.status, self.law
        law.stage, law.is_answered = status.stage.value, status.is_answered
        states = {r.controller: r.state.value for r in status.referrals}
        law.customer = states.get("customer/stein", "")

    @rule(rung=st.sampled_from([Rung.LINK, Rung.EVIDENCE]))
    def verify(self, rung):
        may = self.law.may_verify(rung.value)
        assert self.tell(Verification(rung=rung, how="shown", by="dpo")) == may
        if may:
            self.law.is_known = True
        self.follow()

    @precondition(lambda self: not self.law.link_is_opened)
    @rule()
    def open_link(self):
        async def opened():
            for number in range(len(self.world.mails(self.one.address))):
                if await self.world.register.use_link(self.world.token(self.one.address, number), LinkPurpose.IDENTITY):
                    return True
            return False

        self.law.link_is_opened = self.one.do(opened())

    @rule(doubt=st.sampled_from([Doubt.NOT_SIGNED_IN, Doubt.CONTRADICTION]), rung=st.sampled_from(Rung))
    def doubt(self, doubt, rung):
        may = self.law.may_doubt(doubt.value, rung.value)
        assert self.tell(IdentityQuestion(doubt=doubt, rung=rung, by="dpo")) == may
        if may:
            self.law.is_known, self.law.needs = False, rung.value
        self.follow()

    @rule(by=st.sampled_from(["dpo", "support"]), is_current=st.booleans())
    def approve(self, by, is_current):
        digest = (self.one.status.plan_digest or "0" * 64) if is_current else "1" * 64
        may = self.law.may_approve(by, is_current)
        if may:
            self.law.was_approved |= {i.controller for i in self.one.status.items if i.disposition == "erase"}
        assert self.one.do(self.one.told(self.world.habeas.approve(self.one.case, digest, by))) == may
        self.follow()

    @rule(code=st.sampled_from(CODES), has_evidence=st.booleans())
    def refuse(self, code, has_evidence):
        evidence = "in the folder" if has_evidence else None
        message = Refusal(reason="not this time", by="dpo", justification=code, evidence=evidence)
        may = self.law.may_refuse(code.value, has_evidence)
        assert self.one.do(self.one.told(self.world.habeas.refuse(self.one.case, message))) == may
        self.follow()

    @rule(code=st.sampled_from([Justification.COMPLEXITY, Justification.DELAY]))
    def extend(self, code):
        may = self.law.may_extend(code.value)
        assert self.tell(Extension(justification=code, words="much to read", by="dpo")) == may
        self.law.is_extended |= may
        self.follow()

    @rule()
    def clarify(self):
        may = self.law.may_ask()
        assert self.tell(Clarification(question="Which account?", by="dpo")) == may
        self.law.has_question |= may

    @rule()
    def reply(self):
        may = self.law.has_question and self.law.stage != CLOSED
        assert self.tell(Reply(text="That one.")) == may
        self.law.has_question &= not may

    @rule()
    def halt(self):
        may = self.law.may_halt()
        assert self.tell(Standstill(reason="a court asks", by="dpo")) == may
        self.law.is_halted |= may

    @rule()
    def resume(self):
        may = self.law.is_halted and self.law.stage != CLOSED
        assert self.tell(Resumption(by="dpo")) == may
        self.law.is_halted &= not may

    @rule(
        controller=st.sampled_from(["customer/stein", "customer/nordlys", OURS]),
        directive=st.sampled_from(Directive),
    )
    def direct(self, controller, directive):
        fields = {"recorded_by": "legal", "reference": "mail of today"}
        may = self.law.may_direct(controller, directive.value)
        assert self.tell(Direction(controller=controller, directive=directive, **fields)) == may
        self.follow()

    @rule()
    def cancel(self):
        may = self.law.may_cancel()
        assert self.one.do(self.one.told(self.world.habeas.cancel(self.one.case, "dpo"))) == may
        self.follow()

    @precondition(lambda self: self.law.customer == "asked" and self.law.stage != CLOSED)
    @rule()
    def nobody_answers(self):
        """The customer's time passes: until it has, Temporal skips no time of the case that waits for it."""

        async def pass_by():
            part = self.world.temporal.get_workflow_handle(part_workflow_id(self.one.case, "hand-over/1"))
            await self.world.env.fast_forward(part, None)
            await self.one.settle()

        self.one.do(pass_by())
        self.follow()
        assert self.law.customer == "silent"

    @precondition(lambda self: self.law.stage != CLOSED and not self.law.is_waited_for)
    @rule(days=st.integers(1, 20))
    def wait(self, days):
        async def pass_by():
            await self.world.later(self.one.case, days=days)
            await asyncio.sleep(0.3)  # an alarm that rang is being written
            await self.one.settle()

        self.one.do(pass_by())
        self.days += days
        first = self.one.status.clock.first_due_at
        self.law.is_over = self.one.opened + timedelta(days=self.days) >= first
        self.follow()

    @invariant()
    def it_is_at_a_stage_that_waits(self):
        assert self.law.stage in (IDENTITY, DECIDING, WAITING, CLOSED)
        assert self.one.status.state is not CaseState.NEEDS_ATTENTION

    @invariant()
    def it_is_not_silent_past_the_date(self):
        status = self.one.status
        if self.one.opened + timedelta(days=self.days) >= status.clock.due_at:
            said = {note.kind.value for note in status.letters}
            assert said & ANSWERS, status.stage

    @invariant()
    def nothing_is_erased_without_identity_approval_and_instruction(self):
        has_account, events = self.one.do(self.one.rows())
        if not has_account:
            assert OURS in self.law.was_approved
            assert self.law.is_known
        if NORDLYS not in events:
            assert "customer/nordlys" in self.law.was_approved
        if STEIN not in events:
            assert "customer/stein" in self.law.was_approved
            assert self.law.customer in ("done", "instructed")

    def teardown(self):
        if self.one.status.state.is_open:
            self.one.do(self.one.told(self.world.habeas.cancel(self.one.case, "dpo")))


@pytest.mark.timeout(900)
async def test_a_real_case_does_what_the_model_of_the_law_allows(world):
    """Whatever it is told, and whenever."""
    Cases.world, Cases.loop = world, asyncio.get_running_loop()
    # a step takes seconds: what fails is told as it was met, and not made shorter
    few = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, phases=set(Phase) - {Phase.shrink, Phase.explain})
    await asyncio.to_thread(run_state_machine_as_test, Cases, settings=few)
