"""Letters: of every kind, in every language, with what the law wants in each and nothing that no letter may say."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import DictLoader

from habeas.calendar import public_holidays
from habeas.domain.clock import ClockRules, Pause, Timing, clock
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import Identifier
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import EXTENDS, REFUSES, Justification
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter, LetterKind
from habeas.domain.manual import Demand, Question
from habeas.domain.plan import PlanItem
from habeas.domain.recipient import dead_basis
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.shown import Segment, Shown
from habeas.domain.stop import Ended, Stopped
from habeas.domain.time_limit import Place
from habeas.domain.treatment import ErasureGround
from habeas.letters.book import TEMPLATES, Letters, loaded
from habeas.letters.check import check
from habeas.letters.content import ITEMS, SOURCES, Item, Omission
from habeas.letters.language.book import LETTER_WORDS
from habeas.letters.language.mail import MAILS, mail_words
from habeas.letters.language.words import LetterWords
from habeas.policy import load_processing

RECORD = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")
PARIS = ZoneInfo("Europe/Paris")
PLACE = Place(PARIS, public_holidays("FR"))
LETTERS = Letters(RECORD, PARIS)
CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
RECEIVED = datetime(2026, 3, 5, 9, 5, tzinfo=UTC)  # due on 7 April, extended on 5 June
ASKED = Pause(why=Justification.IDENTITY_REQUIRED, asked_at=RECEIVED, answered_at=RECEIVED + timedelta(days=9))
WORDS = "Because of <b>this</b> & that"
ORGANISER = "Fjord Events AS"
TO_CONTROLLER = {
    LetterKind.HAND_OVER,
    LetterKind.HAND_OVER_REMINDER,
    LetterKind.HAND_OVER_RESULT,
    LetterKind.CERTIFICATE,
}
TO_OWNER = {LetterKind.OWNER_ASKED, LetterKind.OWNER_REMINDER, LetterKind.OWNER_TOLD}
TO_DPO = {LetterKind.ESCALATION, LetterKind.DECISION, LetterKind.BREACH, LetterKind.OWNER_SILENT}
REFUSALS = {LetterKind.REFUSAL, LetterKind.UNANSWERED, LetterKind.NOT_IDENTIFIED, LetterKind.DONE, LetterKind.REFERRED}
POLICY = re.compile("personvernerklæring|privacy policy|politique de confidentialité", re.IGNORECASE)
SOURCE = {name: TEMPLATES.loader.get_source(TEMPLATES, name)[0] for name in TEMPLATES.loader.list_templates()}


class Plain(HTMLParser):
    """A letter's text in one line, and its elements."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.open, text = [], [], [], []
        self.handle_data = text.append
        self.feed(fragment)
        self.text = " ".join(" ".join(text).split())

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def item(disposition: Disposition, system: str, category: str, **more) -> PlanItem:
    known = {"controller": "company", "why": "in English", "count": 3}
    if disposition is Disposition.ERASE:
        known["erased_on"] = ErasureGround.NO_LONGER_NEEDED
    return PlanItem(system=system, category=category, disposition=disposition, **{**known, **more})


TOO_YOUNG = "Stripe redacts a payment 90 days after it was made, and not before"
BOOKS = "French Code de commerce art. L123-22"
ITEMS_OF_A_PLAN = (
    item(Disposition.ERASE, "accounts", "account", count=41),
    item(Disposition.ERASE, "billing", "payment", count=43, ground=TOO_YOUNG, until=date(2026, 5, 19)),
    item(Disposition.RETAIN, "billing", "invoice", ground=BOOKS, until=date(2036, 12, 31)),
    item(Disposition.REFER, "recordings", "contributions", controller="customer-7"),
    item(Disposition.DECIDE, "recordings", "image and voice", circumstance=Circumstance.SHARED),
    item(Disposition.DECIDE, "billing", "identifier", circumstance=Circumstance.SEVERAL_PEOPLE, count=0),
)


