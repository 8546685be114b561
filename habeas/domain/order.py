"""The messages between a workflow and its steps: one goes in, one receipt comes out."""

from typing import Self

from pydantic import AwareDatetime, Field

from .disclosure import Disclosed, Location
from .holding import Holding
from .identifier import Identifier
from .model import Message
from .plan import Plan, PlanItem
from .referral import Controller
from .request import Instruction
from .right import Right
from .shown import Shown


class LocateOrder(Message):
    """Ask one system what it has of the person with these identifiers; ages are judged by `as_of`.

    `theirs` are identifiers tied to several people of which somebody decided that they are this person's: not shared.
    `is_last`: after this look comes the pivot; a system that is no longer as an erasure needs it says so now.
    """

    case_id: str
    system: str
    identifiers: tuple[Identifier, ...]
    as_of: AwareDatetime
    theirs: tuple[Identifier, ...] = ()
    is_last: bool = False


class Located(Message):
    """What one system has: holdings, the primary ids that pin them, identifiers for others, instructions in force.

    `shared` are the identifiers, asked with or found, that are tied to more than one person: what is reached by them
    alone is neither counted nor pinned, nor are they handed on. A holding with the count 0 is what an erasure will
    leave behind. `location` is where the person is, if the system knows; `disclosed` is to whom their data went;
    `controllers` are the customers whose data it is, and how they are written to; `shown` is what shows the person
    together with others.
    """

    system: str
    holdings: tuple[Holding, ...] = ()
    pinned: tuple[Identifier, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    shared: tuple[Identifier, ...] = ()
    location: Location | None = None
    disclosed: tuple[Disclosed, ...] = ()
    controllers: tuple[Controller, ...] = ()
    shown: tuple[Shown, ...] = ()


class StepOrder(Message):
    """Carry out one step of an approved plan in one system, on pinned identifiers only.

    `may_be_held`: whoever asks for a release has asked for the hold, whatever a register says that forgot it.
    """

    case_id: str
    system: str
    digest: str
    as_of: AwareDatetime
    identifiers: tuple[Identifier, ...]
    items: tuple[PlanItem, ...]
    may_be_held: bool = False

    @classmethod
    def of(cls, case_id: str, plan: Plan, system: str) -> Self:
        """The part of the plan that one system needs to know."""
        return cls(
            case_id=case_id,
            system=system,
            digest=plan.digest,
            as_of=plan.as_of,
            identifiers=plan.identifiers.get(system, ()),
            items=tuple(i for i in plan.items if i.system == system),
        )

    def erases(self, key: str) -> bool:
        """Whether the plan erases or anonymises the holding of this key; what the plan does not name stays."""
        return any(i.key == key and i.disposition.takes for i in self.items)

    def erases_now(self, key: str) -> bool:
        """As `erases`; what cannot be erased yet comes in another order, when its day has come."""
        return any(i.key == key and i.disposition.takes and not i.is_later for i in self.items)


class CollectOrder(Message):
    """Stage one system's part of an export in the case folder.

    `decided`: controllers that have said whether what shows others of theirs is given, whole, or is not. `by_hand`: the
    recordings in whose place the copy has what was cut by hand, and who has cut it.
    """

    case_id: str
    system: str
    right: Right
    as_of: AwareDatetime
    identifiers: tuple[Identifier, ...]
    decided: dict[str, bool] = Field(default_factory=dict)
    by_hand: dict[str, str] = Field(default_factory=dict)
