"""How do you know: every case leaves statements in the log, and a confirmed erasure a certificate that says no more."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pyrage
import pytest
from crossed import mainly
from jwcrypto.jwk import JWKSet
from jwcrypto.jws import JWS
from sqlalchemy import update

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.error import InvalidInput
from habeas.domain.justification import Justification
from habeas.domain.name import HOUSE_KEY, HOUSE_QUEUE, SHRED, house_workflow_id
from habeas.domain.outcome import Became
from habeas.domain.own_store import CASE, EVIDENCE, OURS
from habeas.domain.request import Instruction
from habeas.domain.right import Right
from habeas.domain.update import Attestation, Refusal
from habeas.evidence.bundle import verified_bundle
from habeas.evidence.certificate import SUBJECT
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.commitment import commitment
from habeas.evidence.event import Event
from habeas.evidence.tree import is_consistent
from habeas.register.log import EvidenceLog
from habeas.register.table import escrow, statement
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import MANY_SIDED, PARTICIPANT_OF_BOTH, UNINSTRUCTED_PARTICIPANT
from habeas.vault.escrow import opened
from habeas.vault.folder import CaseFolder
from habeas.vault.papers import CasePapers
from habeas.vault.shredder import Shredder

HOLDERS = {name: pyrage.x25519.Identity.generate() for name in ("maja", "tomas")}
SYSTEMS = ["accounts", "billing", "enrichment", "recordings"]
STEPS = (Event.DONE, Event.READ_BACK)
STEIN = "customer/stein"


@pytest.fixture
def rules(tmp_path) -> dict[str, object]:
    """How long a case is kept, and the evidence of it; and two people who open that together."""
    file = tmp_path / "holders.txt"
    file.write_text("".join(f"{name} {identity.to_public()}\n" for name, identity in HOLDERS.items()))
    return {"shred_after": timedelta(days=2), "evidence_kept": timedelta(days=400), "evidence_holders": file}


async def kinds(world, case_id):
    """The events of which there are statements, in order; letters leave when they leave."""
    return [one.kind for one in await world.said(case_id) if one.kind != Event.NOTICE]


async def test_an_erasure_is_told_from_its_opening_to_its_certificate(world):
    """In the order in which it became true; what each system did is there, and the certificate before the close."""
    status = await world.approved(PERSON)
    done = await world.closed(status.case_id)
    first, last = [Event.OPENED, Event.VERIFIED], [Event.CONFIRMED, Event.CERTIFICATE, Event.CLOSED]
    told = await kinds(world, done.case_id)
    assert told[:2] == first
    assert told[-3:] == last
    assert told.index(Event.APPROVED) < told.index(Event.PIVOT) < told.index(Event.DONE)
    steps = {e: sorted(s.predicate["system"] for s in await world.said(done.case_id) if s.kind == e) for e in STEPS}
    assert steps == {Event.DONE: SYSTEMS, Event.READ_BACK: SYSTEMS}


@pytest.mark.long
async def test_letters_are_told_with_their_kinds_alone(world):
    """That a notice went out, to whom in the procedure, and whether the mail server took it."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    notices = {s.predicate["notice"]: s.predicate for s in await world.said(done.case_id) if s.kind == Event.NOTICE}
    assert {note.kind for note in done.letters} <= set(notices)
    assert notices["done"]["to"] == "subject"
    assert notices["done"]["accepted"] is True


async def test_the_certificate_says_what_was_read_back(world):
    """One outcome for each category in each system; what stays is there with its ground, and backups are not hidden."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    proven = await world.proofs.certificate(done.case_id)
    found = {(one["system"], one["category"], one["outcome"]) for one in proven.certificate.outcomes}
    for item in done.items:
        assert {o for s, c, o in found if (s, c) == (item.system, item.category)}
    assert ("accounts", "account", Became.ERASED) in found
    assert {o for s, c, o in found if c == "invoice"} == {Became.RETAINED}
    assert all(one["ground"] and one["until"] for one in proven.certificate.outcomes if one["outcome"] == "retained")
    assert {s for s, _, o in found if o == Became.IN_BACKUP} == {i.system for i in done.items if i.erased_on}
    assert not [one for one in proven.certificate.outcomes if one["outcome"] == "erased" and one["left"]]


async def test_l_38_whoever_got_it_and_was_not_told_yet_is_in_the_certificate(world):
    """L-38: by name, as out of reach; and nobody whom the ledger does not name."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    certificate = (await world.proofs.certificate(done.case_id)).certificate
    named = {one["recipient"]: one["outcome"] for one in certificate.outcomes if "recipient" in one}
    assert named == {f"{went.recipient} ({went.country})": Became.OUTSIDE_REACH for went in done.disclosed}
    assert named


