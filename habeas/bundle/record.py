"""One record as one line of JSON."""

import base64
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import orjson


def line(fields: Mapping[str, object]) -> bytes:
    """The record as a JSON object without a line break.

    Decimals become text, lest they lose digits, and bytes base64. Raises TypeError for what JSON cannot express; the
    message names types and no values.
    """
    try:
        return orjson.dumps(dict(fields), default=_plain)
    except orjson.JSONEncodeError:
        return orjson.dumps(_mended(dict(fields)), default=_plain)


def parse(text: bytes) -> dict[str, object]:
    """The record of one line, with or without the comma that follows it in a table."""
    return cast("dict[str, object]", orjson.loads(text.rstrip(b",\n")))


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case set() | frozenset():
            return sorted(value, key=repr)
        case Mapping():
            return dict(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")


def _mended(value: object) -> object:
    """Text without half characters: a lone surrogate, which a chat may contain, has no UTF-8."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_mended(key): _mended(item) for key, item in value.items()}
        case list() | tuple():
            return [_mended(item) for item in value]
        case _:
            return value
