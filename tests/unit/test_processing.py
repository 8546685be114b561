"""The record of processing: what each category is, which rights reach it, and what its file may not say."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import getitem
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.error import InvalidInput
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround
from habeas.policy import load_processing

POLICY = Path(__file__).parents[2] / "policy" / "processing.yaml"
RECORD = load_processing(POLICY)
DOCUMENT = json.dumps(yaml.safe_load(POLICY.read_text()))  # JSON is YAML, and is written faster
PORTABLE = {
    ("accounts", "account"),
    ("accounts", "identification"),
    ("accounts", "role"),
    ("accounts", "log-in place"),
    ("recordings", "participant"),
    ("recordings", "attendance"),
    ("recordings", "contributions"),
    ("recordings", "image and voice"),
    ("billing", "billing details"),
    ("billing", "bank"),
    ("billing", "subscription"),
    ("billing", "billing contact"),
    ("activity", "location"),
    ("marketing", "preferences"),
    ("marketing", "consents"),
    ("marketing", "cookies"),
}
NOT_PORTABLE = {
    ("activity", "log-in"): "legitimate interest",
    ("activity", "usage"): "legitimate interest",
    ("activity", "navigation"): "legitimate interest",
    ("activity", "technical"): "legal obligation",
    ("billing", "invoice"): "legal obligation",
    ("billing", "payment"): "legal obligation",
    ("enrichment", "disclosures"): "legal obligation",
    ("enrichment", "suppression"): "legal obligation",
}
# W3C's Data Privacy Vocabulary 2.0, extension for the GDPR, its table of the rights that each legal basis carries:
# whether A6-1-a, A6-1-b, A6-1-c and A6-1-f are in it with A20. No package brings that table: what it says is here
DPV_PORTABLE = {
    Basis.CONSENT: True,
    Basis.CONTRACT: True,
    Basis.LEGAL_OBLIGATION: False,
    Basis.LEGITIMATE_INTEREST: False,
}
OBTAINED = {("enrichment", "public information")}
KEPT_MONTHS = {"technical": 12, "invoice": 120, "payment": 120, "disclosures": 36, "suppression": 36}


def category(**changes: object) -> Category:
    plain = {"name": "x", "system": "s", "title": "t", "purpose": "p", "role": "controller"}
    return Category.model_validate({**plain, "basis": "contract", "origin": "provided", **changes})


def test_the_policy_describes_what_the_systems_hold():
    """Every category of the systems is described, and no other."""
    assert {(c.system, c.name) for c in RECORD.categories} == PORTABLE | NOT_PORTABLE.keys() | OBTAINED


def test_portability_reaches_what_was_provided_or_observed_on_consent_or_contract():
    """L-26: the categories that a portability bundle holds are exactly these."""
    reached = {(c.system, c.name) for c in RECORD.categories if c.outside(Right.PORTABILITY) is None}
    assert reached == PORTABLE


@pytest.mark.parametrize(("key", "basis"), NOT_PORTABLE.items())
def test_each_exclusion_says_why(key, basis):
    """L-26: what portability leaves out is explained by its basis and the article."""
    system, name = key
    why = RECORD.of(system)[name].outside(Right.PORTABILITY)
    assert why == f"it is held on {basis}, not on consent or contract (GDPR art. 20(1)(a))"


@pytest.mark.parametrize("origin", [Origin.OBTAINED, Origin.INFERRED])
@pytest.mark.parametrize("basis", Basis)
def test_p_4_what_others_gave_or_we_concluded_is_not_portable(origin, basis):
    """P-4: bought or inferred data is never portable, whatever its basis."""
    assert category(origin=origin, basis=basis).outside(Right.PORTABILITY).startswith(f"it was {origin}")


@pytest.mark.parametrize("origin", [Origin.PROVIDED, Origin.OBSERVED])
@pytest.mark.parametrize("basis", Basis)
def test_l_27_portability_goes_by_the_bases_that_dpv_has_it_for(basis, origin):
    """L-27: of data from the person it reaches what is held on the bases to which DPV maps the right of art. 20."""
    assert (category(basis=basis, origin=origin).outside(Right.PORTABILITY) is None) == DPV_PORTABLE[basis]


@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("basis", Basis)
def test_l_21_access_reaches_everything(origin, basis):
    """L-21: access leaves out no category."""
    assert category(origin=origin, basis=basis).outside(Right.ACCESS) is None


@pytest.mark.parametrize("basis", Basis)
def test_l_35_the_ground_of_an_erasure_follows_the_basis(basis):
    """L-35: who asks withdraws the consent, objects, or no longer needs what the data is for."""
    ground = {Basis.CONSENT: ErasureGround.WITHDRAWN, Basis.LEGITIMATE_INTEREST: ErasureGround.OBJECTED}
    assert category(basis=basis).treatment.erased_on is ground.get(basis, ErasureGround.NO_LONGER_NEEDED)


def test_l_35_the_record_has_a_ground_for_every_category():
    """L-35: of each category of each system."""
    assert RECORD.treatments.keys() == {(c.system, c.name) for c in RECORD.categories}


def test_l_48_what_is_joint_is_on_record():
    """L-48: a category says so, and has a label for the others."""
    assert category(role="joint", label="x").treatment.is_joint
    assert "label" in dict(category(role="joint", recipients=[]).lacks())


def test_l_40_what_was_public_is_on_record():
    """L-40: a category says so; without that word it was not."""
    assert category(was_public=True).treatment.was_public
    assert not category().treatment.was_public


@pytest.mark.parametrize(("months", "is_refused"), [(1, True), (3, True), (4, False), (None, False)])
def test_l_22_what_is_gone_before_the_answer_is_no_record(tmp_path, months, is_refused):
    """L-22: ordinary deletion may not be faster than an answer; the record of such a category does not load."""
    document = json.loads(DOCUMENT)
    entry(document, "role")["deleted_after"] = months
    file = tmp_path / "record.yaml"
    file.write_text(json.dumps(document))
    if not is_refused:
        assert load_processing(file)
        return
    with pytest.raises(InvalidInput, match=r"accounts/role\.deleted_after: is not after the 3 months"):
        load_processing(file)


def test_p_15_events_are_their_customers():
    """P-15: role follows the datum: all that arises in an event is processed for the customer, whatever its basis."""
    assert {c.role for c in RECORD.of("recordings").values()} == {Role.PROCESSOR}
    for system in ("accounts", "billing"):
        assert {c.role for c in RECORD.of(system).values()} == {Role.CONTROLLER}


def test_p_16_what_was_bought_is_our_own():
    """P-16: what others gave of a person is for a purpose of the company's own, also of who only took part."""
    assert {c.role for c in RECORD.of("enrichment").values()} == {Role.CONTROLLER}


