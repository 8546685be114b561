"""The page of a certificate: each outcome is said as what it is, in each language, and nothing of it is left out."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.disclosure import Disclosed
from habeas.domain.findings import Findings
from habeas.domain.holding import COMPANY, Circumstance, Holding, Retention
from habeas.domain.justification import KEEPS, REFUSES
from habeas.domain.language import Language
from habeas.domain.outcome import Became, outcomes
from habeas.domain.own_store import kept_by_us
from habeas.domain.plan import Keep, Plan, PlanItem
from habeas.domain.planning import plan_erasure
from habeas.domain.request import Instruction
from habeas.domain.sweep import Periods
from habeas.domain.treatment import ErasureGround, Treatment
from habeas.evidence.certificate import CERTIFICATE, PLAN, SUBJECT, verified_certificate
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.commitment import commitment, new_salt
from habeas.evidence.error import Unreadable
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.proof import Proof
from habeas.evidence.signature import new_key, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import leaf_hash, node_hash
from habeas.policy import load_processing
from habeas.proof.column import BELONGING, Column
from habeas.proof.iri import EXCEPTIONS, GROUNDS
from habeas.proof.language.book import WORDS
from habeas.proof.page import page

RECORD = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
PARIS, NOW = ZoneInfo("Europe/Paris"), datetime(2026, 3, 1, 23, 5, tzinfo=UTC)
PERSON, LOG = "maja.lund@example.org", "webinars.example/log"
OURS, NEWER = new_key(), new_key()
LOOSE = re.compile(r"\{[a-z_]*\}|\{\{|\bNone\b|Undefined")
DPV = "https://w3id.org/dpv/"
GDPR, JUSTIFICATIONS = f"{DPV}legal/eu/gdpr#", f"{DPV}justifications#"
OF_EACH = (
    {"outcome": "erased", "system": "accounts", "category": "account", "count": 1, "left": 0}
    | {"erased_on": "art. 17(1)(b)"},
    {"outcome": "already-absent", "system": "enrichment", "category": "public information", "count": 0, "left": 0},
    {"outcome": "anonymised", "system": "activity", "category": "usage", "count": 12345, "test": "k = 20, by A. Test"},
    {"outcome": "retained", "system": "billing", "category": "invoice", "count": 4, "left": 4}
    | {"ground": "French Code de commerce art. L123-22", "until": "2036-12-31"}
    | {"exception": f"{JUSTIFICATIONS}LegallyExempted"},
    {"outcome": "referred", "system": "recordings", "category": "participant", "count": 6, "left": 6}
    | {"controller": "customer/stein"},
    {"outcome": "undecided", "system": "recordings", "category": "image and voice", "count": 2, "left": 2}
    | {"why": "other people appear in it"},
    {"outcome": "inaccessible-key-destroyed", "system": "recordings", "category": "contributions", "count": 3},
    {"outcome": "in-backup-until", "system": "accounts", "category": "backups", "count": 0, "until": "2026-05-01"},
    {"outcome": "notified", "system": "billing", "category": "bank", "count": 0, "recipient": "Stripe (IE)"},
    {"outcome": "outside-reach", "system": "enrichment", "category": "e-mail address", "count": 0}
    | {"recipient": "APIHub, Inc. (US)", "why": "who got it is still to be told (GDPR art. 19)"},
    {"outcome": "attested-manually", "system": "billing", "category": "subscription", "count": 1},
    {"outcome": "refused", "system": "activity", "category": "log-in", "count": 7, "why": "it was not asked for"},
)
SAID = {
    "case": "01a21a79-3e42-7d3a-8d3d-3c1fbb4d8c77",
    "at": NOW.isoformat(),
    "right": f"{GDPR}A17",
    "received": (NOW - timedelta(days=20)).isoformat(),
    "outcomes": list(OF_EACH),
}
APPROVED = "0c" * 32


def issued(said, plan=APPROVED, **revoked):
    """A certificate as a verifier reads it, of a log whose checkpoint a newer key has signed."""
    whom = Subject(SUBJECT, commitment(new_salt(), f"email:{PERSON}"))
    subjects = (whom, Subject(PLAN, plan)) if plan else (whom,)
    text, salt = signed(Statement(CERTIFICATE, subjects, said).canonical, OURS), b"s" * 32
    leaves = leaf_hash(salt + text.encode()), leaf_hash(b"another entry")
    checkpoint = Checkpoint(LOG, 2, node_hash(*leaves)).signed(NEWER.private_key)
    keys = [SigningKey(public_of(one.as_dict(private=True)), NOW - timedelta(days=9)) for one in (OURS, NEWER)]
    ours = SigningKey(keys[0].public, keys[0].begins_at, **revoked)
    return verified_certificate(text, Proof(0, (leaves[1],), checkpoint, salt).text, KeySet((ours, keys[1])))


def shown(language, said=SAID, zone=PARIS, **revoked):
    """The page."""
    return page(issued(said, **revoked), RECORD, language, zone)


def saying(*some, **changes):
    """A certificate with these outcomes alone."""
    return {**SAID, "outcomes": list(some), **changes}


class Reader(HTMLParser):
    """What a page says: its text, and by section the rows of its tables; `english` is what is marked as English."""

    def __init__(self, document):
        super().__init__()
        self.text, self.rows, self.english, self.sections = "", {}, [], []
        self._section, self._cell, self._is_english, self._is_style = None, None, False, False
        self.feed(document)

    def handle_starttag(self, tag, attrs):
        self._is_style = tag == "style"
        if tag == "section":
            self._section = dict(attrs).get("id")
            self.sections.append(self._section)
        if tag == "tr" and self._section:
            self.rows.setdefault(self._section, []).append([])
        if tag in ("td", "th"):
            self._cell, self._is_english = "", dict(attrs).get("lang") == "en"

    def handle_endtag(self, tag):
        self._is_style = False
        if tag == "section":
            self._section = None
        if tag in ("td", "th") and self._section:
            self.rows[self._section][-1].append(self._cell)
            self.english += [self._cell] if self._is_english else []

    def handle_data(self, data):
        if not self._is_style:
            self.text += data
            self._cell = data if self._cell is None else self._cell + data


def said_in(words, at=""):
    """Every sentence by its place."""
    if isinstance(words, str):
        yield at, words
    elif is_dataclass(words):
        for one in fields(words):
            yield from said_in(getattr(words, one.name), f"{at}.{one.name}")
    elif isinstance(words, dict):
        for key, value in words.items():
            yield from said_in(value, f"{at}.{key}")
    else:
        for number, value in enumerate(words):
            yield from said_in(value, f"{at}.{number}")


def test_every_language_has_the_same_sentences():
    """The same places are filled, with the same gaps in them."""
    places = {language: dict(said_in(words)) for language, words in WORDS.items()}
    first = places[Language.ENGLISH]
    assert set(places) == set(Language)
    for others in places.values():
        assert set(others) == set(first)
        for place, text in others.items():
            assert text.strip() or place == ".forms.thousands"
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", first[place]))


@pytest.mark.parametrize("language", Language)
def test_every_code_has_words_of_its_own(language):
    """Each outcome, column, ground and exception there is; and no two of them are said alike."""
    words = WORDS[language]
    assert set(words.outcomes) == set(Became) == set(BELONGING)
    assert set(words.columns) == set(Column)
    assert set(words.erasure_grounds) == set(ErasureGround) == set(GROUNDS.values())
    assert set(words.exceptions) == KEEPS | REFUSES <= set(EXCEPTIONS.values())
    for some in (
        [one.name for one in words.outcomes.values()],
        [one.means for one in words.outcomes.values()],
        *(list(codes.values()) for codes in (words.columns, words.erasure_grounds, words.exceptions, words.whys)),
    ):
        assert len(set(some)) == len(some)


@pytest.mark.parametrize("table", ["outcomes", "columns", "rights", "erasure_grounds", "exceptions"])
def test_a_language_that_lacks_a_code_does_not_come_to_be(table):
    """Whoever leaves one out learns it when the module is loaded."""
    whole = {one.name: getattr(WORDS[Language.FRENCH], one.name) for one in fields(WORDS[Language.FRENCH])}
    for code in whole[table]:
        lacking = {key: text for key, text in whole[table].items() if key != code}
        with pytest.raises(KeyError, match=re.escape(code)):
            type(WORDS[Language.FRENCH])(**{**whole, table: lacking})


@pytest.mark.parametrize("language", Language)
def test_nothing_is_said_in_another_language(language):
    """No sentence of one language is that of another, but for words that are the same, nor is any on its page."""
    own = dict(said_in(WORDS[language]))
    text = Reader(shown(language, revoked_at=NOW, revoked_for="keyCompromise")).text
    for other in set(Language) - {language}:
        others = dict(said_in(WORDS[other]))
        same = {place for place in own if own[place] == others[place] and not place.startswith(".forms")}
        assert same <= {".columns.system", ".headings.contact", ".headings.controller"}
        strange = {place: said for place, said in others.items() if len(said) > 20 and "{" not in said}
        assert not [place for place, said in strange.items() if said in text]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("became", Became)
def test_an_outcome_is_said_as_what_it_is(became, language):
    """With what it means and does not mean, in a section of its own; where there is none of it, nothing is said."""
    words = WORDS[language]
    (one,) = (one for one in OF_EACH if one["outcome"] == became)
    alone = Reader(shown(language, saying(one)))
    assert set(alone.rows) == {became.value}
    for other in Became:
        assert (words.outcomes[other].means in alone.text) == (other is became)
    headings, row = alone.rows[became.value]
    needed = {"system", "category", *BELONGING[became], *(key for key, value in one.items() if value != 0)}
    assert headings == [words.columns[column] for column in Column if column in needed]
    assert "–" not in row


def test_l_41_what_is_not_gone_is_not_called_erased():
    """L-41: every other outcome says that it was not erased, may be there, or does not count as erased."""
    means = {became: words.means for became, words in WORDS[Language.ENGLISH].outcomes.items()}
    denied = ("not erased", "may still hold", "nothing of it was erased", "not count among", "not checked")
    assert all(any(no in said for no in denied) for became, said in means.items() if became is not Became.ERASED)
    assert "masked" in means[Became.ERASED]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            Language.ENGLISH,
            [
                "2 March 2026 at 00:05, Europe/Paris (UTC+01:00)",
                "31 December 2036",
                "12,345",
                "Billing",
                "Your invoices",
            ],
        ),
        (
            Language.FRENCH,
            ["2 mars 2026 à 00 h 05, Europe/Paris (UTC+01:00)", "1er mai 2026", "12\u202f345", "Facturation"],
        ),
        (
            Language.NORWEGIAN,
            ["2. mars 2026 kl. 00.05, Europe/Paris (UTC+01:00)", "31. desember 2036", "12\u00a0345", "Fakturering"],
        ),
    ],
)
def test_dates_numbers_and_titles_are_of_the_language(language, said):
    """And moments are of the zone, which is named."""
    text = Reader(shown(language)).text
    assert [one for one in said if one not in text] == []


def test_a_moment_is_of_the_zone_that_is_asked_for():
    """The same one, elsewhere, with what it was there."""
    text = Reader(shown(Language.ENGLISH, zone=ZoneInfo("America/New_York"))).text
    assert "1 March 2026 at 18:05, America/New_York (UTC-05:00)" in text


@pytest.mark.parametrize("language", Language)
def test_who_says_it_and_how_it_is_checked(language):
    """The company, the key, the log, and the command, which is all that an auditor types."""
    certificate = issued(SAID)
    text = Reader(page(certificate, RECORD, language, PARIS)).text
    company, log = RECORD.controller, certificate.checkpoint
    for said in (SAID["case"], APPROVED, company.name, company.contact, certificate.key.id, LOG, log.root.hex()):
        assert said in text
    assert "python -m habeas.evidence verify certificate.jws" in text
    assert not LOOSE.search(text)


@pytest.mark.parametrize("language", Language)
def test_nobody_is_named(language):
    """Neither by name nor by address; and the page fetches nothing and runs nothing."""
    document = shown(language)
    assert not [said for said in (PERSON, PERSON.split("@", maxsplit=1)[0], "maja", "Lund") if said in document]
    assert not re.search(r"<script|<link|<img|src=|href=\"(?!#)|url\(|@import", document)


@pytest.mark.parametrize("language", Language)
def test_what_an_older_certificate_does_not_say_is_a_dash(language):
    """Its outcomes had nothing but a system and a category."""
    said = saying({"outcome": "erased", "system": "accounts", "category": "account"})
    older = {key: value for key, value in said.items() if key not in ("right", "received")}
    read = Reader(shown(language, older, plan=None))
    assert read.text.count("–") == 3 + 3
    assert read.rows["erased"][1][2:] == ["–", "–", "–"]


def test_no_zero_is_shown_where_nobody_counted():
    """Of a backup, or of a copy that others have."""
    read = Reader(shown(Language.ENGLISH))
    for became in (Became.IN_BACKUP, Became.NOTIFIED, Became.OUTSIDE_REACH):
        assert "Found" not in read.rows[became][0]
        assert "0" not in read.rows[became][1]
    assert read.rows[Became.ALREADY_ABSENT][1][2:] == ["0", "0"]


@pytest.mark.parametrize("language", Language)
def test_l_57_our_own_stores_are_on_the_page(language):
    """L-57: with words of their own, a ground and an end."""
    ours = [one.model_dump(mode="json", exclude_none=True) for one in kept_by_us(NOW, Periods(), has_bundle=False)]
    read = Reader(shown(language, saying(*({**one, "outcome": one["became"]} for one in ours))))
    assert read.english == []
    words = WORDS[language]
    for row, day in zip(read.rows["retained"][1:], (date(2026, 3, 8), date(2031, 3, 2)), strict=True):
        assert row[0] == "habeas"
        assert row[1] in words.unknown_categories.values()
        assert row[-1] == words.date(day)


@pytest.mark.parametrize("language", Language)
def test_what_is_not_proved_depends_on_what_is_said(language):
    """What a person attests is named where there is any, and a revoked key is warned of at the top."""
    s = WORDS[language].sentences
    always = (s.nothing_else, s.copies, s.later, s.truth)
    plain = Reader(shown(language, saying(OF_EACH[0]))).text
    assert all(one in plain for one in always)
    assert not any(one in plain for one in (s.attested, s.revoked, s.warning))
    assert s.attested in Reader(shown(language)).text
    revoked = Reader(shown(language, revoked_at=NOW, revoked_for="keyCompromise")).text
    assert s.revoked in revoked
    assert revoked.index(s.warning) < revoked.index("keyCompromise") < revoked.rindex(SAID["case"])
    assert not LOOSE.search(Reader(shown(language, revoked_at=NOW)).text)


TEXTUAL = {"controller", "ground", "recipient", "test", "why", "erased_on", "exception"}
NAMES = st.text(max_size=12) | st.sampled_from(["accounts", "account", "<b>&amp;", '"><script>', "{{ case }}", "{x}"])
TEXTS = st.none() | NAMES
ANY = st.fixed_dictionaries(
    {"outcome": st.sampled_from([became.value for became in Became]), "system": NAMES, "category": NAMES},
    optional={
        "count": st.integers(0, 10**7),
        "left": st.integers(0, 10**7),
        "until": st.dates().map(date.isoformat),
        **dict.fromkeys(sorted(TEXTUAL), TEXTS),
    },
)


@given(st.lists(ANY, max_size=8), st.sampled_from(Language))
def test_no_outcome_of_a_certificate_is_missing_from_its_page(some, language):
    """Each is one row of its own section, with all that it says, whatever stands in it."""
    read = Reader(shown(language, saying(*some)))
    columns = WORDS[language].columns
    rows = {became: [dict(zip(head, row, strict=True)) for row in rest] for became, (head, *rest) in read.rows.items()}
    assert Counter(became for became, of in rows.items() for _ in of) == Counter(one["outcome"] for one in some)
    for became, of in rows.items():
        for row, one in zip(of, (one for one in some if one["outcome"] == became), strict=True):
            unknown = {"system": RECORD.systems, "category": RECORD.of(one["system"]), "why": WORDS[language].whys}
            for field in ("system", "category", *sorted(TEXTUAL)):
                if one.get(field) is not None and one[field] not in unknown.get(field, {}):
                    assert row[columns[Column(field)]] == one[field]
            if "left" in one:
                assert re.sub(r"\D", "", row[columns[Column.LEFT]]) == str(one["left"])


def test_values_are_escaped():
    """Whatever a system, a person or a key's revocation has written."""
    evil = "<script>alert(1)</script>"
    one = dict.fromkeys(("system", "category", "controller", "recipient", "ground", "test", "why"), evil)
    said = saying({**one, "outcome": "undecided"}, case=evil, right=evil)
    document = shown(Language.ENGLISH, said, plan=evil, revoked_at=NOW, revoked_for=evil)
    assert evil not in document
    assert document.count("&lt;script&gt;") == 2 + 1 + 1 + 7 + 1


