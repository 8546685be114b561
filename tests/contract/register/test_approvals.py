"""An approval counts when it is signed by a data protection officer for exactly this plan, now; at the pivot again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

from habeas.domain.approval import FRESH, ApprovalRules
from habeas.domain.decision import Decision
from habeas.domain.error import Barred, InvalidInput
from habeas.domain.staff import Role
from habeas.evidence.signature import new_key
from habeas.register.approver import Approvers
from habeas.register.engine import register_engine
from habeas.register.register import Register
from habeas.register.table import approval, approver, case_file

KEY = b"k" * 32
PLAN, OTHER = "a" * 64, "b" * 64
AGO = timedelta(minutes=1) + FRESH


@pytest.fixture
async def case_id(opened) -> str:
    """An open erasure, that support has submitted."""
    return (await opened()).case_id


@pytest.fixture
async def engine(url):
    """Another way to the database."""
    engine = register_engine(url)
    yield engine
    await engine.dispose()


@pytest.fixture
def strict(engine, signs) -> Register:
    """A register whose house wants two people."""
    return Register(engine, KEY, ApprovalRules(approvals_needed=2), signs)


@pytest.fixture
def newcomer(register, people_keys):
    """Makes somebody with a key of their own."""

    async def make(role=Role.DPO, name=None):
        name = name or f"dpo {uuid4()}"
        people_keys[name] = new_key()
        await register.enrol(name, role, people_keys[name].as_dict(private=False))
        return name

    return make


async def rows(engine, case_id):
    """Everything that is stored of the case's approvals."""
    async with engine.connect() as connection:
        return (await connection.execute(select(approval).where(approval.c.case_id == case_id))).all()


def wrong(case_id, other, sign):
    """Approvals that may not count, each with the words that refuse it."""
    now, right = datetime.now(UTC), sign(case_id, PLAN)
    head, body, end = right.signature.split(".")
    forged = f"{head}.{body}.{'B' if end[0] == 'A' else 'A'}{end[1:]}"
    elsewhere = "of another case, plan, name or time"
    return [
        ("signature is not of the key", right.model_copy(update={"signature": forged})),
        ("a key that nobody has here", sign(case_id, PLAN, key="nobody")),
        (elsewhere, sign(other, PLAN)),
        (elsewhere, sign(case_id, OTHER).model_copy(update={"digest": PLAN})),
        (elsewhere, sign(case_id, PLAN, "deputy").model_copy(update={"by": "dpo"})),
        (elsewhere, sign(case_id, PLAN, at=now - AGO).model_copy(update={"at": now})),
        ("somebody else's key", sign(case_id, PLAN, "dpo", key="deputy")),
        ("somebody else's key", sign(case_id, PLAN, "dpo", key="support")),
        ("only a dpo approves", sign(case_id, PLAN, "auditor")),
        ("minutes from the register's clock", sign(case_id, PLAN, at=now - AGO)),
        ("minutes from the register's clock", sign(case_id, PLAN, at=now + AGO)),
        ("before the case was opened", sign(case_id, PLAN, at=now - timedelta(minutes=5))),
        ("not signed", right.model_copy(update={"signature": None})),
        ("not signed", right.model_copy(update={"at": None})),
    ]


async def test_what_does_not_count(register, engine, case_id, opened, sign):
    """Forged, borrowed, of another case, plan, person or time, by another role: refused, and nothing is stored."""
    other = (await opened()).case_id
    for sentence, given in wrong(case_id, other, sign):
        for call in (register.admit(case_id, given), register.approve(case_id, PLAN, given)):
            with pytest.raises(Barred, match=sentence):
                await call
    assert await rows(engine, case_id) == []
    with pytest.raises(Barred, match="not the approved one"):
        await register.decide(case_id, PLAN, Decision.PIVOTED)


async def test_one_that_counts(register, engine, case_id, sign):
    """It is stored as it was signed, once however often it is sent, and lets the plan pivot."""
    given = sign(case_id, PLAN)
    for _ in range(2):
        assert await register.admit(case_id, given) == 0
    (row,) = await rows(engine, case_id)
    assert (row.by, row.digest, row.signed_at, row.signature) == ("dpo", PLAN, given.at, given.signature)
    await register.approve(case_id, PLAN, given)
    assert await register.approvals(case_id, PLAN) == (given,)
    assert await register.decide(case_id, PLAN, Decision.PIVOTED) is Decision.PIVOTED


