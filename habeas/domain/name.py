"""The names by which Temporal knows our things. They stay: open cases and support tools rely on them."""

import re

from .request import CASE_ID
from .right import Right

CASE = "Case"
OBJECTION = "Objection"
EXPORT = "Export"
ERASURE = "Erasure"
HAND_OVER = "HandOver"
BREACH = "Breach"
QUESTION = "Question"
SHRED = "Shred"
TURN_OVER = "TurnOver"
PUBLISH = "Publish"
MAP_CHECK = "MapCheck"

HOUSE_KEY = "house"  # under which is sealed what belongs to no case

HOUSE = "house"  # named beside the systems: the procedures, and the steps in our own house
HOUSE_QUEUE = "habeas"

HOLD_TABLE = "habeas_hold"  # the one table that we ask of a database that is not ours
SYSTEM_NAME = r"^(?=.{1,40}$)[a-z][a-z0-9]*([_-][a-z0-9]+)*$"

REGISTER = "register"  # named where a system would be, when the register is what a case waits for
MAIL = "mail"  # as above, when a letter cannot leave
TAKEN = (HOUSE, REGISTER, MAIL)  # what no system may be called

RIGHT = "HabeasRight"
STATE = "HabeasState"
DUE = "HabeasDue"
PENDING = "HabeasPendingSystems"

SEARCH_ATTRIBUTES = {RIGHT: "Keyword", STATE: "Keyword", DUE: "Datetime", PENDING: "KeywordList"}


def procedure_of(right: Right) -> str:
    """The workflow that carries out a request for this right."""
    return OBJECTION if right.acts_at_once else CASE


def case_workflow_id(case_id: str) -> str:
    """The workflow id of a case."""
    return f"habeas/{case_id}"


def part_workflow_id(case_id: str, part: str) -> str:
    """The workflow id of what a case carries out: `export`, `erasure`, or `hand-over/` and a number; `breach`."""
    return f"habeas/{case_id}/{part}"


def question_workflow_id(case_id: str, number: int) -> str:
    """The workflow id of what the owner of a manual system is asked."""
    return f"habeas/{case_id}/question/{number}"


def house_workflow_id(what: str) -> str:
    """The workflow id of what the house does for itself; a schedule adds the moment."""
    return f"habeas/{HOUSE_KEY}/{what}"


def key_of(workflow_id: str) -> str | None:
    """The key under which a workflow's messages are sealed: its case, or the house; None for any other workflow."""
    habeas, _, rest = workflow_id.partition("/")
    key = rest.partition("/")[0]
    is_known = key == HOUSE_KEY or re.fullmatch(CASE_ID, key)
    return key if habeas == "habeas" and is_known else None


def system_queue(system: str) -> str:
    """The task queue of one system, so that its worker can live in a network of its own."""
    return f"habeas-{system}"


def setting_prefix(system: str) -> str:
    """With what the names of a system's own settings begin."""
    return f"HABEAS_{system.replace('-', '_').upper()}_"