async def test_l_57_our_own_stores_are_in_the_certificate(world, keys, cases):
    """L-57: until when they are kept; that the case's keys were destroyed is a statement of its own."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    certificate = (await world.proofs.certificate(done.case_id)).certificate
    ours = {one["category"]: date.fromisoformat(one["until"]) for one in certificate.outcomes if one["system"] == OURS}
    closed = certificate.at.date()
    assert ours == {CASE: closed + timedelta(days=2), EVIDENCE: closed + timedelta(days=400)}
    await Shredder(CaseFolder(cases), keys).shred(done.case_id)
    last = (await world.said(done.case_id))[-1]
    assert last.kind == Event.SHREDDED
    assert [(one["category"], one["outcome"]) for one in last.predicate["outcomes"]] == [(CASE, Became.INACCESSIBLE)]


@pytest.mark.long
async def test_another_library_verifies_the_certificate_by_what_is_published(world):
    """With the key that it names, of the set as it is handed out (RFC 7515, RFC 7517)."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    files = (await world.proofs.certificate(done.case_id)).files
    token = JWS()
    token.allowed_algs = ["Ed25519"]
    token.deserialize(files["certificate.jws"].strip())
    token.verify(JWKSet.from_json(files["jwks.json"]).get_key(json.loads(token.objects["protected"])["kid"]))
    assert json.loads(token.payload)["predicate"]["case"] == done.case_id


async def test_l_56_it_is_about_the_person_and_says_so_to_nobody_else(world, keys, cases):
    """L-56: who has the salt can show it; two cases of one person have nothing in common in the log."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    again = await world.closed(await world.open(PERSON, Right.CONFIRMATION))
    papers = CasePapers(world.files._parts, keys)
    opening = await papers.opening(done.case_id)
    certificate = (await world.proofs.certificate(done.case_id)).certificate
    assert certificate.is_about(opening)
    assert not certificate.is_about(replace(opening, identifier="email:somebody.else@example.org"))
    assert not certificate.is_about(await papers.opening(again.case_id))
    first = {s.digest_of(SUBJECT) for s in await world.said(done.case_id)}
    second = {s.digest_of(SUBJECT) for s in await world.said(again.case_id)}
    assert len(first) == len(second) == 1
    assert not first & second


async def test_a_copy_is_signed_and_what_it_holds_is_in_the_log(world, tmp_path):
    """The very statement that lies in the bundle; the bundle verifies with the keys that are published."""
    ready = await world.closed(await world.open(PERSON, Right.ACCESS))
    with await world.bundle(ready) as bundle:
        inside, data = bundle.read("signature.jws").decode().strip(), bundle.fp.getvalue()
    (tmp_path / "bundle.zip").write_bytes(data)
    log = EvidenceLog(world.register._engine)
    logged = [one.entry.signed for one in await log.statements(ready.case_id) if one.entry.kind == Event.BUNDLE]
    assert logged == [inside] == [ready.bundle.signed]
    verified = verified_bundle(tmp_path / "bundle.zip", await world.proofs.published())
    assert verified.case == ready.case_id


@pytest.mark.parametrize("system", mainly("recordings", besides=["accounts", "billing", "enrichment"]))
async def test_what_was_taken_back_is_told_and_has_no_certificate(world, system):
    """A refusal by a system: each one that was held says that it was given back."""
    world.break_at(f"hold:{system}", How.REFUSE)
    done = await world.closed((await world.approved(PERSON)).case_id)
    assert done.state is CaseState.NOTHING_CHANGED
    told = await kinds(world, done.case_id)
    assert Event.UNWINDING in told
    assert Event.RELEASED in told
    assert not {Event.PIVOT, Event.DONE, Event.CONFIRMED, Event.CERTIFICATE} & set(told)
    with pytest.raises(NotNow, match="no certificate"):
        await world.proofs.certificate(done.case_id)


async def test_a_refusal_is_told_by_its_code(world):
    """The reason in words is the person's, and is in no statement."""
    status = await world.planned(PERSON)
    words = "a claim of the person's own is pending"
    refusal = Refusal(reason=words, by="dpo", justification=Justification.LEGAL_CLAIM)
    await world.habeas.refuse(status.case_id, refusal)
    done = await world.closed(status.case_id)
    (said,) = [one for one in await world.said(done.case_id) if one.kind == Event.REFUSED]
    assert said.predicate["justification"].endswith("#LegalClaimDefenceImpaired")
    assert all(words not in str(one.predicate) for one in await world.said(done.case_id))


