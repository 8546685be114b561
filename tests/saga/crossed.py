"""A saga's parameters: all of them for `make test-all`; for `make test` as few as show what is new in that saga."""

from collections.abc import Sequence
from typing import Any

import pytest


def crossed(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """The pairs, for parametrize; what is not needed to meet each value is `long` (`make test-all`)."""
    least = min(len(first), len(second))
    return [
        pytest.param(a, b, marks=[] if i % least == j % least else pytest.mark.long)
        for i, a in enumerate(first)
        for j, b in enumerate(second)
    ]


def mainly(*these: Any, besides: Sequence[Any]) -> list[Any]:
    """These for each run, and what differs little from them as `long`."""
    return [*these, *(pytest.param(one, marks=pytest.mark.long) for one in besides)]