def test_p_8_only_a_law_outlasts_an_erasure():
    """P-8: nothing is kept because of the policy's three years of marketing; what accounting and other laws want is."""
    assert {c.name: c.retention.months for c in RECORD.categories if c.retention} == KEPT_MONTHS
    assert {c.basis for c in RECORD.categories if c.retention} == {Basis.LEGAL_OBLIGATION}


def test_l_36_what_a_law_keeps_has_an_end():
    """L-36: what is kept has a ground and an end date, counted from its newest record."""
    retention = RECORD.of("activity")["technical"].retention.retention(date(2026, 2, 28))
    assert (retention.ground, retention.until) == (
        "French CPCE art. L34-1 II: technical data for authorities",
        date(2027, 2, 28),
    )


@pytest.mark.parametrize(("recorded", "until"), [("2026-01-01", 2036), ("2026-12-31", 2036), ("2027-01-01", 2037)])
def test_invoices_are_kept_from_the_end_of_the_financial_year(recorded, until):
    """L-50: ten years count from the end of the year in which an invoice is, and not from the invoice."""
    for category in ("invoice", "payment"):
        rule = RECORD.of("billing")[category].retention
        assert rule.retention(date.fromisoformat(recorded)).until == date(until, 12, 31)


@pytest.mark.parametrize(
    ("ends", "months", "recorded", "until"),
    [
        ("06-30", 120, "2026-07-01", "2037-06-30"),
        ("06-30", 120, "2026-06-30", "2036-06-30"),
        ("02-29", 120, "2028-02-29", "2038-02-28"),
        ("02-29", 12, "2026-03-01", "2028-02-28"),
        ("12-31", 6, "2026-02-01", "2027-06-30"),
        (None, 12, "2028-02-29", "2029-02-28"),
    ],
)
def test_a_financial_year_may_be_another_than_the_calendar_year(ends, months, recorded, until):
    """The policy says when the year ends; without it, months count from the record."""
    rule = RetentionRule(ground="a law", months=months, financial_year_ends=ends)
    assert rule.until(date.fromisoformat(recorded)) == date.fromisoformat(until)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sampled_from([1, 12, 36, 120]),
    st.sampled_from([None, "12-31", "06-30", "02-29", "01-01"]),
)
def test_the_first_day_that_is_kept(today, months, ends):
    """What is of that day is kept, and what is of the day before is not."""
    rule = RetentionRule(ground="a law", months=months, financial_year_ends=ends)
    first = rule.since(today)
    assert rule.until(first) >= today > rule.until(first - timedelta(days=1))


