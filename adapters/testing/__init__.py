"""The adapter kit: what every adapter must hold to, as tests that an adapter's own test inherits.

One contract for each ability of `habeas.domain.port`; `Contract` is all of them but `StopsContract`, as few adapters
can end something at once: who can inherits both. A test of an adapter is a subclass
with a fixture `opens`, which gives a `World`: the adapter over its system, and a judge's way to look at that and to
break it.

    class TestNewsletters(Contract):
        @pytest.fixture
        def opens(self, tmp_path):
            return partial(newsletters, tmp_path)

It needs pytest and our domain, no plug-in: each question is asked in a world of its own, on a loop of its own. See
docs/adding-an-adapter.md.
"""

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{name}" for name in ("asking", "erases", "exports", "holds", "locates", "stops"))
)

from .erases import ErasesContract  # noqa: E402 - pytest says what was compared only in what is imported after that
from .exports import ExportsContract  # noqa: E402
from .holds import HoldsContract  # noqa: E402
from .locates import LocatesContract  # noqa: E402
from .preflights import PreflightsContract  # noqa: E402
from .stops import StopsContract  # noqa: E402
from .world import OURS, Break, Opens, Thing, World  # noqa: E402

__all__ = [
    "OURS",
    "Break",
    "Contract",
    "ErasesContract",
    "ExportsContract",
    "HoldsContract",
    "LocatesContract",
    "Opens",
    "PreflightsContract",
    "StopsContract",
    "Thing",
    "World",
]


class Contract(LocatesContract, ExportsContract, PreflightsContract, HoldsContract, ErasesContract):
    """Every question about finding, giving and erasing, for an adapter that has all of these abilities."""
