"""The answers of the command as JSON: one object each, of a shape that scripts can rely on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from habeas.domain.case import CaseStatus, Exported, SystemCounts
from habeas.domain.datamap import MapFound
from habeas.domain.identifier import Identifier
from habeas.domain.model import Message

if TYPE_CHECKING:
    from habeas.register.row import CaseRow


def located(status: CaseStatus) -> dict[str, Any]:
    """What each system holds, by category."""
    holdings = {system: [c.model_dump() for c in found] for system, found in status.holdings.items()}
    return {
        "case_id": status.case_id,
        "state": status.state,
        "systems": {system: {"holdings": found} for system, found in holdings.items()},
        **_waiting(status),
    }


def exported(status: CaseStatus, bundle: str | None) -> dict[str, Any]:
    """What went into the bundle, and what did not."""
    return {
        "case_id": status.case_id,
        "state": status.state,
        "bundle": bundle,
        "is_for_recipient": status.bundle is not None and status.bundle.is_for_recipient,
        "systems": _by_system(status, status.exported, Exported()),
        "withheld": [withheld.model_dump() for withheld in status.withheld],
        **_waiting(status),
    }


def erased(status: CaseStatus) -> dict[str, Any]:
    """What was found in each system and what became of it."""
    return {
        "case_id": status.case_id,
        "state": status.state,
        "plan_digest": status.plan_digest,
        "systems": _by_system(status, status.systems, SystemCounts()),
        "open_steps": [step.model_dump(mode="json") for step in status.open_steps],
        **_waiting(status),
    }


def ended(status: CaseStatus) -> dict[str, Any]:
    """What an objection or a withdrawal has ended, by system."""
    return {
        "case_id": status.case_id,
        "state": status.state,
        "systems": {one.system: {"outcome": one.ended, "counts": one.counts} for one in status.stopped},
        "open_steps": [step.model_dump(mode="json") for step in status.open_steps],
        **_waiting(status),
    }


def of_case(status: CaseStatus) -> dict[str, Any]:
    """All that may be said of a case."""
    return status.model_dump(mode="json")


def of_identifiers(known: Mapping[str, Identifier]) -> dict[str, Any]:
    """What is known of a person, by reference; personal."""
    return {"identifiers": {reference: one.model_dump() for reference, one in known.items()}}


def of_rows(rows: tuple["CaseRow", ...]) -> dict[str, Any]:
    """Cases as the register keeps them."""
    fields = {"case_id", "right", "state", "received_at", "due", "opened_at", "closed_at", "approved_by"}
    return {"cases": [row.model_dump(mode="json", include=fields) for row in rows]}


def of_list(rows: tuple["CaseRow", ...], drifted: tuple[MapFound, ...]) -> dict[str, Any]:
    """Cases as the register keeps them, and in which systems the record does not fit the database."""
    return {**of_rows(rows), "drift": [one.model_dump(mode="json") for one in drifted]}


def _by_system(status: CaseStatus, counts: Mapping[str, Message], nothing: Message) -> dict[str, Any]:
    """Every system that was asked, also one that holds nothing."""
    systems = [*status.holdings, *(system for system in counts if system not in status.holdings)]
    return {system: counts.get(system, nothing).model_dump() for system in systems}


def _waiting(status: CaseStatus) -> dict[str, str]:
    """Why a case goes no further by itself, or went no further."""
    said = {"waits_for": status.waits_for, "reason": status.reason}
    return {key: why for key, why in said.items() if why}
