"""Two lists of a saga's parameters: all pairs of them, of which `make test` runs those that meet every value once."""

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
