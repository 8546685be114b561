"""The steps of the legal procedure, over a register and a case folder."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from temporalio.testing import ActivityEnvironment

from activities.house import RegisterSteps
from activities.legal import LegalSteps
from habeas.calendar import public_holidays
from habeas.client.proofs import PersonsProofs, Proofs
from habeas.domain.case import CaseState, Rules
from habeas.domain.clock import ClockRules
from habeas.domain.house import IdentityNote
from habeas.domain.identity import Ages, Rung
from habeas.domain.key import Kind
from habeas.domain.receipt import BundleReceipt
from habeas.domain.right import Right
from habeas.domain.time_limit import Place
from habeas.domain.update import Verification
from habeas.letters.address import Pages
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import load_processing
from habeas.register.log import EvidenceLog
from habeas.register.signing import SigningRing
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.escrow import Escrows
from habeas.vault.evidence import CaseEvidence, EvidenceFiles
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.signing_keys import SigningKeys

POLICY = Path(__file__).parents[3] / "policy" / "processing.yaml"
PAGES = Pages("https://privacy.example.org/me/", "https://dpo.example.org", "dpo@example.org")
PLACE = Place(ZoneInfo("Europe/Paris"), public_holidays("FR"))
SEEN = Verification(rung=Rung.EVIDENCE, how="an identity card was looked at", by="dpo")

LOG = "habeas.example/log"


@pytest.fixture
def folder(tmp_path) -> CaseFolder:
    """The case files."""
    return CaseFolder(tmp_path / "cases")


@pytest.fixture
def keys(register, tmp_path) -> CaseKeys:
    """The secrets of cases."""
    return CaseKeys(register, {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})


def register_steps(register, folder, keys, signs):
    """The steps of a house that asks no system."""
    papers = CasePapers(folder, keys)
    proofs = Proofs(
        EvidenceLog(register._engine), SigningKeys(SigningRing(register._engine), signs), "habeas.example/log"
    )
    kept = Escrows(papers, LetterPapers(folder, keys), None), PersonsProofs(proofs, papers, ProofPapers(folder, keys))
    return RegisterSteps(register, papers, *kept, PLACE, Rules(), {}, Ages())


async def test_l_01_the_dates_of_a_case_count_from_its_receipt(register, keys, folder, ask, person, signs):
    """L-01: a request that was opened four weeks after it came has what is left of its month."""
    steps = register_steps(register, folder, keys, signs)
    received = datetime.now(UTC) - timedelta(days=28)
    request = ask(Right.ACCESS, person()).model_copy(update={"received_at": received})
    await keys.create(request.case_id)
    opened = await ActivityEnvironment().run(steps.open_case, request)
    assert opened.clock.due == (await register.show(request.case_id)).due == PLACE.due_date(received)


async def test_l_12_what_was_shown_goes_once_it_has_served(register, keys, folder, opened):
    """L-12: the evidence is erased with the verification; how and by whom it was looked at stays."""
    case_id = (await opened()).case_id
    await keys.create(case_id)
    await keys.settle(case_id)
    evidence = EvidenceFiles(CaseFiles(folder, keys), folder)
    await evidence.keep(case_id, b"%PDF-1.7 a passport")
    words = Letters(load_processing(POLICY), PLACE.zone)
    office = LetterOffice(words, LetterPapers(folder, keys), register, PAGES)
    steps = LegalSteps(PLACE, ClockRules(), register, office, CaseEvidence(folder))
    await ActivityEnvironment().run(steps.note_identity, IdentityNote(case_id=case_id, verification=None))
    assert len(await evidence.pieces(case_id)) == 1
    await ActivityEnvironment().run(steps.note_identity, IdentityNote(case_id=case_id, verification=SEEN))
    assert await evidence.pieces(case_id) == ()
    identity = await register.identity(case_id)
    assert (identity.how, identity.by) == (SEEN.how, SEEN.by)


async def test_l_12_what_was_shown_does_not_outlast_the_case(register, keys, folder, ask, person, outcome, signs):
    """L-12: where it identified nobody, it goes with the papers when the case closes."""
    steps = register_steps(register, folder, keys, signs)
    request = ask(Right.ACCESS, person())
    await keys.create(request.case_id)
    await ActivityEnvironment().run(steps.open_case, request.model_copy(update={"identity": None}))
    evidence = EvidenceFiles(CaseFiles(folder, keys), folder)
    await evidence.keep(request.case_id, b"%PDF-1.7 somebody else's passport")
    await ActivityEnvironment().run(steps.close_case, outcome(request, CaseState.NOT_IDENTIFIED))
    assert await evidence.pieces(request.case_id) == ()


async def test_lists_go_by_the_date_as_it_is_counted_now(register, opened, outcome):
    """The date of an open case moves in the register; that of a closed one stays."""
    request = await opened()
    await register.note_due(request.case_id, date(2030, 1, 2))
    assert (await register.show(request.case_id)).due == date(2030, 1, 2)
    await register.close(request.case_id, outcome(request))
    await register.note_due(request.case_id, date(2031, 1, 2))
    assert (await register.show(request.case_id)).due == date(2030, 1, 2)


@pytest.mark.parametrize("has_bundle", [True, False])
async def test_a_copy_outlasts_the_erasure_that_follows_it(register, keys, opened, outcome, has_bundle):
    """L-43: a case is shredded when the copy's time is over, whatever its outcome, and before where there is none."""
    request = await opened()
    await keys.create(request.case_id)
    copy = BundleReceipt(name="bundle/x", size=1, sha256="0" * 64, entries=1) if has_bundle else None
    status = outcome(request, CaseState.ERASED).model_copy(update={"bundle": copy})
    await register.close(request.case_id, status)
    later, long_ago = datetime.now(UTC) + timedelta(days=1), datetime(2000, 1, 1, tzinfo=UTC)
    assert (request.case_id in await register.due_for_shredding(later, long_ago, 10_000)) is not has_bundle
    assert (request.case_id in await register.due_for_shredding(long_ago, later, 10_000)) is has_bundle