@pytest.mark.parametrize("ends", ["13-01", "02-30", "2-1", 31])
def test_a_financial_year_ends_on_a_day(tmp_path, ends):
    """What is no day of a year is named with its place."""
    document = policy()
    entry(document, "invoice")["retention"]["financial_year_ends"] = ends
    assert "categories.billing/invoice.retention.financial_year_ends: " in complaint(tmp_path, document)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("version: '1'\ncategories: [{name: a}]", "categories.a.system: Field required"),
        ("version: '1'\ncategories: [{title: a}]", "categories.0.system: Field required"),
        ("version: '1'\ncategories: []\nmore: 1", "more: Extra inputs are not permitted"),
        ("version: '1\n", "line 2: is not YAML"),
        ("", "Input should be a valid dictionary"),
        ("\xff", "is not UTF-8 text"),
    ],
)
def test_a_wrong_file_is_named_with_its_field(tmp_path, text, complaint):
    """Who edits the policy learns the file and the place that are wrong, in one line."""
    path = tmp_path / "processing.yaml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InvalidInput) as caught:
        load_processing(path)
    assert str(caught.value).startswith(f"{path}")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    """A path that leads nowhere is an error of input, not of the program."""
    with pytest.raises(InvalidInput, match=r"absent\.yaml: cannot be read: No such file"):
        load_processing(tmp_path / "absent.yaml")


def test_two_categories_never_share_a_file_name(tmp_path):
    """Names that differ only by a space would meet in the bundle, and are refused."""
    document = policy()
    document["categories"].append({**entry(document, "log-in place"), "name": "log-in-place"})
    assert "described twice" in complaint(tmp_path, document)


def policy() -> dict:
    """The policy, to be spoilt; what stands in it twice is there twice."""
    return json.loads(DOCUMENT)


def entry(document: dict, name: str) -> dict:
    return next(c for c in document["categories"] if c["name"] == name)


def complaint(tmp_path: Path, document: dict) -> str:
    path = tmp_path / "processing.yaml"
    path.write_text(json.dumps(document))
    with pytest.raises(InvalidInput) as caught:
        load_processing(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(f"{path}, line 1", "processing.yaml")


def texts(value: object, place: tuple = ()) -> Iterator[tuple]:
    """The place of every text in three languages."""
    if isinstance(value, dict) and value.keys() == {"nb", "fr", "en"}:
        yield place
    elif isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(below, (*place, key))


@pytest.mark.parametrize("language", ["nb", "fr", "en"])
def test_l_25_a_missing_translation_is_named(tmp_path, language):
    """L-25: each text of the file is in all languages; every one that lacks a language is told."""
    document = policy()
    places = list(texts(document))
    for place in places:
        del reduce(getitem, place, document)[language]
    said = complaint(tmp_path, document)
    assert len(places) > 60
    assert len({place[0] for place in places}) == 7
    assert said.count(f".{language}: Field required") == said.count("processing.yaml: ") == len(places)


def test_a_complaint_names_entry_and_key(tmp_path):
    """Who left out a word learns which, in which entry."""
    document = policy()
    del entry(document, "role")["title"]["fr"]
    assert complaint(tmp_path, document) == "processing.yaml: categories.accounts/role.title.fr: Field required"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("purpose", "categories.accounts/role.purpose: Field required"),
        ("title", "categories.accounts/role.title: Field required"),
        ("recipients", "categories.accounts/role.recipients: is missing: who receives it"),
        ("kept", "categories.accounts/role.kept: is missing: for how long"),
    ],
)
def test_l_20_a_category_says_what_the_law_wants_said(tmp_path, place, said):
    """L-20 (a) to (d): without purpose, category, recipients or period there is no answer, and no policy."""
    document = policy()
    del entry(document, "role")[place]
    assert said in complaint(tmp_path, document)


