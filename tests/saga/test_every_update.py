"""Every Update at every station of a case, through the real server: allowed or refused as the domain's table says."""

import asyncio
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from temporalio import activity
from temporalio.client import RPCError, WorkflowUpdateFailedError

from habeas.domain import sentence
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.justification import REFUSES, Justification
from habeas.domain.name import MAIL, case_workflow_id
from habeas.domain.permit import MAY, TABLE
from habeas.domain.plan import Keep
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.standing import Station
from habeas.domain.update import Approval, Attestation, Cancellation, Link, Refusal, RetryNow
from habeas.sandbox.fault import How
from habeas.sandbox.people import FAMILY, SHARES_AN_ADDRESS
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import MANY_SIDED as ANOTHER

NAMES = {
    Approval: "approve",
    Keep: "keep",
    Link: "link",
    Refusal: "refuse",
    Cancellation: "cancel",
    RetryNow: "retry",
    Attestation: "attest",
}
RETRY, CANCEL = RetryNow(by="dpo"), Cancellation(by="dpo")
REFUSE = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)


def keep(holding="enrichment/public information/company", until=date(2099, 1, 31)):
    """A decision that a holding must stay."""
    return Keep(holding=holding, ground="a claim in court", until=until, by="dpo")


def attest(system):
    """The word of a person that a step was done by hand."""
    return Attestation(system=system, what="did it", by="dpo")


def everything(status):
    """All that can be told to a case: each Update, and the approvals that should never do."""
    digest = status.plan_digest or "1" * 64
    approvals = [Approval(digest=d, by=by) for d, by in product((digest, "0" * 64), ("dpo", "support"))]
    link = Link(reference=next((one.reference for one in status.reached), "email-1"), is_theirs=True, by="dpo")
    return [*approvals, keep(), link, REFUSE, CANCEL, RETRY, attest("accounts")]


class Hold:
    """A step that is kept where it is while the context lasts."""

    def __init__(self):
        self._reached, self._go = asyncio.Event(), asyncio.Event()

    async def stay(self):
        self._reached.set()
        while not self._go.is_set():
            activity.heartbeat()
            await asyncio.sleep(0.02)

    async def __aenter__(self):
        async with asyncio.timeout(150):
            await self._reached.wait()

    async def __aexit__(self, *_failure):
        self._go.set()


class Judge:
    """Tells cases things, compares the answers with the table, and remembers which cells of it were seen."""

    def __init__(self, world):
        self.world, self.habeas, self.seen = world, world.habeas, set()

    def before(self, activity_id):
        """Hold the step of this id when it begins."""
        self.world.moments.before[activity_id] = (hold := Hold()).stay
        return hold

    def after(self, activity_id):
        """Hold the step of this id when it has succeeded, and nobody has heard of it."""
        self.world.moments.after[activity_id] = (hold := Hold()).stay
        return hold

    def case(self, case_id):
        return self.world.temporal.get_workflow_handle(case_workflow_id(case_id), result_type=CaseStatus)

    async def tell(self, case_id, update):
        """Send an Update, an approval with its signature; the sentence that refuses it, or None."""
        name = NAMES[type(update)]
        if isinstance(update, Approval):
            update = await self.habeas.signed(case_id, update.digest, update.by)
        try:
            await self.case(case_id).execute_update(name, update, result_type=CaseStatus)
        except WorkflowUpdateFailedError as failed:
            return failed.cause.message if failed.cause.type == "NotNow" else failed.cause
        return None

    async def refuses(self, case_id, station, *unfit):
        """All that the table refuses here is refused with its sentence, and so is what is unfit; no trace is left."""
        before = await self._look(case_id)
        by_table = [(update, TABLE[station][type(update)]) for update in everything(before[0])]
        by_table = [(update, sentence) for update, sentence in by_table if sentence is not MAY]
        told = [*by_table, *unfit]
        expected = [(u, sentence.format(state=before[0].state, by="dpo")) for u, sentence in told]
        answers = await asyncio.gather(*(self.tell(case_id, update) for update, _ in told))
        assert [(u, answer) for (u, _), answer in zip(told, answers, strict=True)] == expected, station
        assert await self._look(case_id) == before
        self.seen |= {(station, type(update)) for update, _ in by_table}

    async def allows(self, case_id, station, update):
        """The table allows this here, and the case takes it."""
        assert TABLE[station][type(update)] is MAY
        assert await self.tell(case_id, update) is None
        self.seen.add((station, type(update)))

    async def ended(self, case_id, state):
        """It ended so, and hears nothing any more."""
        status = await self.world.closed(case_id)
        assert status.state is state
        for update in everything(status):
            with pytest.raises(RPCError, match="already completed"):
                await self.tell(case_id, update)

    async def stuck(self, case_id, *systems):
        """Wait until these systems wait for a person."""
        for _ in range(600):
            status = await self.habeas.status(case_id)
            if status.state is CaseState.NEEDS_ATTENTION and all(f"{s}: " in status.waits_for for s in systems):
                return
            await asyncio.sleep(0.1)
        pytest.fail(f"{systems} never waited for a person: {status.progress}")

    async def approve(self, case_id):
        """Have the plan that waits approved."""
        status = await self.world.until(case_id, CaseState.AWAITING_DECISION)
        await self.allows(case_id, Station.DECIDING, Approval(digest=status.plan_digest, by="dpo"))

    async def _look(self, case_id):
        """What the case shows, and how often it accepted something."""
        events = (await self.case(case_id).fetch_history()).events
        told = sum(event.HasField("workflow_execution_update_accepted_event_attributes") for event in events)
        status = await self.habeas.status(case_id)
        return status.model_copy(update={"letters": ()}), told  # letters leave meanwhile


