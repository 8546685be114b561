"""What people read, in each language in which they are answered (GDPR art. 12(1), L-25)."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints

from .language import Language
from .model import Strict

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(Strict):
    """The same words in every language."""

    nb: Phrase
    fr: Phrase
    en: Phrase

    def said_in(self, language: Language) -> str:
        """The words in that language."""
        return {Language.NORWEGIAN: self.nb, Language.FRENCH: self.fr, Language.ENGLISH: self.en}[language]

    @property
    def is_name(self) -> bool:
        """Whether it is the same in all languages: right for a name, and not for a sentence."""
        return self.nb == self.fr == self.en


def _in_all_languages(value: object) -> object:
    return {language.value: value for language in Language} if isinstance(value, str) else value


Name = Annotated[Text, BeforeValidator(_in_all_languages)]
"""A text that may be a plain string: a name, which is the same in all languages."""
