"""A figure: what was measured, and the goal that it has to meet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; `goal` is what the value may be at most, or must be at least. None: it only informs."""

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.at_most is not None:
            return f"at most {_short(self.at_most)} {self.unit}"
        return f"at least {_short(self.at_least)} {self.unit}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """`met` or `missed`; empty where there is no goal."""
        if self.at_most is not None:
            return "met" if self.value <= self.at_most else "missed"
        if self.at_least is not None:
            return "met" if self.value >= self.at_least else "missed"
        return ""

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return f"{_short(self.value)} {self.unit}"


def _short(value: float) -> str:
    """Three digits that count, and never fewer than the whole number has."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


@dataclass(frozen=True)
class Size:
    """How much of everything: `quick` is for a look, and for the test that keeps the benchmarks from rotting."""

    quick: bool

    def of(self, whole: int, quick: int) -> int:
        """A number for the whole run, and the one for a quick one."""
        return quick if self.quick else whole
