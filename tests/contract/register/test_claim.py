"""Who has a person, and who goes first."""

from datetime import date

import pytest

from habeas.domain.case import Claim
from habeas.domain.decision import Decision
from habeas.domain.error import Barred
from habeas.domain.identifier import EMAIL, Identifier
from habeas.domain.right import Right

DUE = date(2026, 3, 2)
EXPORTS = [Right.ACCESS, Right.PORTABILITY]


async def test_open_twice(register, ask, person):
    """Opening a case again answers the same and changes nothing."""
    request = ask(Right.ERASURE, person())
    assert await register.open(request, DUE) == Claim()
    first = await register.show(request.case_id)
    assert await register.open(request, DUE) == Claim()
    assert await register.show(request.case_id) == first
    assert (first.right, first.due, first.submitted_by) == (Right.ERASURE, DUE, "support")


async def test_l_16_who_has_not_shown_who_they_are_has_nobody(register, ask, person):
    """L-16: a stranger's case claims nobody and learns of no other; a second case is merged by its own verification."""
    one = person()
    strangers, theirs = (ask(Right.ERASURE, one).model_copy(update={"identity": None}) for _ in range(2))
    assert await register.open(strangers, DUE) == Claim()
    assert await register.open(theirs, DUE) == Claim()
    assert await register.find(one) == ()
    assert await register.claim(theirs.case_id, (one,)) == Claim()
    assert await register.claim(strangers.case_id, (one,)) == Claim(duplicate_of=theirs.case_id)
    assert (await register.show(strangers.case_id)).verified_how is None


@pytest.mark.parametrize("right", [right for right in Right if not right.acts_at_once])
async def test_duplicate(register, opened, ask, person, right):
    """A second case of the same person and right is answered with the first, and is not recorded."""
    one, other = person(), person()
    first = await opened(right, one)
    second = ask(right, other, one)
    assert await register.open(second, DUE) == Claim(duplicate_of=first.case_id)
    assert await register.show(second.case_id) is None
    assert await register.find(other) == ()


async def test_writing_of_an_address(register, opened, ask, person):
    """An address in capitals is the same address."""
    one = person()
    first = await opened(Right.ACCESS, one)
    shouted = Identifier(kind=EMAIL, value=f" {one.value.upper()} ")
    assert await register.open(ask(Right.ACCESS, shouted), DUE) == Claim(duplicate_of=first.case_id)


async def test_claims_are_of_one_right(register, opened, ask, person):
    """Access and portability of one person go on side by side."""
    one = person()
    await opened(Right.ACCESS, one)
    assert await register.open(ask(Right.PORTABILITY, one), DUE) == Claim()


async def test_claim_all_or_none(register, opened, person):
    """A case that meets another one's identifier gets none of those that it claims with it."""
    taken, free = person(), person()
    first, second = await opened(Right.ERASURE, taken), await opened()
    assert await register.claim(second.case_id, (free, taken)) == Claim(duplicate_of=first.case_id)
    assert await register.find(free) == ()
    assert await register.claim(second.case_id, (free,)) == Claim()
    assert [row.case_id for row in await register.find(free)] == [second.case_id]


async def test_claim_again(register, opened, person):
    """A case is no duplicate of itself, however often it claims."""
    request = await opened()
    for found in [request.identifiers, (*request.identifiers, person()), ()]:
        assert await register.claim(request.case_id, found) == Claim()


async def test_claims_end_with_the_case(register, opened, ask, outcome):
    """A closed case claims nothing, and is found by its identifiers all the same."""
    first = await opened()
    await register.close(first.case_id, outcome(first))
    second = ask(Right.ERASURE, *first.identifiers)
    assert await register.open(second, DUE) == Claim()
    assert [row.case_id for row in await register.find(first.identifiers[0])] == [second.case_id, first.case_id]


async def test_claim_needs_an_open_case(register, opened, ask, person, outcome):
    """Neither an unknown nor a closed case claims, and a closed one is not opened again, whoever has the person now."""
    closed = await opened()
    await register.close(closed.case_id, outcome(closed))
    for case_id in (closed.case_id, ask(Right.ERASURE, person()).case_id):
        with pytest.raises(Barred):
            await register.claim(case_id, (person(),))
        with pytest.raises(Barred):
            await register.engage(case_id)
    with pytest.raises(Barred):
        await register.open(closed, DUE)


