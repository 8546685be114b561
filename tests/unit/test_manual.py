"""Systems without an API: how they are declared, what owners are asked, and what an unanswered one leaves open."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml

from habeas.domain.approved_plan import left_open
from habeas.domain.case import CaseState, Rules, SystemCounts
from habeas.domain.count import open_steps, tally
from habeas.domain.disposition import Disposition
from habeas.domain.error import InvalidInput
from habeas.domain.findings import Findings
from habeas.domain.holding import Circumstance, Holding
from habeas.domain.identifier import Identifier, email
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter, LetterKind
from habeas.domain.manual import DURING_AN_ERASURE, NOT_AWAITED, UNANSWERED, Demand, Owner, Question
from habeas.domain.outcome import Became, outcomes
from habeas.domain.part import ErasureOrder, PartOutcome
from habeas.domain.planning import plan_erasure
from habeas.domain.question import NUMBERS, Questions, to_the_dpo
from habeas.domain.right import Right
from habeas.domain.route import Route, with_owners
from habeas.domain.treatment import ErasureGround, Treatment
from habeas.policy import load_processing
from habeas.sandbox.manual import write_with_manual_system

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
PERSON = email("freja@example.org")
OWNER = Owner(system="archive", role="the archive", address="archive@example.com", categories=("correspondence",))
TREATMENTS = {("archive", "correspondence"): Treatment(erased_on=ErasureGround.NO_LONGER_NEEDED, is_manual=True)}


def plan(*holdings):
    findings = Findings(as_of=NOW, identifiers=(PERSON,), holdings=holdings, pinned={"archive": (PERSON,)})
    return plan_erasure(findings, {"archive": ()}, treatments=TREATMENTS)


def held(count=3, **more):
    return Holding(system="archive", category="correspondence", count=count, **more)


def questions(latest=None):
    question = Question(system="archive", role="the archive", demand=Demand.LOCATE, identifiers=(PERSON,))
    letter = Letter(
        case_id="01890a5d-ac96-774b-bcce-b302099a8057",
        number=1,
        kind=LetterKind.OWNER_ASKED,
        addressee=Addressee.OWNER,
        language=Language.ENGLISH,
        right=Right.ERASURE,
        received_at=NOW,
        at=NOW,
        question=question,
    )
    return Questions(owner=OWNER, first=7, letter=letter, link_good_for=timedelta(days=30), latest=latest)


def declared(tmp_path, **changes):
    """The record of processing with an archive that is declared otherwise."""
    file = write_with_manual_system(tmp_path / "processing.yaml")
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    document["manual_systems"][0].update(changes)
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return load_processing(file)


def test_the_addition_makes_a_record(tmp_path):
    """What stands in the addition fits into the record of processing, and says who is asked, about what."""
    (owner,) = declared(tmp_path).owners
    assert (owner.system, owner.categories) == ("archive", ("correspondence", "contract"))
    assert (owner.is_processor, owner.answers_within) == (False, timedelta(days=10))


def test_only_a_processor_is_asked_outside_the_company(tmp_path):
    """Who is asked learns of the person (L-39); outside the company that is a processor on record, and nobody else."""
    assert declared(tmp_path, processor="stripe").owners[0].is_processor
    for stranger in ("apihub", "organiser", "nobody"):
        with pytest.raises(InvalidInput, match="not a recipient of the kind processor"):
            declared(tmp_path, processor=stranger)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "attic"}, "no category says what it holds"),
        ({"name": "recordings"}, "another controller's"),
        ({"address": "the archive"}, "address"),
        ({"answers_within": 0}, "answers_within"),
        ({"phone": "12 34"}, "phone"),
    ],
)
def test_a_wrong_declaration_stops_the_record_from_loading(tmp_path, changes, said):
    """One line names the entry and the key."""
    with pytest.raises(InvalidInput, match=said):
        declared(tmp_path, **changes)


def test_an_owner_is_asked_after_every_other_system():
    """By all that they have found of the person, so once."""
    routes = with_owners({"accounts": Route(finds_by=("email",))}, (OWNER,))
    assert (routes["archive"].needs, routes["archive"].is_manual) == (("accounts",), True)
    assert not routes["accounts"].is_manual


@pytest.mark.parametrize("name", ["archive", "house", "register", "mail"])
def test_a_name_is_had_by_one_system_alone(name):
    """A system that was declared by hand takes the way to no other, and not to a part of the house."""
    with pytest.raises(InvalidInput, match=f"manual_systems.{name}"):
        with_owners({"archive": Route(finds_by=("email",))}, (OWNER.model_copy(update={"system": name}),))


def test_an_owner_is_shown_what_finds_the_person_and_no_more():
    """Other identifiers are not the owner's to see, nor is where one was found."""
    found = Identifier(kind="email", value="freja@example.com", found_in="billing")
    other = Identifier(kind="stripe_customer", value="cus_1", found_in="billing")
    sought = OWNER.sought((PERSON, found, other))
    assert [(i.kind, i.value, i.found_in) for i in sought] == [
        ("email", "freja@example.com", "request"),
        ("email", "freja@example.org", "request"),
    ]