async def test_an_instruction_is_told_by_whose_it_is(world):
    """And not by who recorded it; what was typed for a controller that has nothing here is told nowhere."""
    given = tuple(Instruction(controller=one, recorded_by="stein, a clerk") for one in (STEIN, PERSON.email))
    case_id = await world.open(UNINSTRUCTED_PARTICIPANT, instructions=given)
    status = await world.until(case_id, CaseState.AWAITING_DECISION)
    await world.habeas.approve(case_id, status.plan_digest, "dpo")
    await world.closed(case_id)
    said = await world.said(case_id)
    assert [one.predicate["controller"] for one in said if one.kind == Event.INSTRUCTED] == [STEIN]
    assert not [one for one in said if PERSON.email in str(one.predicate) or "clerk" in str(one.predicate)]


async def test_what_is_attested_is_not_called_erased(world):
    """A person says so; the certificate says that a person says so."""
    world.break_at("erase:billing", How.REFUSE)
    world.break_at("confirm:billing", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    word = Attestation(system="billing", what="deleted by hand", by="support")
    await world.habeas.attest(status.case_id, word)
    await world.closed(status.case_id)
    certificate = (await world.proofs.certificate(status.case_id)).certificate
    ours = [one for one in certificate.outcomes if one["system"] == "billing"]
    assert Became.ATTESTED in {one["outcome"] for one in ours}
    assert Became.ERASED not in {one["outcome"] for one in ours}


@pytest.mark.long
async def test_a_referral_shows_as_one(world):
    """What is another controller's is told with its name, and never as erased."""
    done = await world.closed((await world.approved(PARTICIPANT_OF_BOTH)).case_id)
    certificate = (await world.proofs.certificate(done.case_id)).certificate
    referred = [one for one in certificate.outcomes if one["outcome"] == "referred"]
    assert {one["controller"] for one in referred} == {i.controller for i in done.items if i.disposition == "refer"}


@pytest.mark.long
async def test_the_log_of_several_cases_is_one_tree(world):
    """Every checkpoint is consistent with the one before it, and every statement is in the last one."""
    log, seen = EvidenceLog(world.register._engine), []
    for person in (PERSON, MANY_SIDED):
        await world.closed(await world.open(person, Right.ACCESS))
        note = await world.proofs.checkpoint()
        seen.append(Checkpoint.of(note, (await world.proofs.published()).of_log("habeas.example/evidence")))
    for one, other in pairwise(seen):
        assert one.size < other.size
        path = await log.consistency(one.size, other.size)
        assert is_consistent(one.size, other.size, path, one.root, other.root)


async def test_evidence_is_erased_when_its_time_is_over(world, keys, register_url):
    """Statements and what two people may open go, by the sweep; the log has its leaves, and proves what is new."""
    old = await world.closed((await world.approved(PERSON)).case_id)
    log, before = EvidenceLog(world.register._engine), await world.proofs.size()
    root = await log.root(before)
    async with world.register._engine.begin() as connection:
        await connection.execute(update(statement).values(appended_at=datetime.now(UTC) - timedelta(days=5 * 365 + 3)))
        await connection.execute(update(escrow).values(kept_at=datetime.now(UTC) - timedelta(days=5 * 365 + 3)))
    assert await world.register.escrow(old.case_id) is not None
    await run_by_schedule(world, keys, SHRED)
    assert await log.statements(old.case_id) == ()
    assert await world.register.escrow(old.case_id) is None
    with pytest.raises(NotNow, match="no certificate"):
        await world.proofs.certificate(old.case_id)
    assert await log.root(before) == root
    new = await world.closed((await world.approved(MANY_SIDED)).case_id)
    assert (await world.proofs.certificate(new.case_id)).certificate.case == new.case_id


async def test_two_people_open_what_is_kept_of_a_case(world):
    """The request, the decisions and the letters, under nobody's key alone."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    kept = await world.register.escrow(done.case_id)
    assert PERSON.email.encode() not in kept.sealed
    text = opened(kept, str(HOLDERS["maja"]), str(HOLDERS["tomas"]))
    said = json.loads(text)
    assert said["request"]["identifiers"][0]["value"] == PERSON.email
    assert said["decisions"][0]["by"] == "dpo"
    assert said["outcome"]["state"] == done.state
    certificate = (await world.proofs.certificate(done.case_id)).certificate
    assert certificate.plan == commitment(bytes.fromhex(said["plan_salt"]), done.plan_digest)
    assert {one["kind"] for one in said["letters"]} >= {"receipt", "done"}
    with pytest.raises(InvalidInput):
        opened(kept, str(HOLDERS["maja"]), str(HOLDERS["maja"]))


async def run_by_schedule(world, keys, what):
    """Let the house do what it does by schedule, once."""
    await keys.create(HOUSE_KEY)
    await world.temporal.execute_workflow(what, id=house_workflow_id(f"{what}-{uuid4()}"), task_queue=HOUSE_QUEUE)
