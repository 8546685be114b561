"""Values as a person reads them."""

import re

import orjson

from .language.words import Words

CELL = 300  # characters of a value, on the page

# what no page may contain: control characters and non-characters
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def cell(value: object, words: Words) -> str:
    """A value of a record, cut where it is too long to read."""
    match value:
        case None:
            text = "–"
        case bool():
            text = words.forms.yes if value else words.forms.no
        case list() | dict():
            text = orjson.dumps(value).decode()
        case _:
            text = str(value)
    text, is_cut = printable(text[: CELL + 1]), len(text) > CELL
    return text[:CELL] + words.sentences.cut if is_cut else text


def printable(text: str) -> str:
    """The text without the characters that no page may contain."""
    return _UNPRINTABLE.sub("\ufffd", text)
