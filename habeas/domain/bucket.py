"""What the record says of a bucket: which category lies under which prefix of its objects' names."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from .model import Strict


class Bucket(Strict):
    """One bucket of a system. A prefix ends with `/`; those that are `without` hold nothing of people, and say why."""

    system: str
    prefixes: dict[str, str] = Field(min_length=1)
    without: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _are_prefixes(self) -> Self:
        if loose := [prefix for prefix in (*self.prefixes, *self.without) if not prefix.endswith("/")]:
            raise ValueError(f"{loose[0]} is no prefix: it ends with /")
        return self

    def knows(self, prefix: str) -> bool:
        """Whether the record says what lies under a prefix."""
        return prefix.startswith((*self.prefixes, *self.without))

    def leads_on(self, prefix: str) -> bool:
        """Whether something below a prefix is in the record."""
        return any(known.startswith(prefix) for known in (*self.prefixes, *self.without))

    def undescribed(self, categories: frozenset[tuple[str, str]]) -> Iterator[str]:
        """Each category that nobody describes."""
        for prefix, category in self.prefixes.items():
            if (self.system, category) not in categories:
                yield f"buckets.{self.system}.prefixes: {prefix} holds {category}, which is not described"
