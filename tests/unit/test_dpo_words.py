"""The words of the DPO's door: whole in each language, with the same places to fill in, and translated."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum

import pytest

from habeas.console.web.dpo import saying
from habeas.console.web.dpo.decision import DECISIONS, Deed
from habeas.console.web.dpo.dossier import Trouble
from habeas.console.web.dpo.field import Wrong
from habeas.console.web.dpo.inbox import Urgency
from habeas.console.web.dpo.language.book import WORDS
from habeas.console.web.dpo.opening import CHANNELS, FIELDS
from habeas.console.web.dpo.timeline import Happened
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.update import Directive

AT = datetime(2026, 3, 5, tzinfo=UTC)
CODES = {
    "deeds": Deed,
    "wrong": Wrong,
    "urgencies": Urgency,
    "states": CaseState,
    "standings": CaseState,
    "rights": Right,
    "dispositions": Disposition,
    "disposition_leads": Disposition,
    "circumstances": Circumstance,
    "justifications": Justification,
    "rungs": Rung,
    "doubts": Doubt,
    "directives": Directive,
    "referral_states": ReferralState,
    "letters": LetterKind,
    "addressees": Addressee,
    "happened": Happened,
    "troubles": Trouble,
    "languages": Language,
}


def leaves(thing, path=""):
    """Every text in the words of a language, by where it stands."""
    if isinstance(thing, str):
        if not isinstance(thing, Enum):
            yield path, thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from leaves(getattr(thing, one.name), f"{path}.{one.name}")
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from leaves(value, f"{path}.{key}")
    elif isinstance(thing, tuple):
        for number, value in enumerate(thing):
            yield from leaves(value, f"{path}.{number}")


TEXTS = {language: dict(leaves(words)) for language, words in WORDS.items()}


def test_every_language_says_the_same_things():
    """What one language has words for, all have."""
    assert set(WORDS) == set(Language)
    assert len({frozenset(texts) for texts in TEXTS.values()}) == 1


@pytest.mark.parametrize("path", TEXTS[Language.ENGLISH])
def test_a_text(path):
    """A text is not empty, is another in each language, and has the same places to fill in."""
    said = [TEXTS[language][path] for language in Language]
    if path.endswith(".hint") and not any(said):
        return
    assert all(text.strip() for text in said)
    has_words = re.sub(r"\{\w+\}", "", said[0]).strip(" :")
    assert len(set(said)) == len(said) or not has_words
    if ".sayings." in path:
        places = set(re.findall(r"\{(\w+)\}", saying.known()[path.rpartition(".")[2]]))
        assert all(set(re.findall(r"\{(\w+)\}", text)) <= places for text in said)
    else:
        assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in said}) == 1


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_codes(words):
    """Each code that a case can have has words, and so has each field of a form and each channel."""
    for name, codes in CODES.items():
        assert set(getattr(words, name)) == set(codes), name
    status = CaseStatus(case_id="", right=Right.ERASURE, state=CaseState.RECEIVED, received_at=AT, submitted_by="")
    for deed, decision in DECISIONS.items():
        for field in decision.fields(status):
            assert f"{deed}.{field.name}" in words.inputs or field.name in words.inputs
    assert all(f"new.{field.name}" in words.inputs or field.name in words.inputs for field in FIELDS)
    assert set(words.channels) == set(CHANNELS)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_sentences(words):
    """Each sentence by which a case refuses, and each alert, is known again with what was filled in, and has words."""
    known = saying.known()
    assert set(words.sayings) == set(known)
    for name, text in known.items():
        places = {place: f"<{place}>" for place in re.findall(r"\{(\w+)\}", text)}
        meant = saying.meant(text.format(**places))
        assert (meant.name, dict(meant.filled)) == (name, places)
        words.sayings[name].format(**places)


def test_another_sentence():
    """What nobody has words for is not taken for something else."""
    assert saying.meant("the moon is full") is None
