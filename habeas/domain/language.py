"""The languages in which people are answered (GDPR art. 12(1), L-25)."""

from enum import StrEnum


class Language(StrEnum):
    """A language by its code (BCP 47)."""

    NORWEGIAN = "nb"
    FRENCH = "fr"
    ENGLISH = "en"
