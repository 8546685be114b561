"""The words of the page: whole in each language, and the same things said in all of them."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from string import Formatter

import pytest

from adapters.database.export import ABOUT_SOMEBODY_ELSE, OF_OTHERS
from adapters.recordings import collect
from habeas.bundle.cell import CELL, cell
from habeas.bundle.language.book import WORDS
from habeas.bundle.language.english import ENGLISH
from habeas.bundle.language.french import FRENCH
from habeas.bundle.language.norwegian import NORWEGIAN
from habeas.domain.disclosure import EEA
from habeas.domain.language import Language
from habeas.domain.processing import Basis, Exclusion, Origin, Role
from habeas.domain.recipient import RecipientKind, Safeguard, dead_basis
from habeas.domain.right import Right
from habeas.policy import load_processing
from habeas.system_file import load_database

POLICY = Path(__file__).parents[2] / "policy"
RECORD, ACCOUNTS = (
    load_processing(POLICY / "processing.yaml"),
    load_database(POLICY / "systems" / "accounts.yaml"),
)
OTHERS = [NORWEGIAN, FRENCH]


def sentences(value: object) -> list[str]:
    """Every text of a language, at the same place in each."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for key in sorted(value) for text in sentences(value[key])]
        case tuple():
            return [text for item in value for text in sentences(item)]
        case _:
            assert is_dataclass(value)
            kept = [f.name for f in fields(value) if f.name not in ("code", "countries", "fields", "forms")]
            return [text for name in kept for text in sentences(getattr(value, name))]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_l_25_every_thing_has_a_word(words):
    """L-25: each basis, origin, role, reason, recipient, safeguard, right and country of the EEA is named."""
    assert words.bases.keys() == set(Basis)
    assert words.origins.keys() == set(Origin)
    assert words.roles.keys() == set(Role)
    assert words.exclusions.keys() == set(Exclusion)
    assert words.kinds.keys() == set(RecipientKind)
    assert words.safeguards.keys() == set(Safeguard)
    assert words.rights.keys() == {right for right in Right if right.is_export}
    assert words.countries.keys() >= EEA
    assert words.countries.keys() >= {c for r in RECORD.recipients for c in r.countries}
    assert len(set(words.forms.months)) == 12
    assert words is WORDS[words.code]


def test_there_are_words_for_every_language():
    """A request may be in any of the languages of the domain."""
    assert WORDS.keys() == set(Language)


@pytest.mark.parametrize("words", OTHERS, ids=lambda w: w.code)
def test_each_sentence_is_a_translation(words):
    """Every text differs from the English one, and fills in the same things."""
    pairs = list(zip(sentences(ENGLISH), sentences(words), strict=True))
    assert len(pairs) > 60
    assert not [english for english, other in pairs if english == other]
    assert all(places(english) == places(other) for english, other in pairs)


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_p_2_no_sentence_names_a_dead_basis(words):
    """P-2: neither do the words of the page."""
    assert not [text for text in sentences(words) if dead_basis(text)]


def test_dates_and_sizes_are_as_people_write_them():
    """A first of August, its time in UTC, and sizes, in each language."""
    noon = datetime(2026, 8, 1, 14, 5, tzinfo=timezone(timedelta(hours=2)))
    assert [w.moment(noon) for w in WORDS.values()] == [
        "1. august 2026 kl. 12.05 UTC",
        "1er août 2026 à 12 h 05 UTC",
        "1 August 2026, 12:05 UTC",
    ]
    assert [w.date(date(2026, 2, 28)) for w in WORDS.values()] == [
        "28. februar 2026",
        "28 février 2026",
        "28 February 2026",
    ]
    assert [w.amount(1_250_000_000) for w in WORDS.values()] == ["1,2 GB", "1,2 Go", "1.2 GB"]
    assert [w.amount(999) for w in WORDS.values()] == ["999 byte", "999 octets", "999 bytes"]
    assert FRENCH.moment(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)) == "31 décembre 2026 à 23 h 59 UTC"


def test_values_are_as_people_read_them():
    """Truth values and what was cut are in the language; a character that no page may contain is replaced."""
    assert [cell(True, w) for w in WORDS.values()] == ["ja", "oui", "yes"]
    assert cell("x" * CELL, FRENCH) == "x" * CELL
    assert cell("x" * (CELL + 1), FRENCH) == "x" * CELL + "… (texte intégral dans le fichier JSON)"
    assert cell("a\x00b", ENGLISH) == "a\ufffdb"


def test_what_systems_say_when_they_withhold_is_translated():
    """The reasons that the systems give today are among the policy's phrases, word for word."""
    secrets = {c.secret for table in ACCOUNTS.tables.values() for c in table.columns.values() if c.secret}
    assert secrets
    said = {collect.WHY_WITHHELD, collect.WHY_CUT, collect.WHY_DECIDED, OF_OTHERS, ABOUT_SOMEBODY_ELSE, *secrets}
    assert said <= {phrase.en for phrase in RECORD.phrases}
