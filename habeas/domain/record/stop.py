"""What the record says of a table in which something can stop at once: an objection or a withdrawal (L-09)."""

from collections.abc import Iterator
from typing import TypeAlias

from pydantic import Field

from habeas.domain.model import Strict
from habeas.domain.right import Right

NOW = "now"
"""Stands for the moment at which the request came."""

Value: TypeAlias = bool | int | str | None


class Stop(Strict):
    """What is written where something is to stop: values in the person's rows, or a row that says so.

    `sets`: these values in each of the person's rows, as `{withdrawn_at: now}`. `adds`: a row of the table for each
    person who has none, with these values and the tie to them, as `{at: now}`. What a consent is for says the column
    `by`, or else `purpose` for all rows. `now` is the moment at which the request came: where a column has any moment,
    it has stopped before, and that stays.
    """

    sets: dict[str, Value] = Field(default_factory=dict)
    adds: dict[str, Value] = Field(default_factory=dict)
    by: str | None = None
    purpose: str | None = None

    @property
    def values(self) -> dict[str, Value]:
        """By which columns a row shows that it has stopped, with what stands there then."""
        return self.sets or self.adds

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names."""
        return (*self.values, *([self.by] if self.by else []))

    def contradictions(self, right: Right) -> Iterator[str]:
        """What of it cannot be so, as what that right writes."""
        if not right.acts_at_once:
            yield "nothing is stopped by that right: objection and withdrawal act at once"
        if bool(self.sets) == bool(self.adds):
            yield "says either what it `sets` in rows, or the row that it `adds`"
        if right is Right.WITHDRAWAL and bool(self.by) == bool(self.purpose):
            yield "consent is given for a purpose: either the column `by` says which, or `purpose` does"
        if right is not Right.WITHDRAWAL and (self.by or self.purpose):
            yield "an objection is to all marketing, and not to a purpose of it"