async def looking(judge):
    """A case that came, looks, is stuck, and looks again can only be stopped, or tried again where it is stuck."""
    coming, asking = judge.before("open_case"), judge.before("locate:accounts:1")
    case_id = await judge.world.open(PERSON, Right.CONFIRMATION)
    async with coming:
        await judge.refuses(case_id, Station.LOOKING)
    async with asking:
        await judge.refuses(case_id, Station.LOOKING)
        judge.world.switchboard.break_("accounts", How.RATE_LIMIT)
    await judge.stuck(case_id, "accounts")
    await judge.refuses(case_id, Station.LOOKING_STUCK)
    again = judge.before("locate:accounts:1:2")
    await judge.allows(case_id, Station.LOOKING_STUCK, RETRY)
    async with again:
        await judge.refuses(case_id, Station.LOOKING)
    await judge.stuck(case_id, "accounts")
    closing = judge.before("close_case")
    await judge.allows(case_id, Station.LOOKING_STUCK, CANCEL)
    async with closing:
        await judge.refuses(case_id, Station.CLOSING)
    await judge.ended(case_id, CaseState.NOTHING_CHANGED)
    judge.world.switchboard.mend()


async def unidentified(judge):
    """Before it is known who asks nothing is decided; the request can be refused, or stopped."""
    for update, state in ((REFUSE, CaseState.REFUSED), (CANCEL, CaseState.NOTHING_CHANGED)):
        case_id = await judge.world.open(PERSON, identity=None)
        await judge.world.until_so(case_id, lambda s: s.stage is Stage.IDENTITY and len(s.letters) == 2)
        await judge.refuses(case_id, Station.IDENTIFYING)
        await judge.allows(case_id, Station.IDENTIFYING, update)
        await judge.ended(case_id, state)


async def refused_early(judge):
    """A request may be refused while systems are asked."""
    asking = judge.before("locate:accounts:1")
    case_id = await judge.world.open(PERSON, Right.CONFIRMATION)
    async with asking:
        await judge.allows(case_id, Station.LOOKING, REFUSE)
    await judge.ended(case_id, CaseState.REFUSED)
    judge.world.break_at("locate:accounts:1", How.RATE_LIMIT)
    case_id = await judge.world.open(PERSON, Right.CONFIRMATION)
    await judge.stuck(case_id, "accounts")
    await judge.allows(case_id, Station.LOOKING_STUCK, REFUSE)
    judge.world.switchboard.mend()
    await judge.ended(case_id, CaseState.REFUSED)


