"""The steps of the legal procedure, over a register and a case folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from temporalio.testing import ActivityEnvironment

from activities.house import RegisterSteps
from activities.legal import LegalSteps
from habeas.calendar import public_holidays
from habeas.domain.case import Rules
from habeas.domain.clock import ClockRules
from habeas.domain.house import IdentityNote
from habeas.domain.identity import Ages, Rung
from habeas.domain.key import Kind
from habeas.domain.right import Right
from habeas.domain.time_limit import Place
from habeas.domain.update import Verification
from habeas.letters.address import Pages
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import load_processing
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.evidence import CaseEvidence, EvidenceFiles
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers

POLICY = Path(__file__).parents[3] / "policy" / "processing.yaml"
PAGES = Pages("https://privacy.example.org/me/", "https://dpo.example.org", "dpo@example.org")
PLACE = Place(ZoneInfo("Europe/Paris"), public_holidays("FR"))
SEEN = Verification(rung=Rung.EVIDENCE, how="an identity card was looked at", by="dpo")


@pytest.fixture
def folder(tmp_path) -> CaseFolder:
    """The case files."""
    return CaseFolder(tmp_path / "cases")


@pytest.fixture
def keys(register, tmp_path) -> CaseKeys:
    """The secrets of cases."""
    return CaseKeys(register, {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})


async def test_l_01_the_dates_of_a_case_count_from_its_receipt(register, keys, folder, ask, person):
    """L-01: a request that was opened four weeks after it came has what is left of its month."""
    steps = RegisterSteps(register, CasePapers(folder, keys), PLACE, Rules(), {}, Ages())
    received = datetime.now(UTC) - timedelta(days=28)
    request = ask(Right.ACCESS, person()).model_copy(update={"received_at": received})
    await keys.create(request.case_id)
    opened = await ActivityEnvironment().run(steps.open_case, request)
    assert opened.clock.due == opened.due == (await register.show(request.case_id)).due
    assert opened.due == PLACE.due_date(received)


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
