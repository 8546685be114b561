"""A step that Temporal has given up may run on: what it writes of a case that has closed meanwhile does not stay."""

from zoneinfo import ZoneInfo

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.house import RegisterSteps
from habeas.calendar import public_holidays
from habeas.client.proofs import PersonsProofs, Proofs
from habeas.domain.case import CaseState, Rules
from habeas.domain.house import Restoring
from habeas.domain.identity import Ages
from habeas.domain.key import Kind
from habeas.domain.time_limit import Place
from habeas.register.log import EvidenceLog
from habeas.register.signing import SigningRing
from habeas.vault.case_keys import CaseKeys
from habeas.vault.escrow import Escrows
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.key_copies import KeyCopies
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import PROOF, CasePapers
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.signing_keys import SigningKeys

KEYS = ("file-key.json", "payload-key.json")

LOG = "habeas.example/log"


def papers_in(folder):
    """What an open case is rebuilt from: it lies beside the files of cases, and what is kept longer."""
    files = [file for file in folder.rglob("*") if file.suffix in (".json", ".sealed")]
    return [file for file in files if file.parent.name != PROOF]


@pytest.fixture
def case_keys(register, tmp_path, tmp_path_factory) -> CaseKeys:
    """The secrets of the cases in the register."""
    folder = tmp_path_factory.mktemp("keys")
    return CaseKeys(
        register, {kind: FileKeys(folder / f"{kind}.json") for kind in Kind}, KeyCopies(CaseFolder(tmp_path))
    )


@pytest.fixture
def steps(register, case_keys, tmp_path, signs) -> RegisterSteps:
    """The steps in the house, over a register and a case folder."""
    place = Place(ZoneInfo("Europe/Paris"), public_holidays("FR"))
    folder = CaseFolder(tmp_path)
    papers = CasePapers(folder, case_keys)
    proofs = Proofs(EvidenceLog(register._engine), SigningKeys(SigningRing(register._engine), signs), LOG)
    given = PersonsProofs(proofs, papers, ProofPapers(folder, case_keys))
    escrows = Escrows(papers, LetterPapers(folder, case_keys), None)
    return RegisterSteps(register, papers, escrows, given, place, Rules(), {}, Ages())


async def test_restored_after_the_close(register, opened, outcome, case_keys, steps, tmp_path):
    """The register is told nothing of it again, and no paper stays."""
    request = await opened()
    await case_keys.create(request.case_id)
    await register.close(request.case_id, outcome(request, CaseState.ERASED))
    known = Restoring(request=request, due=request.received_at.date(), identifiers=request.identifiers)
    with pytest.raises(ApplicationError, match="register: the case is closed"):
        await ActivityEnvironment().run(steps.restore, known)
    assert not papers_in(tmp_path)


async def test_opened_after_the_close(register, opened, outcome, case_keys, steps, tmp_path):
    """A run that is begun again learns that the case is closed, and leaves no paper."""
    request = await opened()
    await case_keys.create(request.case_id)
    await register.close(request.case_id, outcome(request, CaseState.ERASED))
    assert (await ActivityEnvironment().run(steps.open_case, request)).is_closed
    assert not papers_in(tmp_path)


async def test_a_death_between_the_close_and_its_papers(register, opened, outcome, case_keys, tmp_path):
    """A house that starts removes the papers of cases that have closed, and of no others; a bundle stays."""
    folder = CaseFolder(tmp_path)
    papers = CasePapers(folder, case_keys)
    closed, still_open = await opened(), await opened()
    for request in (closed, still_open):
        await case_keys.create(request.case_id)
        await papers.keep_request(request)
        folder.put(request.case_id, "bundle/a/000001", b"x")
    await register.close(closed.case_id, outcome(closed, CaseState.ERASED))
    await papers.discard_closed(register.is_closed)
    left = sorted(str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file())
    mine = [f"{case}/bundle/a/000001" for case in (closed.case_id, still_open.case_id)]
    papers_of_the_open = [f"{still_open.case_id}/{name}" for name in (*KEYS, "request.sealed")]
    assert left == sorted([*mine, *papers_of_the_open])
