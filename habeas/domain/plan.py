"""The plan of an erasure: what happens to each holding, on what ground, and in what order.

`plan_erasure` is pure. Its digest (RFC 8785 and SHA-256) covers dispositions, grounds, dates, pinned identifiers and
the order of the steps, and no counts: a plan stays the one that was approved while data of an approved kind grows.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import Any, TypeAlias

import rfc8785
from pydantic import AwareDatetime, Field

from .disclosure import Disclosed, Location
from .disposition import Disposition
from .findings import Findings
from .holding import COMPANY, Circumstance, Holding, Retention, holding_key
from .identifier import Identifier
from .justification import Justification
from .manual import NOT_AWAITED, UNANSWERED
from .model import Message, Strict
from .treatment import OFF_RECORD, ErasureGround, Treatment

Treatments: TypeAlias = Mapping[tuple[str, str], Treatment]
_DIGEST_VERSION = "habeas.plan.v1"
_DECIDE = {
    Circumstance.SHARED: "other people appear in it",
    Circumstance.SOLE_OWNER: "a customer's workspace would have no owner left",
    Circumstance.RETAINED: "it is locked, and no end date of the lock is recorded",
    Circumstance.NOT_YET: "its system cannot erase it yet, and does not say when it can",
    Circumstance.UNANSWERED: UNANSWERED,
    Circumstance.SEVERAL_PEOPLE: "an identifier is tied to more than one person: say whether it is this person's",
}


_SHARED_IS_THEIRS = "other people appear in it: its controller decides, knowing when the person does"
_SHARED_ERASED = "its controller has instructed to erase it as a whole, with what it shows of others"
_NOT_OURS = "its controller has recorded no instruction (GDPR art. 28(3)(a))"
_ASKED = "the person asked for it (GDPR art. 17(1))"
_NOT_NOW = "it is no part of what the controllers of the rest have instructed"

_COME_FIRST = (Circumstance.SOLE_OWNER, Circumstance.SEVERAL_PEOPLE)
IDENTIFIER = "identifier"  # the category of what is in doubt


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


def plan_erasure(
    findings: Findings,
    dependencies: Mapping[str, tuple[str, ...]],
    keeps: Iterable[Keep] = (),
    only: Iterable[str] = (),
    treatments: Treatments = MappingProxyType({}),
) -> Plan:
    """Decide each holding's disposition and order the systems.

    `dependencies` names for each system those whose identifiers it needs: they go after it. `only`: nothing is erased
    but data of these controllers, by their instructions (L-46). `treatments` has what the record of processing says of
    a category, by system and name. Raises graphlib.CycleError when systems depend on each other in a circle.
    """
    instructed = {COMPANY, *(i.controller for i in findings.instructions)}
    if only := frozenset(only):
        instructed &= only
    shared = instructed.intersection(i.controller for i in findings.instructions if i.is_for_shared)
    kept = {k.holding: k for k in keeps}
    holdings = sorted((*findings.holdings, *_doubts(findings)), key=lambda h: h.key)
    items = tuple(_item(h, _Instructed(instructed, shared), kept, treatments) for h in holdings)
    stages = _stages(_acting(items, (h for h in holdings if h.controller in instructed)), dependencies)
    return Plan(
        items=items,
        identifiers=findings.pinned,
        stages=stages,
        as_of=findings.as_of,
        digest=_digest(items, findings.pinned, stages),
        location=findings.location,
        disclosed=findings.disclosed,
    )


def asked_about(findings: Findings, controller: str) -> tuple[PlanItem, ...]:
    """What a controller decides about when a copy is made: what of its data shows others."""
    return tuple(
        PlanItem(
            **h.model_dump(include={"system", "category", "controller", "circumstance", "count"}),
            disposition=Disposition.REFER,
            why=_SHARED_IS_THEIRS,
        )
        for h in findings.holdings
        if h.controller == controller and h.circumstance is Circumstance.SHARED
    )


def _acting(items: Iterable[PlanItem], holdings: Iterable[Holding]) -> set[str]:
    """The systems that have something to do: to erase what the plan erases, or to write what an erasure leaves."""
    erasing = {i.system for i in items if i.disposition.takes}
    return erasing | {h.system for h in holdings if h.is_to_be_written}


def _doubts(findings: Findings) -> list[Holding]:
    """What must be decided before anybody knows whether it is a holding of the person at all."""
    several = Circumstance.SEVERAL_PEOPLE
    return [Holding(system=s, category=IDENTIFIER, circumstance=several, count=0) for s in findings.shared]


def beyond(approved: Plan, fresh: Plan) -> tuple[str, ...]:
    """What a fresh look shows that was not approved: new kinds of data, controllers, locks or identifiers.

    Growth in number is none of these, and neither is data that has gone.
    """
    agreed = {i.key: (i.disposition, i.ground) for i in approved.items}
    news = [i.key for i in fresh.items if agreed.get(i.key) != (i.disposition, i.ground)]
    pinned = {system: _pins(ids) for system, ids in approved.identifiers.items()}
    for system, ids in fresh.identifiers.items():
        if any(pin not in pinned.get(system, []) for pin in _pins(ids)):
            news.append(f"{system}: a new identifier")
    return tuple(news)


def recounted(approved: Plan, fresh: Plan) -> Plan:
    """The approved plan with the counts of a fresh look.

    What is to be erased never counts less than before: an erasure that runs a second time finds less of it.
    """
    counts = {i.key: i.count for i in fresh.items}
    items = tuple(i.model_copy(update={"count": _recount(i, counts.get(i.key, 0))}) for i in approved.items)
    return approved.model_copy(update={"items": items})


def left_open(items: tuple[PlanItem, ...], systems: Collection[str]) -> tuple[PlanItem, ...]:
    """The items of a plan that was carried out, where these systems have not said that they erased theirs.

    What nobody has said is open: it is never counted as done.
    """
    news: dict[str, object] = {
        "disposition": Disposition.DECIDE,
        "circumstance": Circumstance.UNANSWERED,
        "why": UNANSWERED,
    }
    news |= {"erased_on": None, "justification": Justification.IMPOSSIBLE}
    return tuple(
        i.model_copy(update=news) if i.system in systems and i.disposition is Disposition.ERASE else i for i in items
    )


def _recount(item: PlanItem, count: int) -> int:
    return max(item.count, count) if item.disposition.takes else count


def _item(
    holding: Holding,
    instructed: "_Instructed",
    kept: Mapping[str, Keep],
    treatments: Treatments,
) -> PlanItem:
    treatment = treatments.get((holding.system, holding.category), OFF_RECORD)
    disposition, why, retention = _decide(holding, COMPANY if treatment.is_joint else holding.controller, instructed)
    keep = kept.get(holding.key)
    if keep is None and (disposition.takes or disposition is Disposition.DECIDE):
        keep = next((k for k in kept.values() if holding.key.startswith(f"{k.holding}/")), None)
    if keep is not None:
        disposition, why = Disposition.RETAIN, f"kept by decision of {keep.by}"
        retention = Retention(ground=keep.ground, until=keep.until)
    elif disposition is Disposition.ERASE and treatment.is_manual:
        why = NOT_AWAITED
    justification = keep.justification if keep is not None else _justified(disposition, holding)
    return PlanItem(
        **holding.model_dump(include={"system", "category", "controller", "circumstance", "count"}),
        disposition=disposition,
        ground=retention.ground if retention else None,
        until=retention.until if retention else None,
        why=why,
        justification=justification,
        erased_on=treatment.erased_on if disposition.takes else None,
        emptied=holding.emptied if disposition is Disposition.ANONYMISE else (),
        is_joint=treatment.is_joint,
        was_public=treatment.was_public,
    )


def _justified(disposition: Disposition, holding: Holding) -> Justification | None:
    if disposition is Disposition.DECIDE and holding.circumstance is Circumstance.UNANSWERED:
        return Justification.IMPOSSIBLE
    return _JUSTIFIED.get(disposition)


_JUSTIFIED = {Disposition.RETAIN: Justification.LEGAL_OBLIGATION, Disposition.DECIDE: Justification.OTHERS_RIGHTS}


@dataclass(frozen=True)
class _Instructed:
    """Who has instructed to erase, and who of them what shows others too."""

    all: set[str]
    for_shared: set[str]


def _decide(holding: Holding, decides: str, instructed: _Instructed) -> tuple[Disposition, str, Retention | None]:
    if decides not in instructed.all:
        return Disposition.REFER, _NOT_OURS if decides != COMPANY else _NOT_NOW, None
    if holding.circumstance is Circumstance.NOT_YET and holding.retention is not None:
        return Disposition.ERASE, _ASKED, holding.retention
    if holding.retention is not None:
        return Disposition.RETAIN, "kept until its ground ends (GDPR art. 17(3))", holding.retention
    if holding.circumstance is Circumstance.SHARED and holding.controller != COMPANY:
        if holding.controller in instructed.for_shared:
            return Disposition.ERASE, _SHARED_ERASED, None
        return Disposition.REFER, _SHARED_IS_THEIRS, None
    if holding.circumstance is not None:
        return Disposition.DECIDE, _DECIDE[holding.circumstance], None
    disposition = Disposition.ANONYMISE if holding.emptied else Disposition.ERASE
    return disposition, _ASKED, None


def _stages(systems: set[str], dependencies: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A system erases after all that need its identifiers."""
    sorter = TopologicalSorter({system: set[str]() for system in sorted(systems)})
    for system in systems:
        for needed in systems.intersection(dependencies.get(system, ())):
            sorter.add(needed, system)
    sorter.prepare()
    stages = []
    while sorter.is_active():
        ready = tuple(sorted(sorter.get_ready()))
        stages.append(ready)
        sorter.done(*ready)
    return tuple(stages)


def _digest(
    items: tuple[PlanItem, ...],
    identifiers: Mapping[str, tuple[Identifier, ...]],
    stages: tuple[tuple[str, ...], ...],
) -> str:
    document: dict[str, Any] = {
        "version": _DIGEST_VERSION,
        "items": [_digested(i) for i in items],
        "identifiers": {system: _pins(ids) for system, ids in identifiers.items()},
        "order": [list(stage) for stage in stages],
    }
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def _digested(item: PlanItem) -> dict[str, Any]:
    """What is approved of an item; a plan that anonymises nothing has the digest that it always had."""
    unsaid = {"count", "why", "justification", *([] if item.emptied else ["emptied"])}
    return item.model_dump(mode="json", exclude=unsaid)


def _pins(identifiers: tuple[Identifier, ...]) -> list[list[str]]:
    return sorted([i.kind, i.value] for i in identifiers)
