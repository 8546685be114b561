"""The sentences of codes by language."""

from habeas.domain.language import Language

from .english import ENGLISH
from .french import FRENCH
from .norwegian import NORWEGIAN
from .words import LetterWords

LETTER_WORDS: dict[Language, LetterWords] = {words.code: words for words in (NORWEGIAN, FRENCH, ENGLISH)}