BY_HAND = {("accounts", "log-in"): Treatment(erased_on=ErasureGround.WITHDRAWN, is_manual=True)}


def planned():
    """Outcomes of plans that the real functions make, with every reason that there can be."""
    holdings = [Holding(system="recordings", category="usage", circumstance=c, count=2) for c in Circumstance]
    law = Retention(ground="a law", until=date(2036, 12, 31))
    holdings.append(Holding(system="billing", category="invoice", retention=law, count=2))
    holdings += [Holding(system="recordings", category="participant", controller="customer/stein", count=2)]
    holdings += [Holding(system="accounts", category=one, count=2) for one in ("account", "usage", "log-in")]
    keep = Keep(holding="accounts/usage/company", ground="a law", until=date(2036, 12, 31), by="the DPO")
    shown, says = {"system": "recordings", "category": "image and voice", "circumstance": "shared", "count": 2}, "legal"
    holdings += [Holding(controller=c, **shown) for c in ("customer/nordlys", "customer/havn")]
    instructions = (
        Instruction(controller="customer/nordlys", recorded_by=says),
        Instruction(controller="customer/havn", recorded_by=says, is_for_shared=True),
    )
    findings = Findings(identifiers=(), holdings=tuple(holdings), as_of=NOW, instructions=instructions)
    for only in ((), ("customer/stein",)):
        yield plan_erasure(findings, {}, [keep], only, BY_HAND)


