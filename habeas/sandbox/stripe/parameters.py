"""What a route takes: each parameter has a parser, and everything else is refused, as Stripe refuses it.

Parameters that Stripe has and this server has not are refused too, so that nothing is silently ignored.
"""

from collections.abc import Callable, Mapping
from typing import Any

from .error import bad_parameter
from .form import Form

Parser = Callable[[str, "str | Form"], Any]
Parameters = Mapping[str, Parser]

UNSET = None  # what an empty string stands for where a parameter can be unset

_KEY_LENGTH, _VALUE_LENGTH = 40, 500
_RANGE = ("gt", "gte", "lt", "lte")


def check(form: Form, allowed: Parameters, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The parameters as values. Raises Refused (400): unknown, absent, or not of the kind it should be."""
    for name in form:
        if name not in allowed:
            raise bad_parameter(name, "parameter_unknown", f"Received unknown parameter: {name}")
    for name in required:
        if name not in form:
            raise bad_parameter(name, "parameter_missing", f"Missing required param: {name}.")
    return {name: allowed[name](name, raw) for name, raw in form.items()}


def text(name: str, raw: str | Form) -> str:
    """A string that is not empty."""
    if not isinstance(raw, str):
        raise bad_parameter(name, "parameter_invalid_string", f"Invalid string: {name}")
    if raw == "":
        message = f"You passed an empty string for '{name}', which cannot be unset."
        raise bad_parameter(name, "parameter_invalid_empty", message)
    return raw


def email(name: str, raw: str | Form) -> str:
    """An address, as strictly as a server can tell; the error repeats it, as Stripe's does."""
    value = text(name, raw)
    if "@" not in value:
        raise bad_parameter(name, "email_invalid", f"Invalid email address: {value}")
    return value


def integer(name: str, raw: str | Form) -> int:
    """A whole number: an amount in the smallest unit, or seconds since 1970."""
    try:
        return int(text(name, raw))
    except ValueError:
        raise bad_parameter(name, "parameter_invalid_integer", f"Invalid integer: {name}") from None


def boolean(name: str, raw: str | Form) -> bool:
    """`true` or `false`."""
    word: str = choice("true", "false")(name, raw)
    return word == "true"


def choice(*values: str) -> Parser:
    """One of these words."""

    def parse(name: str, raw: str | Form) -> str:
        if (value := text(name, raw)) not in values:
            raise bad_parameter(name, "parameter_invalid_enum", f"Invalid {name}: must be one of {', '.join(values)}")
        return value

    return parse


def or_unset(parser: Parser) -> Parser:
    """The same, or an empty string that unsets it."""
    return lambda name, raw: UNSET if raw == "" else parser(name, raw)


def hash_of(allowed: Parameters, required: tuple[str, ...] = ()) -> Parser:
    """A tree with these branches."""

    def parse(name: str, raw: str | Form) -> dict[str, Any]:
        form = {f"{name}[{key}]": value for key, value in _tree(name, raw).items()}
        named = {f"{name}[{key}]": parser for key, parser in allowed.items()}
        values = check(form, named, tuple(f"{name}[{key}]" for key in required))
        return {key[len(name) + 1 : -1]: value for key, value in values.items()}

    return parse


def list_of(parser: Parser) -> Parser:
    """Values by position."""

    def parse(name: str, raw: str | Form) -> list[Any]:
        tree = _tree(name, raw)
        if not all(key.isdigit() for key in tree):
            raise bad_parameter(name, "parameter_invalid_array", f"Invalid array: {name}")
        return [parser(f"{name}[{key}]", tree[key]) for key in sorted(tree, key=int)]

    return parse


def moment(name: str, raw: str | Form) -> dict[str, int]:
    """A time in seconds, or a range of times, by `gt`, `gte`, `lt` and `lte`."""
    if isinstance(raw, str):
        return {"gte": (exactly := integer(name, raw)), "lte": exactly}
    ranges: dict[str, int] = hash_of(dict.fromkeys(_RANGE, integer))(name, raw)
    return ranges


def metadata(name: str, raw: str | Form) -> dict[str, str] | None:
    """Notes by key; an empty value unsets its key, an empty string all of them (docs.stripe.com/api/metadata)."""
    if raw == "":
        return UNSET
    notes = {}
    for key, value in _tree(name, raw).items():
        if not isinstance(value, str) or len(value) > _VALUE_LENGTH:
            message = f"Metadata values can have up to {_VALUE_LENGTH} characters."
            raise bad_parameter(f"{name}[{key}]", "metadata_invalid", message)
        if len(key) > _KEY_LENGTH:
            raise bad_parameter(name, "metadata_invalid", f"Metadata keys can have up to {_KEY_LENGTH} characters.")
        notes[key] = value
    return notes


def _tree(name: str, raw: str | Form) -> Form:
    if isinstance(raw, str):
        raise bad_parameter(name, "parameter_invalid_object", f"Invalid object: {name}")
    return raw