async def answering(judge):
    """While the person is told nothing is decided; an answer that does not leave is tried again, or told otherwise."""
    telling = judge.before("letter:answer-1")
    case_id = await judge.world.open(PERSON, Right.CONFIRMATION)
    async with telling:
        await judge.refuses(case_id, Station.ANSWERING)
        judge.world.switchboard.break_(MAIL, How.REFUSE)
    await judge.stuck(case_id, MAIL)
    await judge.refuses(case_id, Station.ANSWERING_STUCK, (attest("accounts"), sentence.NOT_STUCK))
    await judge.allows(case_id, Station.ANSWERING_STUCK, RETRY)
    await judge.stuck(case_id, MAIL)
    await judge.allows(case_id, Station.ANSWERING_STUCK, attest(MAIL))
    judge.world.switchboard.mend()
    await judge.ended(case_id, CaseState.LOCATED)


async def deciding(judge):
    """A plan that waits is decided on, kept from, and looked at again; while it is made anew it is not decided on."""
    planning = judge.before("plan")
    case_id = await judge.world.open(PERSON)
    async with planning:
        await judge.refuses(case_id, Station.LOOKING)
    status = await judge.world.until(case_id, CaseState.AWAITING_DECISION)
    unfit = [
        (Approval(digest="0" * 64, by="dpo"), sentence.OTHER_DIGEST),
        (Approval(digest=status.plan_digest, by="support"), sentence.OWN_CASE),
        (keep("payroll"), sentence.NO_HOLDING),
        (keep(until=date(2020, 1, 1)), sentence.NO_FUTURE),
        (Link(reference="email-9", is_theirs=True, by="dpo"), sentence.NOT_IN_DOUBT),
        (Refusal(reason="no code", by="dpo"), sentence.NO_CODE.format(codes=", ".join(sorted(REFUSES)))),
    ]
    await judge.refuses(case_id, Station.DECIDING, *unfit)
    again = judge.before("locate:accounts:1:look1")
    await judge.allows(case_id, Station.DECIDING, RETRY)
    async with again:
        await judge.refuses(case_id, Station.LOOKING)
    await judge.world.until(case_id, CaseState.AWAITING_DECISION)
    anew, again = judge.before("plan"), judge.before("locate:accounts:1:look2")
    keeping = asyncio.create_task(judge.allows(case_id, Station.DECIDING, keep()))
    async with anew:
        await judge.refuses(case_id, Station.PLANNING)
        await judge.allows(case_id, Station.PLANNING, RETRY)
    async with again:
        await judge.refuses(case_id, Station.LOOKING)
    await keeping
    await judge.world.until(case_id, CaseState.AWAITING_DECISION)
    closing = judge.before("close_case")
    await judge.allows(case_id, Station.DECIDING, REFUSE)
    async with closing:
        await judge.refuses(case_id, Station.CLOSING)
    await judge.ended(case_id, CaseState.REFUSED)


async def in_doubt(judge):
    """What must be decided first stops an approval, and a link decides it."""
    status = await judge.world.planned(replace(SHARES_AN_ADDRESS, email=FAMILY))
    stops = sentence.STOPS.format(keys=status.items[0].key, why=status.items[0].why)
    approval = Approval(digest=status.plan_digest, by="dpo")
    await judge.refuses(status.case_id, Station.DECIDING, (approval, stops))
    (doubtful,) = (one.reference for one in status.reached if one.is_shared)
    again = judge.before("locate:accounts:1:look1")
    linking = asyncio.create_task(
        judge.allows(status.case_id, Station.DECIDING, Link(reference=doubtful, is_theirs=False, by="dpo"))
    )
    async with again:
        await judge.refuses(status.case_id, Station.LOOKING)
    await linking
    await judge.allows(status.case_id, Station.DECIDING, CANCEL)
    await judge.ended(status.case_id, CaseState.NOTHING_CHANGED)


