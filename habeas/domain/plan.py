"""The plan of an erasure: what happens to each holding, on what ground, and in what order.

Its digest (RFC 8785 and SHA-256) covers dispositions, grounds, dates, pinned identifiers and the order of the steps,
and no counts: a plan stays the one that was approved while data of an approved kind grows.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import rfc8785
from pydantic import AwareDatetime, Field

from .disclosure import Disclosed, Location
from .disposition import Disposition
from .holding import Circumstance, holding_key
from .identifier import Identifier
from .justification import Justification
from .model import Message, Strict
from .treatment import ErasureGround

IDENTIFIER = "identifier"  # the category of what is in doubt
_DIGEST_VERSION = "habeas.plan.v1"
_COME_FIRST = (Circumstance.SOLE_OWNER, Circumstance.SEVERAL_PEOPLE)


class Keep(Strict):
    """A person's decision that a holding must stay: its key, the legal ground, the end date, and who decided.

    The beginning of keys, such as a system's name, stands for every holding below it that would be erased or is still
    to be decided.
    """

    holding: str = Field(min_length=1)
    ground: str = Field(min_length=3, max_length=300)
    until: date
    by: str = Field(min_length=1, max_length=100)
    justification: Justification = Justification.LEGAL_OBLIGATION


class PlanItem(Message):
    """What happens to one holding, and why: `ground` and `until` of what is kept, `erased_on` of what is erased.

    What is erased and has an `until` cannot be erased before that day, for the reason in `ground`. `emptied`: by which
    methods the values go where their records stay, of what is anonymised (`record/anonymised.py`).
    `is_joint`: it is its controller's and ours together; `was_public`: copies of it may be anywhere.
    """

    system: str
    category: str
    controller: str
    circumstance: Circumstance | None = None
    disposition: Disposition
    ground: str | None = None
    until: date | None = None
    why: str
    count: int
    justification: Justification | None = None
    erased_on: ErasureGround | None = None
    emptied: tuple[str, ...] = ()
    is_joint: bool = False
    was_public: bool = False

    @property
    def key(self) -> str:
        """Names the holding within the plan."""
        return holding_key(self.system, self.category, self.controller, self.circumstance)

    @property
    def is_later(self) -> bool:
        """Whether it is erased, and cannot be yet."""
        return self.disposition is Disposition.ERASE and self.until is not None

    def due(self) -> "PlanItem":
        """The same when its day has come."""
        return self.model_copy(update={"ground": None, "until": None}) if self.is_later else self

    @property
    def comes_first(self) -> bool:
        """Whether it must be decided before the plan can be approved."""
        return self.disposition is Disposition.DECIDE and self.circumstance in _COME_FIRST


class Plan(Message):
    """Dispositions with their grounds, the pinned identifiers, and the order in which systems erase.

    Systems of one stage may run side by side. `as_of` is the moment by which ages were judged. `location` and
    `disclosed` decide whom the erasure is told to (GDPR art. 19).
    """

    items: tuple[PlanItem, ...]
    identifiers: dict[str, tuple[Identifier, ...]]
    stages: tuple[tuple[str, ...], ...]
    as_of: AwareDatetime
    digest: str
    location: Location = Location()
    disclosed: tuple[Disclosed, ...] = ()

    @property
    def systems(self) -> tuple[str, ...]:
        """Every system that has something to erase, or to write for an erasure, in the order of the plan."""
        return tuple(system for stage in self.stages for system in stage)

    @property
    def later(self) -> date | None:
        """From which day on all that it erases can be; None: at once."""
        return max((i.until for i in self.items if i.is_later and i.until is not None), default=None)

    def rest(self) -> "Plan":
        """What is still to be done when that day has come: the systems that could not do all of it at first."""
        late = {i.system for i in self.items if i.is_later}
        stages = tuple(tuple(s for s in stage if s in late) for stage in self.stages)
        items = tuple(i.due() for i in self.items if i.system in late)
        return self.model_copy(update={"items": items, "stages": tuple(filter(None, stages)), "disclosed": ()})

    @property
    def stops(self) -> tuple[PlanItem, ...]:
        """What must be decided before anything is erased."""
        return tuple(i for i in self.items if i.comes_first)


def digest_of(
    items: tuple[PlanItem, ...],
    identifiers: Mapping[str, tuple[Identifier, ...]],
    stages: tuple[tuple[str, ...], ...],
) -> str:
    """What an approval is bound to: SHA-256, in hexadecimal."""
    document: dict[str, Any] = {
        "version": _DIGEST_VERSION,
        "items": [_digested(i) for i in items],
        "identifiers": {system: pins(ids) for system, ids in identifiers.items()},
        "order": [list(stage) for stage in stages],
    }
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def _digested(item: PlanItem) -> dict[str, Any]:
    """What is approved of an item; a plan that anonymises nothing has the digest that it always had."""
    unsaid = {"count", "why", "justification", *([] if item.emptied else ["emptied"])}
    return item.model_dump(mode="json", exclude=unsaid)


def pins(identifiers: tuple[Identifier, ...]) -> list[list[str]]:
    """Identifiers as they are compared and digested."""
    return sorted([i.kind, i.value] for i in identifiers)
