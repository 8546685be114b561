"""No case is ever on both sides of the pivot."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from habeas.domain.decision import Decision
from habeas.domain.error import Barred
from habeas.domain.right import Right
from habeas.register.engine import register_engine
from habeas.register.register import Register
from habeas.register.table import fence

PLAN, OTHER = "a" * 64, "b" * 64
KEY = b"k" * 32


@pytest.fixture
async def case_id(opened) -> str:
    """An open erasure."""
    return (await opened()).case_id


@pytest.fixture
async def approved(register, case_id, sign) -> str:
    """An erasure with an approved plan."""
    await register.approve(case_id, PLAN, sign(case_id, PLAN, "dpo"))
    return case_id


@pytest.fixture
async def pivoted(register, approved) -> str:
    """An erasure that pivoted with the plan."""
    await register.decide(approved, PLAN, Decision.PIVOTED)
    return approved


@pytest.fixture
async def unwinding(register, approved) -> str:
    """An erasure whose plan unwinds."""
    await register.decide(approved, PLAN, Decision.UNWINDING)
    return approved


async def allows(call) -> bool:
    """Whether the register says yes."""
    try:
        await call
    except Barred:
        return False
    return True


async def test_approval(register, case_id, sign):
    """The last approval of another plan counts until the pivot; the same one again keeps who came first."""
    for digest, by in [(OTHER, "dpo"), (PLAN, "deputy"), (PLAN, "dpo")]:
        await register.approve(case_id, digest, sign(case_id, digest, by))
    row = await register.show(case_id)
    assert (row.approved_digest, row.approved_by) == (PLAN, "deputy")
    assert row.approved_at is not None


async def test_approval_after_the_pivot(register, pivoted, sign):
    """After the pivot no other plan is approved, and repeating the approval changes nothing."""
    before = await register.show(pivoted)
    assert not await allows(register.approve(pivoted, OTHER, sign(pivoted, OTHER, "dpo")))
    await register.approve(pivoted, PLAN, sign(pivoted, PLAN, "deputy"))
    assert await register.show(pivoted) == before


async def test_approval_while_unwinding(register, unwinding, sign):
    """A plan that unwinds is not approved any more; another plan of the same case may be, and may pivot."""
    await register.approve(unwinding, OTHER, sign(unwinding, OTHER, "dpo"))
    assert not await allows(register.approve(unwinding, PLAN, sign(unwinding, PLAN, "dpo")))
    assert await register.decide(unwinding, OTHER, Decision.PIVOTED) is Decision.PIVOTED
    assert await register.decide(unwinding, PLAN, Decision.PIVOTED) is Decision.UNWINDING


@pytest.mark.parametrize("digest", [OTHER, ""])
async def test_pivot_needs_the_approved_plan(register, approved, digest):
    """A plan that was not approved does not pivot, and nothing is changed by trying."""
    assert not await allows(register.decide(approved, digest, Decision.PIVOTED))
    assert await register.decide(approved, PLAN, Decision.UNDECIDED) is Decision.UNDECIDED
    await register.may_hold(approved, PLAN, "accounts")


async def test_pivoted(register, pivoted):
    """A pivoted plan answers so to everybody, is what erases, and takes nothing back."""
    for wanted in Decision:
        assert await register.decide(pivoted, PLAN, wanted) is Decision.PIVOTED
    await register.may_erase(pivoted, PLAN)
    assert not await allows(register.may_erase(pivoted, OTHER))
    assert not await allows(register.bar(pivoted, PLAN, "accounts"))
    assert not await allows(register.may_hold(pivoted, PLAN, "accounts"))
    assert not await allows(register.begin(pivoted, PLAN, "accounts"))


async def test_bar_is_written(register, unwinding, url):
    """A barred hold stays barred in the database, by system, once."""
    for system in ("accounts", "accounts", "recordings"):
        await register.bar(unwinding, PLAN, system)
    engine = register_engine(url)
    async with engine.connect() as connection:
        systems = await connection.scalars(select(fence.c.system).where(fence.c.case_id == unwinding))
        assert sorted(systems) == ["accounts", "recordings"]
    await engine.dispose()


async def test_unwinding(register, unwinding):
    """An unwinding plan answers so to everybody, is released, and neither holds nor erases."""
    for wanted in Decision:
        assert await register.decide(unwinding, PLAN, wanted) is Decision.UNWINDING
    for _ in range(2):
        assert await register.bar(unwinding, PLAN, "accounts") is False
    for system in ("accounts", "recordings"):
        assert not await allows(register.may_hold(unwinding, PLAN, system))
    assert not await allows(register.may_erase(unwinding, PLAN))


async def test_release_knows_what_was_begun(register, approved):
    """A hold learns whether one was begun before, and a release in which systems one ever was, by whichever run."""
    assert await register.begin(approved, PLAN, "accounts") is False
    assert await register.begin(approved, PLAN, "accounts") is True
    await register.decide(approved, PLAN, Decision.UNWINDING)
    assert await register.bar(approved, PLAN, "accounts") is True
    assert await register.bar(approved, PLAN, "recordings") is False


async def test_bars_of_another_plan(register, unwinding, sign):
    """The bars of a plan that unwound do not hinder the next plan of the case, nor does it lift them."""
    await register.bar(unwinding, PLAN, "accounts")
    await register.approve(unwinding, OTHER, sign(unwinding, OTHER, "dpo"))
    await register.may_hold(unwinding, OTHER, "accounts")
    assert not await allows(register.may_hold(unwinding, PLAN, "accounts"))


async def test_late_release_of_another_plan(register, unwinding, sign):
    """Once a plan has pivoted, a late run of an earlier one takes nothing back, for it would undo the same holds."""
    await register.bar(unwinding, PLAN, "accounts")
    await register.approve(unwinding, "c" * 64, sign(unwinding, "c" * 64, "dpo"))
    await register.begin(unwinding, "c" * 64, "accounts")
    await register.approve(unwinding, OTHER, sign(unwinding, OTHER, "dpo"))
    await register.decide(unwinding, OTHER, Decision.PIVOTED)
    assert not await allows(register.bar(unwinding, PLAN, "accounts"))
    assert not await allows(register.decide(unwinding, "c" * 64, Decision.UNWINDING))
    assert await register.decide(unwinding, PLAN, Decision.UNWINDING) is Decision.UNWINDING


async def test_undecided(register, approved):
    """Before the decision a plan holds, and neither bars nor erases."""
    await register.may_hold(approved, PLAN, "accounts")
    assert not await allows(register.may_hold(approved, OTHER, "accounts"))
    assert not await allows(register.bar(approved, PLAN, "accounts"))
    assert not await allows(register.may_erase(approved, PLAN))


async def test_another_plan_pivots_when_the_first_one_is_done(register, pivoted, sign):
    """Until then no other plan of the case is approved, decided or held by; what was erased once may be asked again."""
    assert not await allows(register.approve(pivoted, OTHER, sign(pivoted, OTHER, "dpo")))
    for _ in range(2):
        await register.finish(pivoted, PLAN)
    await register.approve(pivoted, OTHER, sign(pivoted, OTHER, "dpo"))
    await register.begin(pivoted, OTHER, "recordings")
    assert not await allows(register.may_erase(pivoted, OTHER))
    assert await register.decide(pivoted, OTHER, Decision.PIVOTED) is Decision.PIVOTED
    await register.may_erase(pivoted, OTHER)
    await register.may_erase(pivoted, PLAN)
    assert not await allows(register.may_hold(pivoted, PLAN, "recordings"))


async def test_what_was_done_is_not_taken_back_by_another_plan(register, pivoted, sign):
    """The second plan may unwind; the first one stays on its side."""
    await register.finish(pivoted, PLAN)
    await register.approve(pivoted, OTHER, sign(pivoted, OTHER, "dpo"))
    assert await register.decide(pivoted, OTHER, Decision.UNWINDING) is Decision.UNWINDING
    assert await register.decide(pivoted, PLAN, Decision.UNWINDING) is Decision.PIVOTED
    assert not await allows(register.bar(pivoted, PLAN, "recordings"))
    assert not await allows(register.finish(pivoted, OTHER))


async def test_nothing_pivots_before_it_is_known_who_asks(register, approved):
    """L-15: an approved plan waits at the pivot for as long as nobody has verified who asks; it may be taken back."""
    await register.note_identity(approved, None, None)
    assert not await allows(register.decide(approved, PLAN, Decision.PIVOTED))
    await register.note_identity(approved, "signed in", "support")
    assert await register.decide(approved, PLAN, Decision.PIVOTED) is Decision.PIVOTED


async def test_closed(register, opened, outcome, sign):
    """A case that closed undecided is not held, approved or decided any more."""
    request = await opened()
    await register.approve(request.case_id, PLAN, sign(request.case_id, PLAN, "dpo"))
    await register.close(request.case_id, outcome(request))
    assert not await allows(register.may_hold(request.case_id, PLAN, "accounts"))
    assert not await allows(register.approve(request.case_id, OTHER, sign(request.case_id, OTHER, "dpo")))
    for wanted in (Decision.PIVOTED, Decision.UNWINDING):
        assert not await allows(register.decide(request.case_id, PLAN, wanted))


async def test_unknown(register, ask, person, sign):
    """A case that the register does not know may do nothing."""
    unknown = ask(Right.ERASURE, person()).case_id
    for call in CALLS.values():
        assert not await allows(call(register, unknown, PLAN, sign))


CALLS = {
    "approve": lambda register, case_id, plan, sign: register.approve(case_id, plan, sign(case_id, plan)),
    "pivot": lambda register, case_id, plan, _sign: register.decide(case_id, plan, Decision.PIVOTED),
    "unwind": lambda register, case_id, plan, _sign: register.decide(case_id, plan, Decision.UNWINDING),
    "bar": lambda register, case_id, plan, _sign: register.bar(case_id, plan, "accounts"),
    "begin": lambda register, case_id, plan, _sign: register.begin(case_id, plan, "accounts"),
    "hold": lambda register, case_id, plan, _sign: register.may_hold(case_id, plan, "accounts"),
    "erase": lambda register, case_id, plan, _sign: register.may_erase(case_id, plan),
}


@dataclass
class Model:
    """What the register should say, in the fewest words."""

    approved: str | None = None
    pivoted: str | None = None
    unwinding: set[str] = field(default_factory=set)

    def allows(self, verb: str, plan: str) -> bool:
        is_undecided = plan != self.pivoted and plan not in self.unwinding
        if verb == "approve" and is_undecided and not self.pivoted:
            self.approved = plan
        if verb == "pivot" and is_undecided and self.approved == plan:
            self.pivoted = plan
        if verb == "unwind" and is_undecided and not self.pivoted:
            self.unwinding.add(plan)
        return {
            "approve": self.approved == plan,
            "pivot": self.pivoted == plan or plan in self.unwinding,
            "unwind": self.pivoted == plan or plan in self.unwinding,
            "begin": is_undecided and self.approved == plan,
            "hold": is_undecided and self.approved == plan,
            "erase": self.pivoted == plan,
            "bar": plan in self.unwinding and not self.pivoted,
        }[verb]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.tuples(st.sampled_from(sorted(CALLS)), st.sampled_from([PLAN, OTHER])), max_size=14))
async def test_every_order_of_calls(register, opened, sign, calls):
    """Whatever comes in whatever order: nothing is held late, erased early, or both erased and given back."""
    case_id = (await opened()).case_id
    model = Model()
    allowed = set()
    for verb, plan in calls:
        is_allowed = await allows(CALLS[verb](register, case_id, plan, sign))
        assert is_allowed is model.allows(verb, plan)
        allowed |= {(verb, plan)} if is_allowed else set()
    for plan in (PLAN, OTHER):
        assert not {("erase", plan), ("bar", plan)} <= allowed
    assert not {("erase", PLAN), ("erase", OTHER)} <= allowed


@pytest.mark.parametrize("round_", range(5))
async def test_everybody_decides_at_once(url, opened, register, round_, sign, signs):
    """However many decide at once over several connections, all hear the same answer."""
    case_id = (await opened()).case_id
    await register.approve(case_id, PLAN, sign(case_id, PLAN, "dpo"))
    engines = [register_engine(url) for _ in range(4)]
    wanted = [Decision.PIVOTED, Decision.UNWINDING] * 6
    calls = [Register(engines[i % 4], KEY, signs=signs).decide(case_id, PLAN, side) for i, side in enumerate(wanted)]
    answers = set(await asyncio.gather(*calls))
    assert answers == {await register.decide(case_id, PLAN, Decision.UNDECIDED)}
    assert await allows(register.may_erase(case_id, PLAN)) is (answers == {Decision.PIVOTED})
    assert await allows(register.bar(case_id, PLAN, "accounts")) is (answers == {Decision.UNWINDING})
    for engine in engines:
        await engine.dispose()


async def test_approval_and_pivot_at_once(url, opened, register, sign, signs):
    """Another plan that is approved while the first one pivots comes either before it, or too late."""
    engine = register_engine(url)
    other = Register(engine, KEY, signs=signs)
    for _ in range(20):
        case_id = (await opened()).case_id
        await register.approve(case_id, PLAN, sign(case_id, PLAN, "dpo"))
        calls = (
            register.decide(case_id, PLAN, Decision.PIVOTED),
            other.approve(case_id, OTHER, sign(case_id, OTHER, "deputy")),
        )
        assert sorted(await asyncio.gather(*map(allows, calls))) == [False, True]
        has_pivoted = await allows(register.may_erase(case_id, PLAN))
        assert has_pivoted is ((await register.show(case_id)).approved_digest == PLAN)
    await engine.dispose()


async def test_hold_and_release_at_once(url, opened, register, sign, signs):
    """A hold that begins while its plan unwinds is either refused or known to the release."""
    engine = register_engine(url)
    other = Register(engine, KEY, signs=signs)

    async def release(case_id: str) -> bool:
        await other.decide(case_id, PLAN, Decision.UNWINDING)
        return await other.bar(case_id, PLAN, "accounts")

    for _ in range(20):
        case_id = (await opened()).case_id
        await register.approve(case_id, PLAN, sign(case_id, PLAN, "dpo"))
        begins = allows(register.begin(case_id, PLAN, "accounts"))
        is_begun, is_known = await asyncio.gather(begins, release(case_id))
        assert is_begun is is_known
    await engine.dispose()
