"""What every language must have words for: one that lacks a code does not come to be."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import get_args, get_type_hints

from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.manual import Demand
from habeas.domain.right import Right
from habeas.domain.stop import Ended
from habeas.domain.treatment import ErasureGround


@dataclass(frozen=True)
class LetterWords:
    """The sentences of codes in one language. Raises KeyError for a mapping that lacks one.

    `rights` are what the person asks for, as told to the person, `theirs` as told to somebody else. Doubts and rungs
    are told to whoever asks, who may be a stranger: they do not say whether anything is held.
    Demands are told to the owner of a system. `ended` is what became of what was to stop in one system.
    """

    code: Language
    rights: Mapping[Right, str]
    theirs: Mapping[Right, str]
    justifications: Mapping[Justification, str]
    circumstances: Mapping[Circumstance, str]
    erasure_grounds: Mapping[ErasureGround, str]
    doubts: Mapping[Doubt, str]
    rungs: Mapping[Rung, str]
    demands: Mapping[Demand, str]
    ended: Mapping[Ended, str]

    def __post_init__(self) -> None:
        """Raises KeyError."""
        for one in fields(self)[1:]:
            codes: type[StrEnum] = get_args(get_type_hints(LetterWords)[one.name])[0]
            if missing := set(codes) - set(getattr(self, one.name)):
                raise KeyError(f"{self.code}: {one.name} has no words for {', '.join(sorted(missing))}")
