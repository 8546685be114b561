"""Stripe's way of writing nested parameters: `metadata[tier]=gold&items[0][price]=..&expand[]=..`."""

import re
from collections.abc import Iterable

from .error import Refused

Form = dict[str, "str | Form"]

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def decode(pairs: Iterable[tuple[str, str]]) -> Form:
    """The tree of parameters. A list is a tree by position, as metadata may have keys that are numbers.

    Raises Refused (400) for a name with stray brackets, and for one that is a value and a tree at once.
    """
    form: Form = {}
    for name, value in pairs:
        matched = _NAME.fullmatch(name)
        if matched is None:
            raise Refused(400, f"Invalid request: unbalanced brackets in parameter name {name}", param=name)
        _put(form, [matched[1], *_PART.findall(matched[2])], value, name)
    return form


def _put(form: Form, path: list[str], value: str, name: str) -> None:
    step, *rest = path
    step = step or str(len(form))  # `list[]` is the next position
    deeper = form.setdefault(step, {} if rest else value)
    if isinstance(deeper, str) is bool(rest):
        raise Refused(400, f"Invalid parameter: {name} is both a value and an object", param=name)
    if not isinstance(deeper, str):
        return _put(deeper, rest, value, name)
    form[step] = value
    return None
