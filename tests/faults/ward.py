"""The door by which lost cases are found, without a command around it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from habeas.client import Habeas
from habeas.console.door import Door
from habeas.settings import HouseSettings

_ANSWER = timedelta(seconds=4)


@dataclass(frozen=True)
class Ward(Door):
    """As an operator's door."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The installation that a worker with these settings serves."""
        return cls(HouseSettings.given(environment), is_sandbox=False)

    async def habeas(self) -> Habeas:
        """Cases are asked for without much patience: who does not answer is asked again."""
        return replace(await super().habeas(), answer=_ANSWER)
