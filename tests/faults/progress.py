"""What has been run of a seed, in a file: a run that was stopped goes on where it was."""

import json
from pathlib import Path

import table
from deck import Company
from trial import Verdict


class Progress:
    """A line for each company: its stories, what came of them, and what happened when."""

    def __init__(self, file: Path, *, again: bool) -> None:
        """`again`: whatever was run before does not count."""
        self._file = file
        if again:
            file.unlink(missing_ok=True)
        self._lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def has(self, stories: Company) -> bool:
        """Whether these were run before."""
        return [str(story) for story in stories] in [line["stories"] for line in self._lines]

    def add(self, stories: Company, verdict: Verdict) -> None:
        """One company more."""
        line = {
            "stories": [str(story) for story in stories],
            "outcomes": verdict.outcomes,
            "hits": verdict.hits,
            "broken": verdict.broken,
            "seconds": round(verdict.seconds),
        }
        self._lines.append(line)
        with self._file.open("a") as file:
            file.write(json.dumps(line) + "\n")

    @property
    def cases(self) -> list[str]:
        """The outcome of every case."""
        return [outcome for line in self._lines for outcome in line["outcomes"]]

    @property
    def has_broken(self) -> bool:
        """Whether any invariant broke."""
        return any(line["broken"] for line in self._lines)

    def report(self) -> str:
        """The tables, and what they come to."""
        hits = [tuple(hit) for line in self._lines for hit in line["hits"]]
        cell, interval = table.least(hits)
        broke = sum(bool(line["broken"]) for line in self._lines)
        total = f"{len(self.cases)} cases, {len(hits)} faults; companies in which an invariant broke: {broke}"
        least = f"the least in an interval: {interval}; in a cell: {cell}"
        return "\n\n".join([table.table(hits), table.kinds(hits), f"{total}; {least}"])