def reasons():
    """Whatever a plan or an outcome gives as its reason."""
    plans = list(planned())
    yield from {item.why for plan in plans for item in plan.items}
    went = Disclosed(
        system="enrichment", recipient="APIHub", country="US", what="e-mail", last=NOW.date(), notice="its form"
    )
    fields_ = {"system": "accounts", "controller": COMPANY, "count": 1, "why": "as it is"}
    items = (
        PlanItem(**fields_, category="account", disposition="erase", was_public=True),
        PlanItem(**fields_, category="usage", disposition="anonymise"),
    )
    plan = Plan(items=items, identifiers={}, stages=(), as_of=NOW, digest="d" * 64, disclosed=(went,))
    left = {items[0].key: 1}
    yield from {one.why for one in outcomes(plan, {"accounts": left}, None) if one.why}


@pytest.mark.parametrize("language", Language)
def test_every_reason_of_the_domain_is_said_in_the_language(language):
    """None is left in English that the domain can give."""
    some = list(reasons())
    assert len(some) == len(WORDS[language].whys) + 1
    said = saying(*({"outcome": "undecided", "system": "activity", "category": "usage", "why": why} for why in some))
    read = Reader(shown(language, said))
    assert read.english == []
    assert len({row[-1] for row in read.rows["undecided"][1:]}) == len(some)