QUESTION = Question(
    system="enrichment",
    role="the archive",
    demand=Demand.ERASE,
    identifiers=(Identifier(kind="email", value="canary@example.org"),),
    categories=("public information",),
)


STOPPED = tuple(
    Stopped(system=system, ended=ended, at=RECEIVED)
    for system, ended in zip(("accounts", "billing", "enrichment", "recordings"), Ended, strict=True)
)


def facts(kind: LetterKind, language: Language = Language.ENGLISH, **changes) -> Letter:
    """The facts of a letter of this kind, with all that it may need."""
    extended = kind is LetterKind.EXTENSION
    code = Justification.COMPLEXITY if extended else Justification.UNFOUNDED
    addressee = Addressee.SUBJECT
    if kind in TO_OWNER:
        addressee = Addressee.OWNER
    if kind in TO_CONTROLLER | TO_DPO:
        addressee = Addressee.CONTROLLER if kind in TO_CONTROLLER else Addressee.DPO
    known = {
        "case_id": CASE,
        "number": 1,
        "addressee": addressee,
        "right": {LetterKind.ANSWER: Right.ACCESS, LetterKind.STOPPED: Right.WITHDRAWAL}.get(kind, Right.ERASURE),
        "received_at": RECEIVED,
        "at": RECEIVED + timedelta(days=2),
        "clock": clock(Timing(received_at=RECEIVED, is_extended=extended), PLACE, ClockRules()),
        "country": "NO",
        "justification": code,
        "words": WORDS,
        "items": tuple(i for i in ITEMS_OF_A_PLAN if i.controller != "company" or kind not in TO_CONTROLLER),
        "controllers": (ORGANISER,),
        "names": {"customer-7": ORGANISER},
        "told": ("APIHub, Inc.",),
        "until": RECEIVED + timedelta(days=20),
        "doubt": Doubt.OTHER_ADDRESS,
        "rung": Rung.LINK,
        "question": QUESTION if kind in TO_OWNER | {LetterKind.OWNER_SILENT} else None,
        "stopped": STOPPED,
        "purposes": ("newsletter",),
    }
    return Letter(kind=kind, language=language, **{**known, **changes})


def read(kind: LetterKind, language: Language = Language.ENGLISH, **changes) -> Plain:
    return Plain(LETTERS.render(facts(kind, language, **changes)))


@cache
def plainly(kind: LetterKind, language: Language) -> str:
    """The text of a letter with all that it may need."""
    return read(kind, language).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_renders(kind, language):
    """It is a fragment in its language with one heading, no style or script, its tags closed and what people wrote
    escaped; and it says the case."""
    fragment = LETTERS.render(facts(kind, language))
    letter = Plain(fragment)
    assert (letter.tags[0], letter.attributes[0], letter.tags.count("h1")) == ("article", ("lang", language), 1)
    assert not {"style", "script", "a", "img", "b"} & set(letter.tags)
    assert {name for name, _ in letter.attributes} <= {"lang", "dir", "scope"}
    assert not letter.open
    assert CASE in letter.text
    assert ("RGPD" in letter.text) is (language is Language.FRENCH)
    assert "in English" not in letter.text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
def test_p_2_no_letter_names_a_dead_transfer_basis(kind, language):
    """P-2: what the Court of Justice struck down protects nobody."""
    assert dead_basis(plainly(kind, language)) is None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
def test_p_5_letters_cite_the_law_and_not_the_policy(kind, language):
    """P-5: the policy's own numbers contradict each other; what a letter cites is an article of the GDPR."""
    told = plainly(kind, language)
    assert not POLICY.search(told)
    assert {Item.COMPLAINT, Item.REMEDY}.isdisjoint(ITEMS[kind]) or re.search(r"(GDPR|RGPD),? art\. 7[79]", told)


def test_l_19_the_first_copy_is_free_and_nobody_says_why_they_ask():
    """L-19: the answer says that it is free; a request has no place for a reason."""
    assert Item.FREE in ITEMS[LetterKind.ANSWER]
    assert all("12" in read(LetterKind.ANSWER, language).text for language in Language)
    assert not {"reason", "why", "justification", "words"} & Request.model_fields.keys()


