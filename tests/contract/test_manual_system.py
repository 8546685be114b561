"""A system without an API keeps the contract of systems, over real sealed files: by what its owner has answered."""

from datetime import UTC, date, datetime

import pytest
from uuid6 import uuid7

from adapters.manual.adapter import Manual
from habeas.domain.error import Barred
from habeas.domain.findings import Findings
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import Identifier, email
from habeas.domain.key import Kind
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, KeptLetter, Letter, LetterKind
from habeas.domain.manual import NOT_GIVEN, UNANSWERED, Answer, Demand, Found, Question
from habeas.domain.order import CollectOrder, LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Erases, Exports, File, Holds, Locates, Preflights
from habeas.domain.right import Right
from habeas.policy import load_processing
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.register.migrate import migrate
from habeas.sandbox.manual import write_with_manual_system
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Gone
from habeas.vault.evidence import MOST
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.shredder import Shredder
from habeas.vault.signing_keys import EvidenceSigner

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
PERSON = email("freja@example.org")
LETTERS, CONTRACTS = Found(category="correspondence", count=3), Found(category="contract", count=2)


class Archive:
    """The archive of one case: its adapter, and what its owner does."""

    def __init__(self, case_id, parts, keys, record):
        self.case_id, self.parts, self.keys = case_id, parts, keys
        self.answers = AnswerPapers(parts, keys)
        self.letters = LetterPapers(parts, keys)
        (owner,) = record.owners
        self.adapter = Manual(owner, ("accounts",), record.of("archive"), self.answers)

    async def ask(self, number, demand, *identifiers):
        """The owner is written to."""
        question = Question(system="archive", role="archive", demand=demand, identifiers=identifiers or (PERSON,))
        letter = Letter(
            case_id=self.case_id,
            number=number,
            kind=LetterKind.OWNER_ASKED,
            addressee=Addressee.OWNER,
            language=Language.ENGLISH,
            right=Right.ERASURE,
            received_at=NOW,
            at=NOW,
            question=question,
        )
        await self.letters.begin(KeptLetter(letter=letter))

    async def say(self, number, demand, *found, is_done=True):
        """The owner answers; whether that is kept."""
        common = {"number": number, "system": "archive", "demand": demand, "is_done": is_done, "found": found}
        word = {"by": "Ada", "reference": "list 12", "done_on": NOW.date(), "at": NOW}
        return await self.answers.keep(self.case_id, Answer(**common, **word))

    async def located(self, *identifiers):
        order = LocateOrder(case_id=self.case_id, system="archive", identifiers=identifiers or (PERSON,), as_of=NOW)
        return await self.adapter.locate(order)

    async def step(self):
        """The archive's part of a plan that was made of what it says."""
        found = await self.located()
        pinned = {"archive": found.pinned}
        findings = Findings(as_of=NOW, identifiers=(PERSON,), holdings=found.holdings, pinned=pinned)
        return StepOrder.of(self.case_id, plan_erasure(findings, {"archive": ()}), "archive")

    async def exported(self):
        order = CollectOrder(
            case_id=self.case_id, system="archive", right=Right.ACCESS, as_of=NOW, identifiers=(PERSON,)
        )
        return [entry async for entry in self.adapter.export(order)]


@pytest.fixture
async def archive(tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'register.db'}"
    await migrate(url)
    ring = Keyring(register_engine(url, is_kept=False), EvidenceSigner(FileKeys(tmp_path / "signing.json")))
    keys = CaseKeys(ring, {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})
    case_id = str(uuid7())
    await keys.create(case_id)
    await keys.settle(case_id)
    record = load_processing(write_with_manual_system(tmp_path / "processing.yaml"))
    return Archive(case_id, CaseFolder(tmp_path / "cases"), keys, record)


async def nothing_bars():
    """The register has nothing against it."""


async def barred():
    raise Barred("register", "too late")


async def test_it_has_every_ability(archive):
    """The saga needs to know nothing of it."""
    for ability in (Locates, Exports, Preflights, Holds, Erases):
        assert isinstance(archive.adapter, ability)


@pytest.mark.parametrize("said", [None, False], ids=["silent", "cannot"])
async def test_what_is_not_answered_is_of_every_category(archive, said):
    """Silence is never taken for nothing, nor is a no."""
    await archive.ask(1, Demand.LOCATE)
    if said is not None:
        await archive.say(1, Demand.LOCATE, is_done=said)
    found = await archive.located()
    assert {h.category for h in found.holdings} == {"correspondence", "contract"}
    assert {(h.circumstance, h.count) for h in found.holdings} == {(Circumstance.UNANSWERED, 0)}
    assert {entry.why for entry in await archive.exported()} == {UNANSWERED}


async def test_that_there_is_nothing_is_an_answer(archive):
    """Nothing is held, pinned or collected then."""
    await archive.ask(1, Demand.LOCATE)
    await archive.say(1, Demand.LOCATE)
    found = await archive.located()
    assert (found.holdings, found.pinned) == ((), ())
    assert await archive.exported() == []


