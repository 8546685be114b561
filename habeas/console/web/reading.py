"""The letters of a case as its pages show them: each whole, the newest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from markupsafe import Markup

from habeas.client.files import case_parts
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter
from habeas.domain.processing import ProcessingRecord
from habeas.letters import book
from habeas.letters.address import Pages
from habeas.letters.office import LetterOffice
from habeas.register.link import Links
from habeas.settings import CaseFileSettings
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Gone
from habeas.vault.letter_papers import LetterPapers

_HEADING = re.compile(r"<(/?)h([1-4])\b")
_DEEPER = 2  # a letter's own title stands below the page's, and below that of the letters


@dataclass(frozen=True)
class Shown:
    """One letter: when it was written, and what it says."""

    at: datetime
    html: Markup


class Letters(Protocol):
    """What has the letters of cases, and their words."""

    async def letters(self, case_id: str, *addressees: Addressee) -> tuple[Letter, ...]:
        """The letters of a case to these, or to all, the oldest first. Raises Gone when the case was shredded."""

    def render(self, letter: Letter, language: Language | None = None) -> str:
        """A letter as a fragment of HTML."""


def letters_of(house: CaseFileSettings, keys: CaseKeys, links: Links, record: ProcessingRecord) -> LetterOffice:
    """The letters of a house, for a door where they are only read."""
    words = book.Letters(record, ZoneInfo(house.zone))
    return LetterOffice(words, LetterPapers(case_parts(house), keys), links, Pages())


async def written(office: Letters, case_id: str, *addressees: Addressee) -> tuple[Letter, ...]:
    """The letters to these, or to all, the newest first; none when the case was shredded."""
    try:
        return tuple(reversed(await office.letters(case_id, *addressees)))
    except Gone:
        return ()


def rendered(office: Letters, letters: Iterable[Letter], language: Language) -> list[Shown]:
    """The letters in the language of the page. What they quote was escaped where they were rendered."""
    return [Shown(letter.at, Markup(_below(office.render(letter, language)))) for letter in letters]  # noqa: S704


def _below(html: str) -> str:
    """The same with its headings further down, so that the page has one of the first order."""
    return _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + _DEEPER}", html)
