"""The table: how often what happened in which interval between two events, from hold to close."""

from collections import Counter
from collections.abc import Iterable

from kind import FAMILIES, Kind, family
from story import STEPS, Side
from watched import Hit


def table(hits: Iterable[Hit]) -> str:
    """Rows are intervals, columns are families; in Markdown."""
    found = Counter((step, side, family(Kind(kind))) for step, side, kind in hits)
    names = list(FAMILIES)
    lines = [f"| interval | {' | '.join(names)} | all |", f"|---|{'--:|' * (len(names) + 1)}"]
    for step in STEPS:
        for side in Side:
            cells = [found[step, side, name] for name in names]
            lines.append(f"| {side} {step} | {' | '.join(map(str, cells))} | {sum(cells)} |")
    return "\n".join(lines)


def kinds(hits: Iterable[Hit]) -> str:
    """How often each kind, in Markdown."""
    found = Counter(kind for _, _, kind in hits)
    return "\n".join(["| fault | times |", "|---|--:|", *(f"| {kind} | {found[kind]} |" for kind in Kind)])


def least(hits: Iterable[Hit]) -> tuple[int, int]:
    """The smallest number in a cell, and in an interval."""
    found = Counter((step, side, family(Kind(kind))) for step, side, kind in hits)
    cells = {(step, side): [found[step, side, name] for name in FAMILIES] for step in STEPS for side in Side}
    return min(min(row) for row in cells.values()), min(sum(row) for row in cells.values())
