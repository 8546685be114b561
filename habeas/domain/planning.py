"""How the plan of an erasure is made: each holding's disposition, and the order of the systems. All of it is pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import TypeAlias

from .disposition import Disposition
from .findings import Findings
from .holding import COMPANY, Circumstance, Holding, Retention
from .justification import Justification
from .manual import NOT_AWAITED, UNANSWERED
from .plan import IDENTIFIER, Keep, Plan, PlanItem, digest_of
from .treatment import OFF_RECORD, Treatment

Treatments: TypeAlias = Mapping[tuple[str, str], Treatment]

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
        digest=digest_of(items, findings.pinned, stages),
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
