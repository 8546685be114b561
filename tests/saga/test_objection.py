"""An objection to marketing and a withdrawal of consent act at once (GDPR art. 21(3), 7(3); L-09)."""

import pytest

from habeas.domain.case import CaseState
from habeas.domain.error import NotNow
from habeas.domain.identity import Rung
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.name import MAIL
from habeas.domain.right import Right
from habeas.domain.stop import Ended
from habeas.domain.update import Attestation, Refusal, Verification
from habeas.evidence.event import Event
from habeas.sandbox.fault import How
from habeas.sandbox.people import ONLY_A_READER
from habeas.sandbox.person import Person

PERSON = ONLY_A_READER
STRANGER = Person("nobody.here@example.net", "No", "Body", "Nobody has ever heard of her.")
BY_LINK = Verification(rung=Rung.LINK, how="a one-time link to the address", by="the person's page")
REFUSE = Refusal(by="dpo", reason="not now", justification=Justification.EXCESSIVE, evidence="a file")


@pytest.fixture
def databases() -> tuple[str, ...]:
    """Marketing is served too."""
    return ("accounts", "marketing")


def ended(status):
    """What became of it, by system."""
    return {one.system: one.ended for one in status.stopped}


async def in_force(world):
    """For what the person's consents are in force."""
    rows = (await world.state()).rows["consent"]
    return [row[2] for row in rows if row[1] == PERSON.contact.id and row[4] is None]


async def stated(world, case):
    """What the log of evidence has of what has stopped, by system."""
    said = [one.predicate for one in await world.said(case) if one.kind == Event.STOPPED]
    assert not [one for one in said if PERSON.email in str(one)]
    return {one["system"]: (one["outcome"], one["counts"]) for one in said}


async def test_l_09_whoever_reads_the_mail_of_an_address_stops_marketing_to_it(world):
    """Nobody approves it and nothing more is asked for: it is done, read back, stated and told."""
    case = await world.open(PERSON, Right.OBJECTION, identity=None)
    await world.until_so(case, lambda status: bool(status.letters))
    assert (await in_force(world), await stated(world, case)) == (["newsletter"], {})
    assert await world.register.use_link(world.token(PERSON.email), LinkPurpose.IDENTITY) == case
    await world.habeas.tell(case, BY_LINK)
    done = await world.closed(case)
    assert (done.state, done.approved_by, done.plan_digest) == (CaseState.STOPPED, None, None)
    assert ended(done) == {"enrichment": Ended.STOPPED, "marketing": Ended.STOPPED}
    assert await in_force(world) == []
    assert await stated(world, case) == {
        "enrichment": ("stopped", {"suppression": 1}),
        "marketing": ("stopped", {"consents": 1}),
    }
    letter = await world.letter(case, LetterKind.STOPPED)
    assert (letter.stopped, letter.right) == (done.stopped, Right.OBJECTION)
    await world.replay(case)


async def test_l_09_a_system_that_is_away_holds_up_no_other_and_is_waited_for(world):
    """It is shown as any stuck step, nobody may refuse it or hold it back, and mended it is done."""
    waits = await world.open(PERSON)  # an erasure of the same person: neither waits for the other
    world.switchboard.break_("enrichment", How.RATE_LIMIT)
    case = await world.open(PERSON, Right.WITHDRAWAL, purposes=("newsletter",))
    assert ended(await world.closed(case)) == {"marketing": Ended.STOPPED}
    other = await world.open(PERSON, Right.OBJECTION)
    assert (await world.letter(case, LetterKind.STOPPED)).purposes == ("newsletter",)
    stuck = await world.until(other, CaseState.NEEDS_ATTENTION)
    assert set(stuck.progress) == {"enrichment"}
    assert await stated(world, other) == {"marketing": ("nothing", {})}
    for told in (world.habeas.refuse(other, REFUSE), world.habeas.cancel(other, "dpo")):
        with pytest.raises(NotNow, match="acts at once"):
            await told
    world.switchboard.mend()
    await world.habeas.retry(other, "dpo")
    assert ended(await world.closed(other)) == {"enrichment": Ended.STOPPED, "marketing": Ended.NOTHING}
    assert (await world.habeas.status(waits)).state.is_open


@pytest.mark.long
async def test_what_was_done_by_hand_is_said_to_be_so(world):
    """It is not read back, and neither the log nor the letter says that it was."""
    world.break_at("stop:enrichment", How.REFUSE)
    case = await world.open(PERSON, Right.OBJECTION)
    await world.until(case, CaseState.NEEDS_ATTENTION)
    with pytest.raises(NotNow):
        await world.habeas.attest(case, Attestation(system=MAIL, by="dpo", what="told by telephone"))
    await world.habeas.attest(case, Attestation(system="enrichment", by="dpo", what="its vendor was called"))
    assert ended(await world.closed(case)) == {"enrichment": Ended.ATTESTED, "marketing": Ended.STOPPED}
    assert (await stated(world, case))["enrichment"] == ("attested", {})


@pytest.mark.long
async def test_of_somebody_unknown_nothing_is_kept_but_that_they_objected(world):
    """Whoever has only an address may object to what would be done with it."""
    before = (await world.state()).rows
    done = await world.closed(await world.open(STRANGER, Right.OBJECTION))
    assert ended(done) == {"enrichment": Ended.STOPPED, "marketing": Ended.NOTHING}
    after = (await world.state()).rows
    assert [table for table in after if after[table] != before[table]] == ["suppression"]


@pytest.mark.long
async def test_begun_again_it_is_done_once(world):
    """A case that was reset after it had acted finds it done, and states nothing twice."""
    case = await world.open(PERSON, Right.OBJECTION)
    first = await world.closed(case)
    await world.reset(case, "stop:marketing", None)
    assert (await world.closed(case)).stopped == first.stopped
    assert len(await stated(world, case)) == 2