async def stopped(judge):
    """A case is stopped wherever it can be."""
    moments = {
        "locate:accounts:1": (Right.CONFIRMATION, Station.LOOKING),
        "record_approval": (Right.ERASURE, Station.APPROVED),
        "locate:accounts:again:1": (Right.ERASURE, Station.REVERSIBLE),
        "collect:accounts": (Right.ACCESS, Station.COLLECTING),
    }
    for moment, (right, station) in moments.items():
        hold = judge.before(moment)
        case_id = await judge.world.open(PERSON, right)
        if right is Right.ERASURE:
            await judge.approve(case_id)
        async with hold:
            await judge.allows(case_id, station, CANCEL)
        await judge.ended(case_id, CaseState.NOTHING_CHANGED)
    case_id = (await judge.world.planned(PERSON)).case_id
    anew = judge.before("plan")
    keeping = asyncio.create_task(judge.tell(case_id, keep()))
    async with anew:
        await judge.allows(case_id, Station.PLANNING, CANCEL)
    assert await keeping is None
    await judge.ended(case_id, CaseState.NOTHING_CHANGED)
    judge.world.break_at("collect:accounts", How.RATE_LIMIT)
    case_id = await judge.world.open(PERSON, Right.ACCESS)
    await judge.stuck(case_id, "accounts")
    await judge.allows(case_id, Station.COLLECTING_STUCK, CANCEL)
    await judge.ended(case_id, CaseState.NOTHING_CHANGED)
    judge.world.switchboard.mend()


async def exporting(judge):
    """An export has no plan and nothing of it is done by hand; an erasure of the person waits for its turn."""
    collecting = judge.before("collect:accounts")
    export = await judge.world.open(ANOTHER, Right.ACCESS)
    async with collecting:
        await judge.refuses(export, Station.COLLECTING)
        erasure = await judge.world.open(ANOTHER)
        async with asyncio.timeout(60):
            while not (await judge.habeas.status(erasure)).waits_for:
                await asyncio.sleep(0.05)
        await judge.refuses(erasure, Station.LOOKING)
        judge.world.switchboard.break_("accounts", How.RATE_LIMIT)
    await judge.stuck(export, "accounts")
    await judge.refuses(export, Station.COLLECTING_STUCK)
    again = judge.before("collect:accounts:2")
    await judge.allows(export, Station.COLLECTING_STUCK, RETRY)
    async with again:
        await judge.refuses(export, Station.COLLECTING)
    await judge.stuck(export, "accounts")
    packaging = judge.before("package")
    judge.world.switchboard.mend()
    await judge.allows(export, Station.COLLECTING_STUCK, RETRY)
    async with packaging:
        await judge.refuses(export, Station.COLLECTING)
    await judge.ended(export, CaseState.READY)
    return erasure


async def forward(judge, case_id):
    """Until the pivot an erasure can be stopped; after it, what is stuck can be tried again or done by hand."""
    reversible = ("preflight:accounts", "hold:accounts", "locate:accounts:again:1")
    holds = [judge.before("record_approval"), *map(judge.before, reversible)]
    decided, erasing, confirming = (
        judge.after("decide"),
        judge.before("erase:accounts"),
        judge.before("confirm:accounts"),
    )
    await judge.approve(case_id)
    for hold, station in zip(holds, (Station.APPROVED, *[Station.REVERSIBLE] * 3), strict=True):
        async with hold:
            await judge.refuses(case_id, station)
    async with decided:  # the register is past the pivot, and the case has not heard of it
        await judge.refuses(case_id, Station.REVERSIBLE)
        assert await judge.tell(case_id, CANCEL) == sentence.TOO_LATE
    async with erasing:
        await judge.refuses(case_id, Station.FORWARD)
        judge.world.switchboard.break_("accounts", How.REFUSE)
    await judge.stuck(case_id, "accounts")
    await judge.refuses(case_id, Station.FORWARD_STUCK, (attest("recordings"), sentence.NOT_STUCK))
    again = judge.before("erase:accounts:2")
    await judge.allows(case_id, Station.FORWARD_STUCK, RETRY)
    async with again:
        await judge.refuses(case_id, Station.FORWARD)
    await judge.stuck(case_id, "accounts")
    await judge.allows(case_id, Station.FORWARD_STUCK, attest("accounts"))
    async with confirming:
        await judge.refuses(case_id, Station.FORWARD)
    await judge.world.until(case_id, CaseState.WAITING_FOR_CONTROLLER)
    await judge.refuses(case_id, Station.WAITING)
    await judge.allows(case_id, Station.WAITING, CANCEL)
    await judge.ended(case_id, CaseState.ERASED_WITH_OPEN_STEPS)
    judge.world.switchboard.mend()


