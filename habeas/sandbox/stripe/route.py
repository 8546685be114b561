"""What a route is: a method, a path, the parameters that it takes, and what is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .parameters import Parameters
from .script import Script
from .store import Json, Store


@dataclass(frozen=True)
class Call:
    """One request that was understood: the ids in its path, and its parameters as values."""

    store: Store = field(repr=False)
    url: str
    ids: tuple[str, ...]
    params: Mapping[str, Any] = field(repr=False)
    script: Script = field(default_factory=Script, repr=False)

    @property
    def id(self) -> str:
        """The first id in the path."""
        return self.ids[0]


Action = Callable[[Call], Json]


@dataclass(frozen=True)
class Route:
    """`path` has `{}` where an id stands; `is_preview`: who does not ask for a preview version does not find it."""

    method: str
    path: str
    action: Action
    parameters: Parameters = field(default_factory=dict)
    required: tuple[str, ...] = ()
    is_preview: bool = False

    def match(self, method: str, path: str) -> tuple[str, ...] | None:
        """The ids in this path, if it is this route's."""
        own, other = self.path.split("/"), path.split("/")
        if method != self.method or len(own) != len(other):
            return None
        if any(step not in ("{}", there) for step, there in zip(own, other, strict=True)):
            return None
        return tuple(there for step, there in zip(own, other, strict=True) if step == "{}")
