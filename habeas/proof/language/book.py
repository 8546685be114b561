"""The words by language."""

from habeas.domain.language import Language

from .english import ENGLISH
from .french import FRENCH
from .norwegian import NORWEGIAN
from .words import Words

WORDS: dict[Language, Words] = {words.code: words for words in (NORWEGIAN, FRENCH, ENGLISH)}