async def backward(judge):
    """What unwinds by itself can be stopped still; what was stopped cannot be again; what is stuck can be helped."""
    held = [judge.after("hold:accounts"), judge.after("hold:recordings"), judge.before("hold:billing")]
    releasing = {system: judge.before(f"release:{system}") for system in ("accounts", "recordings")}
    case_id = (await judge.world.planned(PERSON)).case_id
    await judge.approve(case_id)
    async with held[2]:
        for hold in held[:2]:
            async with hold:
                judge.world.switchboard.break_("billing", How.REFUSE, times=1)
    async with releasing["accounts"], releasing["recordings"]:  # let go together: each is stuck soon after
        await judge.refuses(case_id, Station.REVERSIBLE)
        for system in releasing:
            judge.world.switchboard.break_(system, How.REFUSE)
    await judge.stuck(case_id, *releasing)
    await judge.refuses(case_id, Station.REVERSIBLE_STUCK, (attest("billing"), sentence.NOT_STUCK))
    again = judge.before("release:recordings:2")
    await judge.allows(case_id, Station.REVERSIBLE_STUCK, RETRY)
    async with again:
        await judge.stuck(case_id, "accounts")
    await judge.stuck(case_id, *releasing)
    await judge.allows(case_id, Station.REVERSIBLE_STUCK, attest("accounts"))
    again = judge.before("release:recordings:3")
    await judge.allows(case_id, Station.REVERSIBLE_STUCK, CANCEL)
    async with again:
        await judge.refuses(case_id, Station.CANCELLED)
    await judge.stuck(case_id, "recordings")
    await judge.refuses(case_id, Station.CANCELLED_STUCK)
    again = judge.before("release:recordings:4")
    await judge.allows(case_id, Station.CANCELLED_STUCK, RETRY)
    async with again:
        await judge.refuses(case_id, Station.CANCELLED)
    await judge.stuck(case_id, "recordings")
    await judge.allows(case_id, Station.CANCELLED_STUCK, attest("recordings"))
    await judge.ended(case_id, CaseState.NOTHING_CHANGED)
    judge.world.switchboard.mend()


async def at_once(judge):
    """What acts at once is refused, cancelled and held back by nobody; what is stuck may be done by hand."""
    first = judge.before("stop:enrichment")
    case_id = await judge.world.open(PERSON, Right.OBJECTION)
    async with first:
        await judge.refuses(case_id, Station.STOPPING)
        judge.world.switchboard.break_("enrichment", How.RATE_LIMIT)
    await judge.stuck(case_id, "enrichment")
    await judge.refuses(case_id, Station.STOPPING_STUCK)
    await judge.allows(case_id, Station.STOPPING_STUCK, RETRY)
    await judge.stuck(case_id, "enrichment")
    await judge.allows(case_id, Station.STOPPING_STUCK, attest("enrichment"))
    await judge.ended(case_id, CaseState.STOPPED)
    judge.world.switchboard.mend()


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "rules", [{"reversible_limit": 120, "next_try": 600, "controller_answers_within": 14 * 86_400}]
)
async def test_every_update_at_every_station(world):
    """Real cases come to every station; what they are told there is allowed or refused as the table says, each cell."""
    judge = Judge(world)
    await unidentified(judge)
    await looking(judge)
    await refused_early(judge)
    await answering(judge)
    await deciding(judge)
    await in_doubt(judge)
    await stopped(judge)
    await forward(judge, await exporting(judge))
    await backward(judge)
    await at_once(judge)
    assert judge.seen == set(product(Station, NAMES))
