"""The notary: a decision and its statement are one, whatever dies; and who signs is decided in the same moment."""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from habeas.domain.case import CaseState
from habeas.domain.decision import Decision
from habeas.domain.error import Barred, Permanent
from habeas.domain.key import Kind
from habeas.domain.letter import Addressee, LetterKind, LetterNote
from habeas.domain.outcome import Became, Outcome
from habeas.domain.right import Right
from habeas.evidence.certificate import PLAN as COMMITTED
from habeas.evidence.certificate import SUBJECT
from habeas.evidence.commitment import commitment
from habeas.evidence.event import Event
from habeas.evidence.keys import KeySet
from habeas.evidence.statement import Statement
from habeas.evidence.tree import is_included, leaf_hash
from habeas.register.engine import register_engine
from habeas.register.log import EvidenceLog
from habeas.register.register import Register
from habeas.register.signing import SigningRing
from habeas.register.table import signing_key
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Gone
from habeas.vault.file_keys import FileKeys
from habeas.vault.signing_keys import SigningKeys

KEY, PLAN, COMMITMENT = b"k" * 32, "a" * 64, "c" * 64
PIVOTS_AND_DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from sqlalchemy import event
from habeas.domain.decision import Decision
from habeas.register.engine import register_engine
from habeas.register.register import Register
from habeas.vault.file_keys import FileKeys
from habeas.vault.signing_keys import EvidenceSigner

async def main(url, keys, case_id, digest, moment):
    engine = register_engine(url)
    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def executed(connection, cursor, statement, *rest):
        if statement.startswith(moment):
            os.kill(os.getpid(), signal.SIGKILL)
    signs = EvidenceSigner(FileKeys(Path(keys)))
    await Register(engine, b"k" * 32, signs=signs).decide(case_id, digest, Decision.PIVOTED)