@pytest.mark.parametrize("right", EXPORTS)
async def test_erasure_waits_for_export(register, opened, ask, person, outcome, right):
    """An erasure waits for an open export of its person, also one that came later, and is told of its end."""
    one = person()
    export = await opened(right, one)
    erasure = ask(Right.ERASURE, one)
    assert await register.open(erasure, DUE) == Claim(waits_for=export.case_id)
    assert await register.engage(erasure.case_id) == Claim(waits_for=export.case_id)
    assert (await register.show(erasure.case_id)).engaged_at is None
    assert (await register.close(export.case_id, outcome(export))).waiting == (erasure.case_id,)
    later = await opened(right, one)
    assert await register.engage(erasure.case_id) == Claim(waits_for=later.case_id)
    assert (await register.close(later.case_id, outcome(later))).waiting == (erasure.case_id,)
    assert await register.engage(erasure.case_id) == Claim()
    assert (await register.show(erasure.case_id)).engaged_at is not None


async def test_erasure_waits_by_what_was_found(register, opened, person):
    """An export that shares only an identifier found later goes first too."""
    one = person()
    export, erasure = await opened(Right.ACCESS, one), await opened()
    assert await register.claim(erasure.case_id, (one,)) == Claim(waits_for=export.case_id)


async def test_erasure_waits_for_each_export(register, opened, person, outcome):
    """An erasure that waited for one of two exports waits for the other one then."""
    one = person()
    exports = [await opened(right, one) for right in EXPORTS]
    erasure = await opened(Right.ERASURE, one)
    for export in exports:
        assert await register.engage(erasure.case_id) == Claim(waits_for=export.case_id)
        assert (await register.close(export.case_id, outcome(export))).waiting == (erasure.case_id,)
    assert await register.engage(erasure.case_id) == Claim()


@pytest.mark.parametrize("right", EXPORTS)
async def test_export_waits_for_engaged_erasure(register, opened, ask, person, outcome, right):
    """An export waits for an erasure only when its holds have begun, and the erasure then waits for no export."""
    one = person()
    erasure = await opened(Right.ERASURE, one)
    before = ask(right, one)
    assert await register.open(before, DUE) == Claim()
    await register.close(before.case_id, outcome(before))
    await register.engage(erasure.case_id)
    export = ask(right, one)
    assert await register.open(export, DUE) == Claim(waits_for=erasure.case_id)
    assert await register.claim(erasure.case_id, (one,)) == await register.engage(erasure.case_id) == Claim()
    assert (await register.close(erasure.case_id, outcome(erasure))).waiting == (export.case_id,)
    assert await register.open(export, DUE) == Claim()


async def test_confirmation_waits_for_nobody(register, opened, ask, person):
    """Whether data are processed at all may be asked at any time, and keeps nobody waiting."""
    one = person()
    await opened(Right.ACCESS, one)
    assert await register.open(ask(Right.CONFIRMATION, one), DUE) == Claim()
    erasure = await opened(Right.ERASURE, person())
    confirmation = ask(Right.CONFIRMATION, *erasure.identifiers)
    assert await register.open(confirmation, DUE) == await register.engage(erasure.case_id) == Claim()
    assert await register.claim(confirmation.case_id, erasure.identifiers) == Claim()


async def test_engage_again(register, opened, sign):
    """An erasure of which a plan has unwound or pivoted may hear again that it has begun."""
    for decision in (Decision.UNWINDING, Decision.PIVOTED):
        case_id = (await opened()).case_id
        await register.approve(case_id, "d", sign(case_id, "d"))
        assert (await register.engage(case_id)).waits_for is None
        await register.decide(case_id, "d", decision)
        assert (await register.engage(case_id)).waits_for is None


async def test_an_erasure_that_rests(register, opened, ask, person):
    """While an erasure waits for a day it changes nothing, and exports go first; then it engages like any other."""
    one = person()
    erasure = await opened(Right.ERASURE, one)
    await register.engage(erasure.case_id)
    export = ask(Right.ACCESS, one)
    assert await register.open(export, DUE) == Claim(waits_for=erasure.case_id)
    for _ in range(2):
        assert await register.rest(erasure.case_id) == (export.case_id,)
    assert await register.claim(export.case_id, (one,)) == Claim()
    assert await register.engage(erasure.case_id) == Claim(waits_for=export.case_id)
