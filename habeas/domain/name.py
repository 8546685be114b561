"""The names by which Temporal knows our things. They stay: open cases and support tools rely on them."""

import re

from .request import CASE_ID

CASE = "Case"
EXPORT = "Export"
ERASURE = "Erasure"

HOUSE_QUEUE = "habeas"

REGISTER = "register"  # named where a system would be, when the register is what a case waits for

RIGHT = "HabeasRight"
STATE = "HabeasState"
DUE = "HabeasDue"
PENDING = "HabeasPendingSystems"

SEARCH_ATTRIBUTES = {RIGHT: "Keyword", STATE: "Keyword", DUE: "Datetime", PENDING: "KeywordList"}


def case_workflow_id(case_id: str) -> str:
    """The workflow id of a case."""
    return f"habeas/{case_id}"


def part_workflow_id(case_id: str, part: str) -> str:
    """The workflow id of what a case carries out: `export` or `erasure`."""
    return f"habeas/{case_id}/{part}"


def case_of(workflow_id: str) -> str | None:
    """The case that a workflow belongs to, as the case itself or as its part; None for any other workflow."""
    house, _, rest = workflow_id.partition("/")
    case_id = rest.partition("/")[0]
    return case_id if house == "habeas" and re.fullmatch(CASE_ID, case_id) else None


def system_queue(system: str) -> str:
    """The task queue of one system, so that its worker can live in a network of its own."""
    return f"habeas-{system}"
