"""All that the waves of locating brought together, before anything is decided."""

from pydantic import AwareDatetime, Field

from .disclosure import Disclosed, Location
from .holding import Circumstance, Holding
from .identifier import Identifier, Reached, merge, references
from .model import Message
from .referral import Controller
from .request import Instruction
from .shown import Shown


class Findings(Message):
    """Holdings, instructions in force, and the primary ids that pin the person's data, by system.

    `identifiers` are all that are known to be the person's, with the system that handed each on. `as_of` is the moment
    by which ages are judged. `shared` are, by the system that says so, those tied to more than one person: nothing that
    is reached by them alone is among the holdings. `disclosed` is to whom data of the person went, `controllers` who
    else decides about some of it, and `shown` what of that shows the person together with others.
    """

    as_of: AwareDatetime
    identifiers: tuple[Identifier, ...]
    holdings: tuple[Holding, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    pinned: dict[str, tuple[Identifier, ...]] = Field(default_factory=dict)
    shared: dict[str, tuple[Identifier, ...]] = Field(default_factory=dict)
    location: Location = Location()
    disclosed: tuple[Disclosed, ...] = ()
    controllers: tuple[Controller, ...] = ()
    shown: tuple[Shown, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no system holds anything, and none is in doubt."""
        return not any(h.count for h in self.holdings) and not self.shared

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The systems whose owner has not said what there is."""
        silent = {h.system for h in self.holdings if h.circumstance is Circumstance.UNANSWERED}
        return tuple(sorted(silent))

    @property
    def by_reference(self) -> dict[str, Identifier]:
        """Every identifier, those in doubt too, under a name that does not say it."""
        return references(merge(self.identifiers, tuple(i for shared in self.shared.values() for i in shared)))

    @property
    def reached(self) -> tuple[Reached, ...]:
        """How each identifier was reached, without what it is."""
        doubtful = {i.normalised() for shared in self.shared.values() for i in shared}
        return tuple(
            Reached(reference=name, found_in=i.found_in, is_shared=i.normalised() in doubtful)
            for name, i in self.by_reference.items()
        )