@pytest.mark.parametrize("kind", [LetterKind.REFERRED, LetterKind.HAND_OVER, LetterKind.HAND_OVER_RESULT])
def test_p_10_copies_that_are_out_of_reach_are_told_of(kind):
    """P-10: the organiser may have downloaded data; that we cannot reach it is told to the person and to it."""
    assert Item.OUT_OF_REACH in ITEMS[kind]
    assert "download" in read(kind).text


def test_l_42_the_person_is_told_of_backups():
    """L-42: what is erased may be in backups, for nothing else than restoring, and until when where that is known."""
    assert Item.BACKUPS in ITEMS[LetterKind.DONE]
    told = read(LetterKind.DONE, backups_until=datetime(2026, 5, 1, 9, tzinfo=UTC)).text
    assert "on 1 May 2026 at the latest" in told
    assert "restore systems alone" in told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("kind", [k for k in LetterKind if k is not LetterKind.CERTIFICATE])
def test_every_right(kind, right, language):
    """Each kind can be written for each right; a certificate is for an erasure alone."""
    words = LETTER_WORDS[language]
    told = read(kind, language, right=right).text
    assert words.rights[right] in told or words.theirs[right] in told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("right", [Right.ERASURE, Right.ACCESS])
@pytest.mark.parametrize("kind", [LetterKind.HAND_OVER, LetterKind.HAND_OVER_REMINDER])
def test_p_11_a_controller_reads_when_the_person_is_in_what_shows_others(kind, right, language):
    """P-11: each recording and the person's times; that they can be erased as a whole is said where it is asked for."""
    times = (Segment(from_second=65, to_second=130), Segment(from_second=3600, to_second=3725))
    shown = (Shown(controller="customer/stein", item="event-2/recording-7", segments=times),)
    told, before = (read(kind, language, right=right, shown=s).text for s in (shown, ()))
    assert "event-2/recording-7" in told
    assert "0:01:05–0:02:10; 1:00:00–1:02:05" in told
    assert "event-2/recording-7" not in before
    says_how = {"nb": "i sin helhet", "fr": "en entier", "en": "as a whole"}[language] in told
    assert says_how is (kind is LetterKind.HAND_OVER and right is Right.ERASURE)


@pytest.mark.parametrize("language", Language)
def test_l_45_a_controller_reads_what_became_of_a_copy(language):
    """L-45: that what shows others was given, or was not, on its instruction; nothing is said of an erasure."""
    given, withheld = (
        read(LetterKind.HAND_OVER_RESULT, language, right=Right.ACCESS, is_given=is_given).text
        for is_given in (True, False)
    )
    assert given != withheld
    erasure = {"nb": "slett", "fr": "efface", "en": "eras"}[language]
    for told in (given, withheld):
        assert re.search(r"28(\(3\)\(h\)| nr. 3 bokstav h|, § 3, h)", told)
        assert erasure not in told.casefold()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_in_another_language(kind, language):
    """The DPO reads a letter in a language of the DPO's choosing."""
    theirs = LETTERS.render(facts(kind, Language.NORWEGIAN), language)
    assert theirs == LETTERS.render(facts(kind, language))


def planted() -> list:
    return [pytest.param(k, i, id=f"{k}-{i}") for k in LetterKind for i in ITEMS[k]]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "missing"), planted())
def test_an_omission_is_not_loaded(kind, missing, language):
    """A template without an item, with an empty one, or with one in a place that may not be reached, stops the load."""
    name = f"{language}/{kind}.html"
    before, mark, rest = SOURCE[name].partition(f'{{% call item("{missing}") %}}\n')
    body, end, after = rest.partition("{% endcall %}")
    assert body, "nothing was planted"
    plants = {
        "without": before + body + after,
        "empty": f"{before}{mark}\n<p></p>{end}{after}",
        "in a condition": f"{before}{{% if false %}}{mark}{body}{end}{{% endif %}}{after}",
        "in a macro": f"{before}{{% macro x() %}}{mark}{body}{end}{{% endmacro %}}{after}",
    }
    for source in plants.values():
        with pytest.raises(Omission) as caught:
            check(TEMPLATES, source, kind, language)
        assert (caught.value.kind, caught.value.language, caught.value.item) == (kind, language, missing)
    check(TEMPLATES, SOURCE[name], kind, language)