def test_l_20_what_others_gave_has_a_source(tmp_path):
    """L-20 (g): data that is not from the person names where it came from."""
    document = policy()
    del entry(document, "public information")["source"]
    assert "categories.enrichment/public information.source: is missing" in complaint(tmp_path, document)


@pytest.mark.parametrize(
    "key",
    [
        "rights.rectification",
        "rights.erasure",
        "rights.restriction",
        "rights.objection",
        "complaint",
        "automated_decisions",
        "transfers",
    ],
)
def test_l_20_what_the_person_is_told_is_complete(tmp_path, key):
    """L-20 (e), (f), (h) and (2): rights 16 to 18 and 21, complaint, automated decisions and transfers are there."""
    document = policy()
    *above, last = ("information", *key.split("."))
    del reduce(getitem, above, document)[last]
    assert f"information.{key}: Field required" in complaint(tmp_path, document)


def test_l_20_a_transfer_has_a_safeguard(tmp_path):
    """L-20 (2): a recipient outside the EEA without one is refused, and so is one that is nowhere."""
    document = policy()
    stripe = next(r for r in document["recipients"] if r["id"] == "stripe")
    del stripe["safeguard"]
    assert "recipients.stripe: safeguard is missing" in complaint(tmp_path, document)
    del stripe["countries"]
    assert "recipients.stripe: countries is missing" in complaint(tmp_path, document)


@pytest.mark.parametrize(
    "basis", ["EU-US Privacy Shield", "privacy-shield", "Safe Harbour", "safe\u00a0harbor", "Bouclier vie privée"]
)
@pytest.mark.parametrize(
    ("place", "named"),
    [
        (("information", "transfers", "nb"), "information.transfers.nb: "),
        (("recipients", 1, "safeguard"), "recipients.stripe.safeguard: "),
        (("categories", 0, "purpose", "fr"), "categories.accounts/account.purpose.fr: "),
        (("version",), "version: "),
    ],
)
def test_p_2_a_dead_transfer_basis_is_refused_wherever_it_stands(tmp_path, basis, place, named):
    """P-2: a basis that the Court of Justice struck down is in no text, however it is written."""
    document = policy()
    *above, last = place
    reduce(getitem, above, document)[last] = f"according to {basis}."
    said = complaint(tmp_path, document)
    assert said.startswith(f"processing.yaml: {named}")
    assert said.endswith(" is not in force")


def test_loose_ends_are_named(tmp_path):
    """Recipients that nobody describes and systems without a name are told."""
    document = policy()
    entry(document, "role")["recipients"] = ["nobody-knows"]
    del document["systems"]["accounts"]
    document["authorities"]["lead"] = "DE"
    assert "authorities.lead: by_country has no entry" in complaint(tmp_path, document)
    document["authorities"]["lead"] = "NO"
    said = complaint(tmp_path, document)
    assert "categories.accounts/role.recipients: one is not among the recipients" in said
    assert "systems.accounts: is missing" in said


def test_l_25_words_that_are_not_translated_are_refused(tmp_path):
    """L-25: one sentence for all languages is right for a name, not for what is held or why."""
    document = policy()
    entry(document, "role")["title"] = "Your roles"
    assert "categories.accounts/role.title: is the same in all languages" in complaint(tmp_path, document)


@pytest.mark.parametrize(
    ("country", "countries"), [("FR", ["FR"]), ("NO", ["NO", "FR"]), ("DE", ["FR"]), (None, ["NO", "FR"])]
)
def test_p_7_the_authority_follows_the_country(country, countries):
    """P-7: the person's own authority comes first, the lead is always told, and all of them if nobody knows."""
    assert [place for place, _ in RECORD.authorities.of(country)] == countries