async def test_who_cannot_be_found_there_is_not_looked_for(archive):
    """An identifier that the owner does not find by is none of its business."""
    found = await archive.located(Identifier(kind="stripe_customer", value="cus_1"))
    assert (found.holdings, found.pinned) == ((), ())


async def test_the_first_answer_stays(archive):
    """A second one of the same number is not kept."""
    await archive.ask(1, Demand.LOCATE)
    assert await archive.say(1, Demand.LOCATE, LETTERS)
    assert not await archive.say(1, Demand.LOCATE)
    assert [h.count for h in (await archive.located()).holdings] == [3]


async def test_the_last_question_counts(archive):
    """Who is asked again, by more, has answered nothing until that is answered; what is pinned is what was asked by."""
    other = email("freja@example.com")
    await archive.ask(1, Demand.LOCATE)
    await archive.say(1, Demand.LOCATE, LETTERS)
    await archive.ask(2, Demand.LOCATE, PERSON, other)
    found = await archive.located(PERSON, other)
    assert {h.circumstance for h in found.holdings} == {Circumstance.UNANSWERED}
    assert found.pinned == (PERSON, other)


@pytest.mark.parametrize(
    ("newest", "circumstance", "until"),
    [
        (date(2020, 6, 1), Circumstance.RETAINED, date(2030, 12, 31)),
        (date(2009, 6, 1), None, None),
        (None, Circumstance.RETAINED, None),
    ],
    ids=["kept", "no longer", "not known"],
)
async def test_what_a_law_keeps_goes_by_the_newest(archive, newest, circumstance, until):
    """Until the end of its newest; where nobody says when that was, a person decides."""
    await archive.ask(1, Demand.LOCATE)
    await archive.say(1, Demand.LOCATE, CONTRACTS.model_copy(update={"newest": newest}))
    (holding,) = (await archive.located()).holdings
    assert holding.circumstance is circumstance
    assert (holding.retention.until if holding.retention else None) == until


async def test_the_fence_is_asked(archive):
    """A hold or an erasure that the register bars is not asked of anybody."""
    await archive.ask(1, Demand.LOCATE)
    await archive.say(1, Demand.LOCATE, LETTERS)
    order = await archive.step()
    for step in (archive.adapter.hold, archive.adapter.erase):
        await step(order, nothing_bars)
        with pytest.raises(Barred):
            await step(order, barred)


async def test_all_of_it_is_left_until_its_owner_says_otherwise(archive):
    """What the plan keeps is left in any case; an erasure that is attested twice is attested."""
    await archive.ask(1, Demand.LOCATE)
    await archive.say(1, Demand.LOCATE, LETTERS, CONTRACTS.model_copy(update={"newest": NOW.date()}))
    order = await archive.step()
    before = (await archive.adapter.confirm(order)).counts
    assert sorted(before.values()) == [2, 3]
    await archive.ask(4, Demand.ERASE)
    assert (await archive.adapter.confirm(order)).counts == before
    await archive.say(4, Demand.ERASE)
    for _ in range(2):
        assert list((await archive.adapter.confirm(order)).counts.values()) == [2]
    assert [h.category for h in (await archive.located()).holdings] == ["contract"]


async def test_what_was_given_is_handed_out(archive):
    """Each file under a name of ours; what is held and was not given is named."""
    await archive.ask(1, Demand.GIVE)
    given = archive.answers.given(1, "correspondence")
    await given.keep(archive.case_id, b"%PDF-1.7 one")
    await given.keep(archive.case_id, "to: Bodø".encode())
    await archive.say(1, Demand.GIVE, LETTERS, CONTRACTS)
    entries = await archive.exported()
    files = [entry for entry in entries if isinstance(entry, File)]
    assert [file.name for file in files] == ["correspondence-1-1.pdf", "correspondence-1-2.txt"]
    assert [b"".join([c async for c in file.chunks(4)]) for file in files] == [b"-1.7 one", "Bodø".encode()]
    assert [(e.category, e.why) for e in entries if e not in files] == [("contract", NOT_GIVEN)]
    assert len(await given.pieces(archive.case_id)) < MOST


async def test_all_of_it_goes_when_the_case_is_shredded(archive):
    """Answers and files are gone, and none can be kept any more."""
    await archive.ask(1, Demand.GIVE)
    await archive.answers.given(1, "contract").keep(archive.case_id, b"%PDF-1.7 one")
    await archive.say(1, Demand.GIVE, CONTRACTS)
    await Shredder(archive.parts, archive.keys).shred(archive.case_id)
    assert await archive.answers.answer(archive.case_id, 1) is None
    with pytest.raises(Gone):
        await archive.say(2, Demand.ERASE)
    assert archive.parts.cases_with() == []