@pytest.mark.parametrize("language", Language)
def test_the_load_looks_through_every_template(language):
    """One omission anywhere, and there are no letters at all."""
    assert loaded(DictLoader(SOURCE))
    for kind in LetterKind:
        name = f"{language}/{kind}.html"
        with pytest.raises(Omission, match=f"{kind} in {language}"):
            loaded(DictLoader({**SOURCE, name: "<h1>Hello</h1>"}))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "silenced"), planted())
def test_an_item_that_says_nothing_is_not_rendered(kind, silenced, language):
    """An item whose words are not reached when it is rendered stops the letter."""
    name = f"{language}/{kind}.html"
    before, mark, rest = SOURCE[name].partition(f'{{% call item("{silenced}") %}}\n')
    body, end, after = rest.partition("{% endcall %}")
    source = f"{before}{mark}{{% if letter.case_id == '' %}}\n{body}{{% endif %}}\n{end}{after}"
    templates = TEMPLATES.overlay(loader=DictLoader({**SOURCE, name: source}))
    with pytest.raises(Omission, match=silenced):
        Letters(RECORD, PARIS, templates).render(facts(kind, language))


def test_an_item_that_nobody_knows_is_not_loaded():
    """A mark with a mistake in it is one."""
    name = "en/refusal.html"
    source = SOURCE[name].replace("{{ foot() }}", '{% call item("complain") %}<p>x</p>{% endcall %}')
    with pytest.raises(Omission, match="complain"):
        loaded(DictLoader({**SOURCE, name: source}))


def test_every_item_has_a_source():
    """Each item says which article wants it, and each is wanted somewhere."""
    assert SOURCES.keys() == set(Item) == {i for items in ITEMS.values() for i in items}
    assert ITEMS.keys() == set(LetterKind)


@pytest.mark.parametrize("kind", sorted(REFUSALS))
def test_l_18_a_refusal_says_where_to_go(kind):
    """L-18: a refusal or partial refusal has the way to complain and the way to court among its items."""
    assert {Item.COMPLAINT, Item.REMEDY} <= set(ITEMS[kind])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("country", "named"),
    [("NO", {"Datatilsynet", "CNIL"}), ("FR", {"CNIL"}), ("DE", {"CNIL"}), (None, {"Datatilsynet", "CNIL"})],
)
@pytest.mark.parametrize("kind", [k for k in LetterKind if Item.COMPLAINT in ITEMS[k]])
def test_p_7_the_authority_goes_by_the_country(kind, country, named, language):
    """P-7: the person's own authority and the one that leads; all of them, and where the others are, if unknown."""
    told = read(kind, language, country=country).text
    assert {n for n in ("Datatilsynet", "CNIL") if n in told} == named
    assert ("edpb.europa.eu" in told) is (country in ("DE", None))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", LetterKind)