async def test_an_admission_alone_approves_nothing(register, case_id, sign):
    """What was admitted waits until the order of the plan is kept: until then nothing is held."""
    await register.admit(case_id, sign(case_id, PLAN))
    assert await register.approved(case_id) is None
    with pytest.raises(Barred):
        await register.may_hold(case_id, PLAN, "accounts")


async def test_a_case_of_ones_own(register, engine, case_id, newcomer, sign, signs):
    """Who submitted a case approves it nowhere, unless the house allows it; and the pivot asks its own house."""
    me = await newcomer()
    async with engine.begin() as connection:
        await connection.execute(update(case_file).where(case_file.c.case_id == case_id).values(submitted_by=me))
    mine = sign(case_id, PLAN, me)
    with pytest.raises(Barred, match="of their own"):
        await register.admit(case_id, mine)
    lenient = Register(engine, KEY, ApprovalRules(may_approve_own=True), signs)
    await lenient.approve(case_id, PLAN, mine)
    with pytest.raises(Barred, match="0 count, and it needs 1"):
        await register.decide(case_id, PLAN, Decision.PIVOTED)
    assert await lenient.decide(case_id, PLAN, Decision.PIVOTED) is Decision.PIVOTED


async def test_revoked_before(register, newcomer, case_id, sign):
    """Who was revoked approves nothing any more, also with a signature of before."""
    who = await newcomer()
    before = sign(case_id, PLAN, who)
    assert await register.revoke(who)
    with pytest.raises(Barred, match="was revoked"):
        await register.admit(case_id, before)


async def test_revoked_before_the_pivot(register, newcomer, case_id, sign):
    """An approval counts at the pivot no more when its key was revoked meanwhile; the plan can still be taken back."""
    who = await newcomer()
    await register.approve(case_id, PLAN, sign(case_id, PLAN, who))
    await register.revoke(who)
    with pytest.raises(Barred, match="0 count, and it needs 1"):
        await register.decide(case_id, PLAN, Decision.PIVOTED)
    assert await register.decide(case_id, PLAN, Decision.UNWINDING) is Decision.UNWINDING


async def test_revoked_after_the_pivot(register, newcomer, case_id, sign):
    """What is past the pivot stays so."""
    who = await newcomer()
    await register.approve(case_id, PLAN, sign(case_id, PLAN, who))
    await register.decide(case_id, PLAN, Decision.PIVOTED)
    await register.revoke(who)
    assert await register.decide(case_id, PLAN, Decision.PIVOTED) is Decision.PIVOTED
    await register.may_erase(case_id, PLAN)


async def test_what_is_stored_is_verified_anew(register, engine, case_id, opened, people_keys, sign):
    """A row that somebody wrote without the signature that it needs does not let a plan pivot."""
    other = (await opened()).case_id
    for given in (sign(other, PLAN), sign(case_id, PLAN, key="deputy"), sign(case_id, PLAN, "support")):
        row = {"case_id": case_id, "digest": PLAN, "by": given.by, "signed_at": given.at}
        row |= {"key_id": people_keys["dpo"].thumbprint(), "signature": given.signature, "recorded_at": given.at}
        async with engine.begin() as connection:
            await connection.execute(insert(approval).values(row))
            mine = update(case_file).where(case_file.c.case_id == case_id)
            await connection.execute(mine.values(approved_digest=PLAN, approved_by="dpo"))
    with pytest.raises(Barred, match="0 count, and it needs 1"):
        await register.decide(case_id, PLAN, Decision.PIVOTED)


async def test_four_eyes(strict, case_id, sign):
    """Two people have to approve, in whichever order; the same one twice is one, and a mark of approval needs both."""
    first = sign(case_id, PLAN, "dpo")
    for _ in range(2):
        assert await strict.admit(case_id, first) == 1
    with pytest.raises(Barred, match="waits for another one"):
        await strict.admit(case_id, sign(case_id, PLAN, "dpo"))
    with pytest.raises(Barred, match="1 count, and it needs 2"):
        await strict.approve(case_id, PLAN, first)
    second = sign(case_id, PLAN, "deputy")
    assert await strict.admit(case_id, second) == 0
    await strict.approve(case_id, PLAN, second)
    assert await strict.decide(case_id, PLAN, Decision.PIVOTED) is Decision.PIVOTED


async def test_four_eyes_at_the_pivot(register, strict, case_id, sign):
    """The pivot counts by the rules of its own house: one approval is not enough for it, whoever took it for enough."""
    await register.approve(case_id, PLAN, sign(case_id, PLAN))
    with pytest.raises(Barred, match="1 count, and it needs 2"):
        await strict.decide(case_id, PLAN, Decision.PIVOTED)


