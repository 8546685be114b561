"""The words of the door: each language says everything, in its own words, and every page is well built."""

import re
from dataclasses import fields, is_dataclass

import pytest

from habeas.console.web.person.form import CHOICES
from habeas.console.web.person.language.book import WORDS
from habeas.console.web.person.standing import STEPS, Need
from habeas.domain.case import CaseState
from habeas.domain.language import Language
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.update import Directive

PAGES = ("/", "/lost", "/asked", "/sign-in", "/p/x")
LOOSE = re.compile(r"\{[a-z_]*\}|\{\{|None|StrictUndefined")


def said(words, at=""):
    """Every sentence by its place."""
    if isinstance(words, str):
        yield at, words
    elif is_dataclass(words):
        for one in fields(words):
            yield from said(getattr(words, one.name), f"{at}.{one.name}")
    elif isinstance(words, dict):
        for key, value in words.items():
            yield from said(value, f"{at}.{key}")
    else:
        for number, value in enumerate(words):
            yield from said(value, f"{at}.{number}")


def test_every_language_has_the_same_sentences():
    """The same places are filled, with the same gaps in them."""
    places = {language: dict(said(words)) for language, words in WORDS.items()}
    first = places[Language.ENGLISH]
    for others in places.values():
        assert set(others) == set(first)
        for place, text in others.items():
            assert text.strip()
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", first[place]))


@pytest.mark.parametrize("language", [Language.NORWEGIAN, Language.FRENCH])
def test_nothing_is_left_in_english(language):
    """Every sentence is another one than in English, but for words that are the same."""
    english, own = dict(said(WORDS[Language.ENGLISH])), dict(said(WORDS[language]))
    same = {place for place, text in own.items() if text == english[place]}
    assert same <= {".navigation"}


@pytest.mark.parametrize("language", Language)
def test_every_state_has_its_words(language):
    """Whatever a case, a need or a referral can be is said."""
    words = WORDS[language]
    states = {state.value for state in CaseState if state is not CaseState.NEEDS_ATTENTION}
    assert set(words.case.stages) == states | {"duplicate"}
    assert set(words.case.needs) == set(Need)
    assert set(words.case.steps) == set(STEPS)
    assert set(words.rights) == set(Right)
    assert set(words.controller.states) == set(ReferralState)
    assert set(words.controller.choices) == {*Directive} - {Directive.ATTACH}  # a file is handed to the DPO
    assert set(words.ask.choices) == set(CHOICES)


def must_be_well_built(text, language):
    """What every page is."""
    assert f'<html lang="{language}">' in text
    assert (text.count("<h1"), LOOSE.findall(text)) == (1, [])
    seen = set(re.findall(r'<(?:input|select|textarea) (?:type="(?!hidden)\w+" )?id="([\w-]+)"', text))
    assert seen <= set(re.findall(r'<label for="([\w-]+)"', text))
    assert not re.search(r"<script|<style|style=|\son\w+=", text)
    assert re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', text) == ["/static/habeas.css"]
    ids = re.findall(r'\bid="([\w-]+)"', text)
    assert len(ids) == len(set(ids))
    described = " ".join(re.findall(r'aria-describedby="([\w -]+)"', text)).split()
    assert set(described) <= set(ids)


@pytest.mark.parametrize("language", Language)
async def test_pages(served, language):
    """One heading of the first order, labels for what is seen, no gap left open, no script, nothing from elsewhere."""
    case_id = await served.case(asks_for="evidence", has_open_question=True)
    served.cases.said[case_id] = ("?",)
    await served.write(case_id)
    browser = await served.visitor(case_id)
    await browser.get(f"/language/{language}?next=/")
    for path in (*PAGES, "/case", "/case/withdraw", "/case?done=evidence"):
        must_be_well_built(await browser.text(path), language)
    proven = await served.visitor(await served.proven())
    await proven.get(f"/language/{language}?next=/")
    must_be_well_built(await proven.text("/case"), language)