def test_another_reason_is_shown_as_english():
    """As it is, and marked, so that it is read aloud as what it is; on an English page there is nothing to mark."""
    one = {"outcome": "refused", "system": "activity", "category": "usage", "why": "it was not asked for"}
    assert Reader(shown(Language.NORWEGIAN, saying(one))).english == ["it was not asked for"]
    assert Reader(shown(Language.ENGLISH, saying(one))).english == []


@pytest.mark.parametrize("change", [{"received": "yesterday"}, {"right": []}])
def test_a_field_that_has_not_its_form_is_refused(change):
    """By its name, and not by its content."""
    with pytest.raises(Unreadable, match=next(iter(change))) as refused:
        shown(Language.ENGLISH, {**SAID, **change})
    assert "yesterday" not in str(refused.value)


def test_an_outcome_that_has_not_its_form_is_refused():
    """A date that is none is not left out."""
    with pytest.raises(Unreadable, match=r"outcomes\.0\.until"):
        shown(Language.ENGLISH, saying({**OF_EACH[3], "until": "some day"}))


def test_a_certificate_of_nothing_says_so():
    """It has neither sections nor a table."""
    read = Reader(shown(Language.ENGLISH, saying()))
    assert read.rows == {}
    assert WORDS[Language.ENGLISH].sentences.nothing in read.text