def test_a_fact_that_is_missing_stops_the_letter(kind, language):
    """No letter says less than the law wants because somebody forgot to fill in what it needs."""
    needs = {
        LetterKind.RECEIPT: {"clock": None},
        LetterKind.IDENTITY: {"doubt": None},
        LetterKind.CLARIFICATION: {"words": None},
        LetterKind.REFERRED: {"controllers": ()},
        LetterKind.EXTENSION: {"clock": None},
        LetterKind.ANSWER: {"until": None},
        LetterKind.DONE: {"items": (item(Disposition.RETAIN, "billing", "invoice", ground=BOOKS),)},
        LetterKind.REFUSAL: {"justification": None, "words": None},
        LetterKind.NOT_IDENTIFIED: {"justification": None, "words": None},
        LetterKind.UNANSWERED: {"justification": None, "words": None},
        LetterKind.STOPPED: {"stopped": ()},
        LetterKind.OWNER_ASKED: {"question": None},
        LetterKind.OWNER_REMINDER: {"until": None},
        LetterKind.OWNER_TOLD: {"question": None},
        LetterKind.OWNER_SILENT: {"question": None},
        LetterKind.HAND_OVER: {"until": None},
        LetterKind.HAND_OVER_REMINDER: {"items": ()},
        LetterKind.HAND_OVER_RESULT: {"controllers": ()},
        LetterKind.CERTIFICATE: {"controllers": ()},
        LetterKind.ESCALATION: {"clock": None},
        LetterKind.DECISION: {"clock": None},
        LetterKind.BREACH: {"until": None},
    }
    if kind is LetterKind.NO_DATA:
        assert read(kind, language, clock=None, words=None, justification=None, items=(), until=None)
        return
    with pytest.raises(Omission):
        read(kind, language, **needs[kind])


@pytest.mark.parametrize("language", Language)
def test_l_09_what_was_done_before_stays_lawful_and_each_system_is_said(language):
    """L-09: what ended where, what could not be ended by itself, and that nothing is undone (GDPR art. 7(3))."""
    one = read(LetterKind.STOPPED, language).text
    assert all(LETTER_WORDS[language].ended[ended] in one for ended in Ended)
    title = next(c.title for c in RECORD.consents if c.name == "newsletter").said_in(language)
    assert title in one
    every = read(LetterKind.STOPPED, language, purposes=()).text
    assert title not in every
    objection = read(LetterKind.STOPPED, language, purposes=(), right=Right.OBJECTION).text
    assert LETTER_WORDS[language].rights[Right.OBJECTION] in objection
    assert len({one, every, objection}) == 3


@pytest.mark.parametrize("disposition", [Disposition.RETAIN, Disposition.DECIDE])
def test_l_18_what_is_not_erased_has_a_reason(disposition):
    """L-18: reasons per item."""
    without = item(disposition, "billing", "payment", until=date(2036, 12, 31))
    with pytest.raises(Omission, match="reason"):
        read(LetterKind.DONE, items=(without,))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("ground", ErasureGround)
def test_l_35_what_was_erased_has_a_ground(ground, language):
    """L-35: each item that was erased says on which ground of art. 17(1); without one there is no letter."""
    one = item(Disposition.ERASE, "accounts", "account", erased_on=ground)
    assert LETTER_WORDS[language].erasure_grounds[ground] in read(LetterKind.DONE, language, items=(one,)).text
    with pytest.raises(Omission, match="reason"):
        read(LetterKind.DONE, language, items=(one.model_copy(update={"erased_on": None}),))


@pytest.mark.parametrize("language", Language)
def test_p_9_who_asks_for_erasure_reads_what_ends(language):
    """P-9: the receipt of an erasure says what of the service is lost, before it is done; that of a copy does not."""
    assert Item.ENDS in ITEMS[LetterKind.RECEIPT]
    ends = RECORD.information.ends.said_in(language)
    assert ends in read(LetterKind.RECEIPT, language, right=Right.ERASURE).text
    assert ends not in read(LetterKind.RECEIPT, language, right=Right.ACCESS).text


@pytest.mark.parametrize("language", Language)
def test_p_18_what_an_address_does_not_find_is_told(language):
    """P-18: visits carry no address: who gave no cookie id is told so, and how to find theirs; who gave one is not."""
    said = RECORD.information.unidentified.said_in(language)
    for kind in (LetterKind.NO_DATA, LetterKind.DONE):
        assert Item.UNIDENTIFIED in ITEMS[kind]
        assert said in read(kind, language).text
        assert said not in read(kind, language, has_cookie_id=True).text