asyncio.run(main(*sys.argv[1:]))
"""
MOMENTS = ["INSERT INTO plan_decision", "INSERT INTO log_node", "INSERT INTO statement", "UPDATE log_head"]


@pytest.fixture
async def engine(url):
    """Another way to the same register."""
    engine = register_engine(url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def said(engine):
    """Reads what the log has of a case; each is verified, and proven to be in the log as it is now."""

    async def read(case_id):
        log, keys = EvidenceLog(engine), KeySet(tuple(key for key, _ in await SigningRing(engine).signing_keys()))
        size = await log.size()
        root, found = await log.root(size), []
        for one in await log.statements(case_id):
            path = await log.inclusion(one.index, size)
            assert is_included(leaf_hash(one.entry.content), one.index, size, path, root)
            found.append(Statement.of(keys.payload(one.entry.signed)))
        return found

    return read


@pytest.fixture
def case_keys(register, tmp_path) -> CaseKeys:
    """The secrets of the cases in the register."""
    return CaseKeys(register, {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})


@pytest.fixture
async def approved(register, opened, sign) -> str:
    """A case with an approved plan."""
    case_id = (await opened()).case_id
    await register.approve(case_id, PLAN, sign(case_id, PLAN))
    return case_id


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_pivot_and_its_statement_are_one_whatever_dies(url, register, approved, said, keys_file, moment):
    """Killed in the middle of the transaction there is neither; done again there are both, once."""
    words = (sys.executable, "-c", PIVOTS_AND_DIES, url, str(keys_file), approved, PLAN, moment)
    process = await asyncio.create_subprocess_exec(*words)
    assert await process.wait() == -signal.SIGKILL
    assert await register.decide(approved, PLAN, Decision.UNDECIDED) is Decision.UNDECIDED
    assert Event.PIVOT not in [one.kind for one in await said(approved)]
    for _ in range(2):
        assert await register.decide(approved, PLAN, Decision.PIVOTED) is Decision.PIVOTED
    assert [one.kind for one in await said(approved)].count(Event.PIVOT) == 1


async def test_what_is_refused_leaves_no_statement(register, approved, said):
    """A plan that pivoted is not taken back, and nobody says that it was."""
    await register.decide(approved, PLAN, Decision.PIVOTED)
    assert await register.decide(approved, PLAN, Decision.UNWINDING) is Decision.PIVOTED
    assert Event.UNWINDING not in [one.kind for one in await said(approved)]


async def test_every_statement_of_a_case_names_its_person_by_one_commitment(register, ask, person, said, outcome):
    """And a case without one names nobody."""
    with_one, without = (ask(Right.ERASURE, person()) for _ in range(2))
    await register.open(with_one, with_one.received_at.date(), COMMITMENT)
    await register.open(without, without.received_at.date())
    for request in (with_one, without):
        await register.close(request.case_id, outcome(request, CaseState.NOTHING_CHANGED))
    assert {one.digest_of(SUBJECT) for one in await said(with_one.case_id)} == {COMMITMENT}
    assert {one.digest_of(SUBJECT) for one in await said(without.case_id)} == {None}


async def test_identity_is_told_when_it_changes(register, opened, said):
    """Verified, in doubt, verified again: each once, however often it is noted; how and by whom is in none."""
    case_id = (await opened()).case_id
    for how, by in [(None, None)] * 2 + [("showed a passport", "the deputy")] * 2:
        await register.note_identity(case_id, how, by)
    told = await said(case_id)
    assert [one.kind for one in told] == [Event.OPENED, Event.VERIFIED, Event.DOUBTED, Event.VERIFIED]
    assert not any("passport" in str(one.predicate) or "deputy" in str(one.predicate) for one in told)


async def test_a_process_that_signs_nothing_changes_nothing_that_leaves_evidence(engine, register, approved):
    """It says so in one line, and the transaction is undone."""
    reader = Register(engine, KEY)
    with pytest.raises(Permanent, match="no signing keys"):
        await reader.decide(approved, PLAN, Decision.PIVOTED)
    assert await register.decide(approved, PLAN, Decision.UNDECIDED) is Decision.UNDECIDED


async def test_a_key_that_was_replaced_or_revoked_signs_nothing_any_more(engine, register, signs, opened):
    """From that very entry on, in every process: the key that signs is asked for with each statement."""
    keys = SigningKeys(SigningRing(engine), signs)
    other = Register(engine, KEY, signs=signs)
    log, case_id, signers = EvidenceLog(engine), (await opened()).case_id, []
    for number, change in enumerate((None, "replace", "revoke")):
        current = (await keys.current()).thumbprint()
        if change == "replace":
            await keys.replace(current)
        if change == "revoke":
            await keys.revoke(current, "compromised")
        letter = LetterNote(number=number, kind=LetterKind.RECEIPT, addressee=Addressee.SUBJECT, at=datetime.now(UTC))
        await other.note_notice(case_id, letter)
        published = await keys.published()
        signers.append(published.signer((await log.statements(case_id))[-1].entry.signed).id)
        assert signers[-1] == (await keys.current()).thumbprint()
    assert len(set(signers)) == 3


async def test_nothing_is_certified_that_was_not_finished(register, opened, outcome, sign, said):
    """Whatever a procedure says of an outcome: the register has to have heard that all of the plan was read back."""
    request = await opened()
    gone = Outcome(system="accounts", category="account", became=Became.ERASED, count=1, left=0)
    done = outcome(request, CaseState.ERASED).model_copy(update={"outcomes": (gone,), "plan_digest": PLAN})
    await register.approve(request.case_id, PLAN, sign(request.case_id, PLAN))
    await register.decide(request.case_id, PLAN, Decision.PIVOTED)
    with pytest.raises(Barred, match="nothing to certify"):
        await register.close(request.case_id, done)
    assert (await register.show(request.case_id)).is_open
    await register.finish(request.case_id, PLAN)
    await register.close(request.case_id, done)
    assert [one.kind for one in await said(request.case_id)][-3:] == [Event.CONFIRMED, Event.CERTIFICATE, Event.CLOSED]


async def test_an_older_register_takes_the_outcome_of_a_case_that_has_ended(register, opened, outcome, said):
    """What it has forgotten meanwhile was finished, else the case would not have ended."""
    request = await opened()
    gone = Outcome(system="accounts", category="account", became=Became.ERASED, count=1, left=0)
    done = outcome(request, CaseState.ERASED).model_copy(update={"outcomes": (gone,), "plan_digest": PLAN})
    await register.close(request.case_id, done, is_restored=True)
    assert [one.kind for one in await said(request.case_id)][-2:] == [Event.CERTIFICATE, Event.CLOSED]


async def test_l_56_a_plan_is_named_by_a_commitment_that_ends_with_the_case(register, approved, said):
    """L-56: its digest covers pinned ids, which can be guessed; the salt shows it until the case is shredded."""
    await register.decide(approved, PLAN, Decision.PIVOTED)
    events = Event.APPROVED, Event.PIVOT
    named = {one.digest_of(COMMITTED) for one in await said(approved) if one.kind in events}
    salt = await register.plan_salt(approved)
    assert named == {commitment(salt, PLAN)}
    assert PLAN not in str(await said(approved))
    await register.destroy_keys(approved)
    assert await register.plan_salt(approved) is None


async def test_l_55_all_that_is_known_of_a_case_ends_with_its_evidence(
    engine, register, ask, person, outcome, sign, case_keys
):
    """L-55: its line, its report, whom it was about; one that is open, or not shredded yet, stays, and no leaf goes."""
    people = [person() for _ in range(3)]
    over, unshredded, still_open = (ask(Right.ERASURE, one) for one in people)
    for request in (over, unshredded, still_open):
        await case_keys.create(request.case_id)
        await register.open(request, request.received_at.date())
        await register.approve(request.case_id, PLAN, sign(request.case_id, PLAN))
    for request in (over, unshredded):
        await register.close(request.case_id, outcome(request, CaseState.NOTHING_CHANGED))
    await register.destroy_keys(over.case_id)
    size = await EvidenceLog(engine).size()
    await register.forget_evidence(datetime.now(UTC))
    assert await register.show(over.case_id) is None
    assert await register.find(people[0]) == ()
    assert await register.approvals(over.case_id, PLAN) == ()
    with pytest.raises(Gone):
        await case_keys.create(over.case_id)
    for request, one in ((unshredded, people[1]), (still_open, people[2])):
        assert [row.case_id for row in await register.find(one)] == [request.case_id]
    assert await EvidenceLog(engine).size() == size
    assert await EvidenceLog(engine).statements(over.case_id) == ()


async def test_a_key_that_a_wrong_clock_has_made_is_replaced(engine, register, signs, opened, said):
    """It would begin tomorrow, and what is signed with it today would be refused; what it has signed is verified on."""
    case_id, tomorrow = (await opened()).case_id, datetime.now(UTC) + timedelta(days=1)
    async with engine.begin() as connection:
        current = signing_key.c.ends_at.is_(None) & signing_key.c.wrapped.is_not(None)
        await connection.execute(update(signing_key).where(current).values(begins_at=tomorrow))
    before = await SigningKeys(SigningRing(engine), signs).current_id()
    await register.note_identity(case_id, None, None)
    after = await SigningKeys(SigningRing(engine), signs).current_id()
    assert after != before
    keys = {key.id: key for key, _ in await SigningRing(engine).signing_keys()}
    assert keys[before].signs_at(tomorrow)
    assert keys[after].signs_at(datetime.now(UTC))
    assert [one.kind for one in await said(case_id)][-1] == Event.DOUBTED
