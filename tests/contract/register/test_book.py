"""The book of cases: where each stands and how it ended."""

import pytest

from habeas.domain.case import CaseState
from habeas.domain.disclosure import Location
from habeas.domain.error import Barred, Permanent
from habeas.domain.house import Closed
from habeas.domain.right import Right


async def test_note(register, opened, outcome):
    """A case stands where it was last noted, until its outcome, which stays."""
    request = await opened()
    await register.note(request.case_id, CaseState.AWAITING_DECISION)
    assert (await register.show(request.case_id)).state is CaseState.AWAITING_DECISION
    await register.close(request.case_id, outcome(request, CaseState.ERASED))
    await register.note(request.case_id, CaseState.CARRYING_OUT)
    assert (await register.show(request.case_id)).state is CaseState.ERASED


async def test_report(register, opened, outcome):
    """The report of a closed case is read as it was written, and a second one is answered with the first."""
    request = await opened()
    report = outcome(request, CaseState.REFUSED).model_copy(update={"reason": "it was asked twice"})
    assert await register.close(request.case_id, report) == Closed(outcome=report)
    closed = await register.show(request.case_id)
    assert (closed.report, closed.state, closed.is_open) == (report, CaseState.REFUSED, False)
    assert await register.close(request.case_id, outcome(request, CaseState.ERASED)) == Closed(outcome=report)
    assert await register.show(request.case_id) == closed


async def test_close_again_tells_again(register, opened, person, outcome):
    """Who waits is told again when the first answer was lost, as long as they are open."""
    one = person()
    export, erasure = await opened(Right.ACCESS, one), await opened(Right.ERASURE, one)
    for _ in range(2):
        assert (await register.close(export.case_id, outcome(export))).waiting == (erasure.case_id,)
    await register.close(erasure.case_id, outcome(erasure))
    assert not (await register.close(export.case_id, outcome(export))).waiting


async def test_close_needs_an_outcome(register, opened, outcome):
    """A case is not closed while it runs."""
    request = await opened()
    with pytest.raises(Permanent):
        await register.close(request.case_id, outcome(request, CaseState.CARRYING_OUT))
    assert (await register.show(request.case_id)).is_open


async def test_unknown(register, ask, person, outcome):
    """What the register does not know it neither shows nor changes."""
    request = ask(Right.ERASURE, person())
    assert await register.show(request.case_id) is None
    await register.note(request.case_id, CaseState.CARRYING_OUT)
    assert await register.show(request.case_id) is None
    with pytest.raises(Barred):
        await register.close(request.case_id, outcome(request))


async def test_list(register, opened, outcome):
    """Lists begin with the newest case, and can leave out the closed ones."""
    requests = [await opened() for _ in range(3)]
    ids = [request.case_id for request in reversed(requests)]
    assert [row.case_id for row in await register.list(limit=3)] == ids
    await register.close(ids[1], outcome(requests[1]))
    assert [row.case_id for row in await register.list(limit=3)] == ids
    assert [row.case_id for row in await register.list(open_only=True, limit=2)] == [ids[0], ids[2]]


async def test_a_systems_own_words_do_not_stay(register, opened, outcome):
    """How it is known where somebody is may be personal: the country stays, and who closed the case learns the same."""
    request = await opened()
    where = Location(country="NO", how="the address on the invoices of somebody")
    told = outcome(request, CaseState.ERASED).model_copy(update={"location": where})
    closed = await register.close(request.case_id, told)
    kept = (await register.show(request.case_id)).report
    assert closed.outcome == kept
    assert (kept.location.country, "somebody" in kept.model_dump_json()) == ("NO", False)