async def test_another_plan_drops_approvals(strict, case_id, sign):
    """A new plan takes the place of one that waits: its approvals count no more, and cannot be sent again."""
    before = sign(case_id, PLAN, "dpo")
    await strict.admit(case_id, before)
    await strict.supersede(case_id, PLAN)
    assert await strict.approvals(case_id, PLAN) == (before,)
    await strict.supersede(case_id, OTHER)
    assert await strict.approvals(case_id, PLAN) == ()
    with pytest.raises(Barred, match="approve it anew"):
        await strict.admit(case_id, before)
    assert await strict.admit(case_id, sign(case_id, PLAN, "deputy")) == 1
    assert await strict.admit(case_id, sign(case_id, PLAN, "dpo")) == 0


async def test_proof_stays(register, case_id, sign):
    """The approvals of a plan that was approved or decided are not dropped, also when it comes to another plan."""
    await register.approve(case_id, PLAN, sign(case_id, PLAN))
    await register.supersede(case_id, OTHER)
    assert len(await register.approvals(case_id, PLAN)) == 1
    await register.decide(case_id, PLAN, Decision.UNWINDING)
    await register.approve(case_id, OTHER, sign(case_id, OTHER))
    await register.supersede(case_id, "c" * 64)
    assert len(await register.approvals(case_id, PLAN)) == len(await register.approvals(case_id, OTHER)) == 1


async def test_a_plan_that_unwound(register, case_id, sign):
    """Its approval is of no use again, and a new one of it is none either."""
    given = sign(case_id, PLAN)
    await register.approve(case_id, PLAN, given)
    await register.decide(case_id, PLAN, Decision.UNWINDING)
    await register.approve(case_id, OTHER, sign(case_id, OTHER))
    for again in (given, sign(case_id, PLAN, "deputy")):
        with pytest.raises(Barred, match="unwinding"):
            await register.admit(case_id, again)
    assert await register.decide(case_id, PLAN, Decision.PIVOTED) is Decision.UNWINDING


async def test_told_again(register, case_id, sign):
    """A register that forgot an approval takes it again when it is old, and refuses one that was never right."""
    old = sign(case_id, PLAN, at=datetime.now(UTC) - timedelta(days=3))
    with pytest.raises(Barred, match="register's clock"):
        await register.approve(case_id, PLAN, old)
    with pytest.raises(Barred, match="somebody else's key"):
        await register.approve(case_id, PLAN, sign(case_id, PLAN, key="deputy"), are_new=False)
    with pytest.raises(Barred, match="0 count, and it needs 1"):
        await register.approve(case_id, PLAN, are_new=False)
    await register.approve(case_id, PLAN, old, are_new=False)
    assert await register.decide(case_id, PLAN, Decision.PIVOTED) is Decision.PIVOTED


async def test_enrolment(register, engine, people_keys):
    """A name has one live key; the same again changes nothing; a key that was revoked is never taken again."""
    name, first, second = f"dpo {uuid4()}", new_key(), new_key()
    added = await register.enrol(name, Role.DPO, first.as_dict(private=True))
    assert "d" not in added.public
    assert await register.enrol(name, Role.DPO, first.as_dict(private=False)) == added
    for role, key in ((Role.SUPPORT, first), (Role.DPO, second)):
        with pytest.raises(Barred, match="a key already"):
            await register.enrol(name, role, key.as_dict(private=False))
    with pytest.raises(Barred, match="was given before"):
        await register.enrol("another", Role.DPO, first.as_dict(private=False))
    assert await register.revoke(name)
    assert not await register.revoke(name)
    with pytest.raises(Barred, match="was given before"):
        await register.enrol(name, Role.DPO, first.as_dict(private=False))
    await register.enrol(name, Role.DPO, second.as_dict(private=False))
    mine = [one for one in await Approvers(engine).all() if one.name == name]
    assert [one.revoked_at is None for one in mine] == [False, True]
    async with engine.connect() as connection:
        kept = await connection.scalars(select(approver.c.public).where(approver.c.name == name))
        assert not any('"d"' in one for one in kept)


async def test_another_kind_of_key(register):
    """Only keys for Ed25519 are taken."""
    with pytest.raises(InvalidInput, match="Ed25519"):
        await register.enrol("x", Role.DPO, {"kty": "OKP", "crv": "X25519", "x": new_key().as_dict()["x"]})
