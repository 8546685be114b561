"""What a browser left is found by the id in its cookie, if whoever asks gives it, and never by anything else."""

import pytest

from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.identifier import cookie_id, email
from habeas.domain.letter import LetterKind
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import ONLY_A_READER, UNKNOWN

COOKIE = cookie_id(PERSON.cookie_id)


@pytest.fixture
def databases():
    """Those that hold what browsers left, and accounts, after which they are asked."""
    return ("accounts", "activity", "marketing")


async def test_p_18_who_gives_the_id_in_their_cookie_is_answered_of_their_visits(world):
    """P-18: they are erased with the rest of what is the person's, and no other browser's; the letter is not silent."""
    before = (await world.state()).rows
    status = await world.until(
        await world.open(ONLY_A_READER, identifiers=(email(ONLY_A_READER.email), COOKIE)), CaseState.AWAITING_DECISION
    )
    assert {(i.system, i.category): i.count for i in status.items if i.disposition is Disposition.ERASE} == {
        ("activity", "navigation"): 4,
        ("marketing", "preferences"): 3,
        ("marketing", "consents"): 3,
        ("marketing", "cookies"): 1,
    }
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert (done.systems["activity"].left, done.systems["marketing"].left) == (0, 0)
    after = (await world.state()).rows
    for table, at in (("visitor", 0), ("navigation", 1), ("cookie_choice", 0)):
        assert after[table] == [row for row in before[table] if row[at] != COOKIE.value]
    assert after["login"] == before["login"]  # of the account whose browser it was: nothing leads there
    assert (await world.letter(status.case_id, LetterKind.DONE)).has_cookie_id
    await world.replay(status.case_id, "erasure")


async def test_an_address_alone_finds_no_visits_and_the_answer_says_so(world):
    """Of nobody whom we know, and without the id in a cookie, nothing is held; the letter says what was not found."""
    done = await world.closed(await world.open(UNKNOWN))
    assert done.state is CaseState.NO_DATA
    assert not (await world.letter(done.case_id, LetterKind.NO_DATA)).has_cookie_id
