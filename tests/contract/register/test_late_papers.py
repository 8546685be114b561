"""A step that Temporal has given up may run on: what it writes of a case that has closed meanwhile does not stay."""

from zoneinfo import ZoneInfo

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.house import RegisterSteps
from habeas.calendar import public_holidays
from habeas.domain.case import CaseState, Rules
from habeas.domain.house import Restoring
from habeas.domain.time_limit import Place
from habeas.vault.folder import CaseFolder
from habeas.vault.papers import CasePapers


@pytest.fixture
def steps(register, tmp_path) -> RegisterSteps:
    """The steps in the house, over a register and a case folder."""
    place = Place(ZoneInfo("Europe/Paris"), public_holidays("FR"))
    return RegisterSteps(register, CasePapers(CaseFolder(tmp_path), register), place, Rules(), {})


async def test_restored_after_the_close(register, opened, outcome, steps, tmp_path):
    """The register is told nothing of it again, and no paper stays."""
    request = await opened()
    await register.close(request.case_id, outcome(request, CaseState.ERASED))
    known = Restoring(request=request, due=request.received_at.date(), identifiers=request.identifiers)
    with pytest.raises(ApplicationError, match="register: the case is closed"):
        await ActivityEnvironment().run(steps.restore, known)
    assert not list(tmp_path.rglob("*.json"))


async def test_opened_after_the_close(register, opened, outcome, steps, tmp_path):
    """A run that is begun again learns that the case is closed, and leaves no paper."""
    request = await opened()
    await register.close(request.case_id, outcome(request, CaseState.ERASED))
    assert (await ActivityEnvironment().run(steps.open_case, request)).is_closed
    assert not list(tmp_path.rglob("*.json"))


async def test_a_death_between_the_close_and_its_papers(register, opened, outcome, tmp_path):
    """A house that starts removes the papers of cases that have closed, and of no others; a bundle stays."""
    folder = CaseFolder(tmp_path)
    papers = CasePapers(folder, register)
    closed, still_open = await opened(), await opened()
    for request in (closed, still_open):
        await papers.keep_request(request)
        async with folder.write(request.case_id, "bundle.zip") as file:
            await file.write(b"x")
    await register.close(closed.case_id, outcome(closed, CaseState.ERASED))
    await papers.discard_closed(register.is_closed)
    left = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file())
    mine = [f"{case}/bundle.zip" for case in (closed.case_id, still_open.case_id)]
    assert left == sorted([*mine, f"{still_open.case_id}/request.json"])