def test_the_address_is_in_no_repr():
    """It may be a person's own."""
    assert "archive@example.com" not in repr(OWNER) + repr(questions())


@pytest.mark.parametrize("demand", DURING_AN_ERASURE)
def test_each_demand_has_a_number_of_its_own(demand):
    """Letters and answers are found by it: two demands of an erasure never share one."""
    order = questions().order(demand, NOW, "asker")
    assert order.asked.number == order.letter.number == 7 + DURING_AN_ERASURE.index(demand) < 7 + NUMBERS
    assert (order.asked.answer_by is not None) is demand.is_a_question


def test_an_owner_is_waited_for_until_the_law_wants_an_answer():
    """The owner's own time, but never longer than the case has (L-08); and none where that is over."""
    ask = {None: 10, NOW + timedelta(days=4): 4, NOW - timedelta(days=1): 0}
    for latest, days in ask.items():
        assert questions(latest).order(Demand.LOCATE, NOW, "asker").asked.answer_by == NOW + timedelta(days=days)


def test_the_owner_erases_what_the_plan_erases_and_nothing_else():
    """The letter about an erasure names those categories alone."""
    law = held(circumstance=Circumstance.RETAINED).model_copy(update={"category": "contract"})
    order = questions().order(Demand.ERASE, NOW, "asker", plan(held(), law).items)
    assert order.letter.question.categories == ("correspondence",)


def test_the_dpo_is_not_told_who_the_person_is():
    """The letter that an owner is silent has no identifier in it."""
    letter = to_the_dpo(questions().letter, NOW)
    assert (letter.addressee, letter.question.identifiers) == (Addressee.DPO, ())


def test_the_plan_says_that_a_hold_is_not_waited_for():
    """Who approves it reads that the owner holds back and erases by hand, and says so."""
    (item,) = plan(held()).items
    assert (item.disposition, item.why) == (Disposition.ERASE, NOT_AWAITED)


def test_what_is_unanswered_is_for_a_person_to_decide():
    """An unknown amount is not erased unseen: a law may keep it."""
    (item,) = plan(held(0, circumstance=Circumstance.UNANSWERED)).items
    assert (item.disposition, item.why, item.justification) == (
        Disposition.DECIDE,
        UNANSWERED,
        Justification.IMPOSSIBLE,
    )


def test_what_no_owner_attests_is_open_and_never_done():
    """It is counted as undecided, has an open step, and the certificate says so."""
    asked = plan(held())
    became = asked.model_copy(update={"items": left_open(asked.items, ["archive"])})
    assert tally(became, {}, frozenset(["archive"]))["archive"].model_dump() == {
        "found": 3,
        "erased": 0,
        "anonymised": 0,
        "retained": 0,
        "referred": 0,
        "undecided": 3,
        "left": None,
    }
    (step,) = open_steps(became, NOW.date())
    assert (step.system, UNANSWERED in step.what) == ("archive", True)
    assert outcomes(became, {}, None)[0].became is Became.UNDECIDED


def test_what_an_owner_attests_is_attested_and_not_read_back():
    """The certificate says whose word it is; nothing is left open, and nothing is said to have been measured."""
    done = plan(held())
    assert left_open(done.items, []) == done.items
    assert open_steps(done, NOW.date()) == ()
    (first, *_) = outcomes(done, {}, None)
    assert (first.became, first.left) == (Became.ATTESTED, None)


def test_whose_word_it_is_stays_so_when_the_rest_is_erased_later():
    """What was attested before is, unless it was read back since; who has not answered has still not."""
    counts = {"accounts": SystemCounts(found=1, erased=1, retained=0, referred=0, undecided=0, left=0)}
    first = PartOutcome(state=CaseState.ERASED, attested=("accounts", "archive"), unanswered=("cellar",))
    order = ErasureOrder(
        case_id=questions().letter.case_id,
        plan=plan(held()),
        findings=Findings(as_of=NOW, identifiers=(PERSON,)),
        systems=("accounts", "archive", "cellar"),
        due=NOW.date(),
        rules=Rules(),
    )
    whole = first.completed_by(PartOutcome(state=CaseState.ERASED, counts=counts), order)
    assert (whole.attested, whole.unanswered) == (("archive",), ("cellar",))