def test_l_41_what_was_anonymised_is_not_called_erased():
    """L-41: it has a passage of its own, which says that the record stays; what is said to be erased is without it."""
    anonymised = item(Disposition.ANONYMISE, "activity", "usage", erased_on=ErasureGround.OBJECTED, count=7)
    both = read(LetterKind.DONE, items=(item(Disposition.ERASE, "accounts", "account"), anonymised)).text
    erased, emptied = both.split("without anything of you in it")
    title = RECORD.of("activity")["usage"].title.en
    assert title not in erased
    assert f"{title} Activity log 7" in emptied
    alone = read(LetterKind.DONE, items=(anonymised,)).text
    assert "was erased" not in alone.split("What is kept")[0].replace("What was erased", "")


def test_done():
    """What was erased, kept with its ground and end, referred by name, undecided and why, told, and backups."""
    told = read(LetterKind.DONE, Language.NORWEGIAN, backups_until=datetime(2026, 5, 1, 9, tzinfo=UTC)).text
    for words in (
        "Kontoen din Konto og innlogging 41 De er ikke lenger nødvendige",
        "Fransk lov, Code de commerce art. L123-22 31. desember 2036",
        ORGANISER,
        "Andre personer er med i det",
        "Et kjennetegn som flere personer deler",
        "APIHub, Inc.",
        "senest 1. mai 2026",
    ):
        assert words in told
    nothing = read(LetterKind.DONE, Language.FRENCH, items=(), told=()).text
    for words in (
        "Rien n'a été effacé.",
        "Rien n'est conservé",
        "Tout est décidé.",
        "aucun destinataire à en informer",
    ):
        assert words in nothing


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.NORWEGIAN, "Beviset for dette kan hentes på denne siden"),
        (Language.FRENCH, "La preuve en sera disponible sur cette page"),
        (Language.ENGLISH, "The proof of this can be fetched on this page"),
    ],
)
def test_what_was_erased_has_a_proof(language, words):
    """It is said where it is, and only where something was erased: of nothing there may be no certificate."""
    assert words in read(LetterKind.DONE, language).text
    kept = tuple(one for one in ITEMS_OF_A_PLAN if one.disposition is not Disposition.ERASE)
    assert words not in read(LetterKind.DONE, language, items=kept).text
    assert not [kind for kind in LetterKind if kind is not LetterKind.DONE and words in plainly(kind, language)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("circumstance", Circumstance)
def test_every_circumstance(circumstance, language):
    """An item that is not decided says why in the language of the letter."""
    one = item(Disposition.DECIDE, "recordings", "attendance", circumstance=circumstance)
    assert LETTER_WORDS[language].circumstances[circumstance] in read(LetterKind.DONE, language, items=(one,)).text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", sorted(REFUSES))
def test_every_refusal(code, language):
    """The sentence of the code, and beside it what the DPO wrote."""
    told = read(LetterKind.REFUSAL, language, justification=code, items=()).text
    assert LETTER_WORDS[language].justifications[code] in told
    assert WORDS in told


@pytest.mark.parametrize("code", sorted(EXTENDS))
def test_l_05_extension(code):
    """L-05: the new date, the date before it, when the request came, and the reason."""
    letter = facts(LetterKind.EXTENSION, justification=code)
    told = Plain(LETTERS.render(letter)).text
    dates = [f"{day.day} {day:%B %Y}" for day in (letter.clock.due, letter.clock.first_due, letter.received_at)]
    for words in (*dates, LETTER_WORDS[Language.ENGLISH].justifications[code]):
        assert words in told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("doubt", Doubt)
@pytest.mark.parametrize("rung", Rung)
def test_l_11_every_doubt_and_rung(doubt, rung, language):
    """L-11: what the doubt is, and what is asked for."""
    told = read(LetterKind.IDENTITY, language, doubt=doubt, rung=rung).text
    assert LETTER_WORDS[language].doubts[doubt] in told
    assert LETTER_WORDS[language].rungs[rung] in told


@pytest.mark.parametrize(
    ("pauses", "says", "says_not"),
    [
        ((), "7 April 2026", "16 April"),
        ((ASKED,), "16 April 2026", "may allow"),
        ((ASKED.model_copy(update={"answered_at": None}),), "The law may allow us", "16 April"),
    ],
)
def test_l_06_both_dates_where_there_are_pauses(pauses, says, says_not):
    """L-06: the strict date always, and the other one where it differs."""
    told = read(LetterKind.RECEIPT, clock=clock(Timing(received_at=RECEIVED, pauses=pauses), PLACE, ClockRules())).text
    assert "7 April 2026" in told
    assert says in told
    assert says_not not in told


def test_the_day_is_that_of_the_controller():
    """A request that came at 23:30 in UTC came on the next day in Paris."""
    told = read(LetterKind.REFUSAL, received_at=datetime(2026, 3, 5, 23, 30, tzinfo=UTC)).text
    assert "6 March 2026" in told


def test_l_45_what_a_controller_is_told():
    """L-45: its data by kind and number in its own words, the date, its own clock, and how to instruct."""
    theirs = tuple(
        item(Disposition.REFER, "recordings", c, controller="customer-7", count=n)
        for c, n in (("attendance", 4), ("image and voice", 2))
    )
    told = read(LetterKind.HAND_OVER, items=theirs).text
    for words in (ORGANISER, "Attendance 4", "Recordings and pictures 2", "25 March 2026", "7 April 2026"):
        assert words in told
    assert " you attended" not in told


@pytest.mark.parametrize("other", ["company", "customer-8"])
@pytest.mark.parametrize("kind", sorted(TO_CONTROLLER))
def test_l_46_a_controller_is_told_of_its_own_data_alone(kind, other):
    """L-46: a letter that speaks of our data, or of another customer's, is not written."""
    theirs = item(Disposition.REFER, "recordings", "attendance", controller="customer-7")
    with pytest.raises(Omission, match="data of others"):
        read(kind, items=(theirs, item(Disposition.ERASE, "recordings", "participant", controller=other)))


def test_who_decides_is_named_right():
    """Of several controllers each has its own data: a letter that does not know whose which is is not written."""
    two = (ORGANISER, "Zeta SARL")
    with pytest.raises(Omission, match="has no name"):
        read(LetterKind.REFERRED, controllers=two, names={})
    assert read(LetterKind.REFERRED, controllers=(ORGANISER,), names={})


def test_an_answer_without_a_copy():
    """Who only asked whether anything is held is told yes, and how to get the copy."""
    told = read(LetterKind.ANSWER, right=Right.CONFIRMATION, until=None).text
    assert "Yes, we process personal data about you." in told
    assert "ZIP" not in told


def test_the_last_decision_offers_an_extension_once():
    """An extended case has none left."""
    extended = clock(Timing(received_at=RECEIVED, is_extended=True), PLACE, ClockRules())
    assert "extended" in read(LetterKind.DECISION).text
    assert "extended" not in read(LetterKind.DECISION, clock=extended).text


def test_every_ground_of_the_policy_is_translated():
    """A law that keeps something is named in the language of the letter."""
    grounds = {c.retention.ground for c in RECORD.categories if c.retention}
    assert grounds <= {phrase.en for phrase in RECORD.phrases}


def test_a_language_without_a_word_is_none():
    """A code without a sentence stops the language from loading."""
    english = LETTER_WORDS[Language.ENGLISH]
    for name in ("rights", "theirs", "justifications", "circumstances", "doubts", "rungs"):
        words = dict(getattr(english, name))
        words.popitem()
        given = {n: getattr(english, n) for n in LetterWords.__dataclass_fields__}
        with pytest.raises(KeyError, match=name):
            LetterWords(**{**given, name: words})


def test_each_sentence_is_a_translation():
    """No sentence is the same in two languages."""
    for name in ("rights", "theirs", "justifications", "circumstances", "doubts", "rungs"):
        for code in getattr(LETTER_WORDS[Language.ENGLISH], name):
            assert len({getattr(words, name)[code] for words in LETTER_WORDS.values()}) == len(Language)


@pytest.mark.parametrize("language", Language)
def test_mails_are_fixed_words_and_a_link(language):
    """A mail is the same for everybody, and says no right, no reason and no system: only that there is something."""
    for addressee, kind in product(Addressee, LetterKind):
        mail = mail_words(facts(kind, language, addressee=addressee))
        assert mail.text.count("{") == mail.text.count("{link}") == 1
        said = f"{mail.subject} {mail.text}".casefold()
        words = [s.said_in(language).casefold() for s in RECORD.systems.values()]
        assert not [w for w in (*words, "slett", "effac", "eras", "gdpr", "rgpd", "innsyn", "accès") if w in said]
    assert MAILS[Addressee.SUBJECT] is MAILS[Addressee.AGENT]


@pytest.mark.parametrize("language", Language)
def test_the_mail_that_asks_who_it_is_can_be_told_from_others(language):
    """It must be opened for a case to go on: its subject is its own, for the person and for who speaks for them."""
    for addressee in (Addressee.SUBJECT, Addressee.AGENT):
        kinds = {kind: mail_words(facts(kind, language, addressee=addressee)).subject for kind in LetterKind}
        assert [kind for kind, subject in kinds.items() if subject == kinds[LetterKind.IDENTITY]] == ["identity"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("demand", Demand)
def test_an_owner_is_told_what_to_do_and_not_of_whom(demand, language):
    """What is wanted, of which system, by when; who the person is stands on the page alone, and in no mail."""
    question = QUESTION.model_copy(update={"demand": demand})
    kind = LetterKind.OWNER_ASKED if demand.is_a_question else LetterKind.OWNER_TOLD
    letter = facts(kind, language, question=question)
    told = Plain(LETTERS.render(letter)).text
    assert LETTER_WORDS[language].demands[demand] in told
    assert "canary" not in told + repr(letter) + mail_words(letter).text


@pytest.mark.parametrize("language", Language)
def test_an_owner_that_is_a_processor_is_instructed(language):
    """A processor acts on our documented instruction, and the letter is one (GDPR art. 28(3)(a))."""
    theirs = read(LetterKind.OWNER_ASKED, language, question=QUESTION.model_copy(update={"is_processor": True})).text
    assert "28" in theirs
    assert "28" not in read(LetterKind.OWNER_ASKED, language).text


@pytest.mark.parametrize("language", Language)
def test_what_somebody_says_was_erased_is_not_told_as_seen(language):
    """What an owner attests stands apart from what was read back, and has its proof all the same."""
    seen, told = (
        read(LetterKind.DONE, language, attested=systems).tags.count("table") for systems in ((), ("accounts",))
    )
    assert seen == told
    only = tuple(i for i in ITEMS_OF_A_PLAN if i.system == "accounts")
    texts = [read(LetterKind.DONE, language, items=only, attested=systems).text for systems in ((), ("accounts",))]
    assert texts[0] != texts[1]
    assert all("41" in text for text in texts)


@pytest.mark.parametrize("language", Language)
def test_what_is_erased_later_is_attested_by_nobody_yet(language):
    """What its system cannot erase before a date is told as still there, whoever says that the rest is erased."""
    erased, _, rest = read(LetterKind.DONE, language, attested=("accounts", "billing")).text.partition("41")
    assert "43" not in erased
    assert rest.count("43") == plainly(LetterKind.DONE, language).count("43")


@pytest.mark.parametrize("language", Language)
def test_an_answer_says_who_has_not_answered(language):
    """A person who gets a copy learns which system is missing in it, by its name in their language."""
    name = RECORD.systems["enrichment"].said_in(language)
    assert name in read(LetterKind.ANSWER, language, unanswered=("enrichment",)).text
    assert name not in read(LetterKind.ANSWER, language).text


@pytest.mark.parametrize("language", Language)
def test_what_is_erased_later_is_not_among_what_was(language):
    """The person is told that it is still there, why, and from when on it is not; and in their language."""
    erased, _, rest = plainly(LetterKind.DONE, language).partition("41")
    assert "43" not in erased
    assert "43" in rest
    if language is not Language.ENGLISH:
        assert TOO_YOUNG not in rest
