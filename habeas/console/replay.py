"""`habeas replay --open`: whether the procedures that are installed here fit the cases that are open.

To be asked before they are rolled out: docs/rollout.md. Nothing is changed, anywhere.
"""

import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.table import Table

from habeas.domain.error import InvalidInput
from habeas.domain.name import CASE, ERASURE, EXPORT, OBJECTION, case_workflow_id

from . import embedded, typed
from .door import Door
from .follow import Progress
from .outcome import FAILED, WENT_WELL, tell, wait

if TYPE_CHECKING:
    from temporalio.client import Client, WorkflowHistory

_OPEN = (
    f"WorkflowType IN ('{CASE}', '{OBJECTION}', '{EXPORT}', '{ERASURE}') AND ExecutionStatus = 'Running' "
    f"AND WorkflowId STARTS_WITH '{case_workflow_id('')}'"
)
_FITS = "ok"
# in what the SDK says, which would also repeat the details of a failure
_MISMATCH = re.compile(r'message: "\[TMPRL1100\] Nondeterminism error: ((?:[^"\\]|\\.)*)"')
_KIND = re.compile(r'r#type: "(\w+)"')


class Replayed(NamedTuple):
    """One open workflow: the case, which of its workflows, and `ok` or what differs."""

    case_id: str
    workflow: str
    result: str

    @property
    def fits(self) -> bool:
        """Whether it would go on under this code."""
        return self.result == _FITS


def replay(
    is_open: Annotated[bool, typer.Option("--open", help="Every case that is open, and its parts.")] = False,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Check the procedures installed here against the cases that are open; 1 when one of them does not fit."""
    if not is_open:
        raise InvalidInput("say what is to be replayed: --open")
    found = wait(_replay_open(Door.at(home, address)))
    tell(_table(found), _answer(found), as_json=as_json)
    return WENT_WELL if all(one.fits for one in found) else FAILED


async def _replay_open(door: Door) -> list[Replayed]:
    """Every workflow that is open, replayed. Raises Unreachable."""
    from habeas.client.answer import in_our_words

    temporal = (await door.habeas()).temporal
    found: list[Replayed] = []
    with Progress() as progress, in_our_words():
        total = (await temporal.count_workflows(_OPEN)).count
        async with embedded.replayer(temporal).workflow_replay_iterator(_histories(temporal)) as replays:
            async for one in replays:
                found.append(Replayed(*_named(one.history.workflow_id), _said(one.replay_failure)))
                progress.say(f"replayed {len(found)} of {total}")
    return sorted(found, key=lambda one: (one.fits, one))


async def _histories(temporal: "Client") -> AsyncIterator["WorkflowHistory"]:
    """The histories of what is open, one at a time: of many cases they would not fit into memory."""
    from temporalio.service import RPCError, RPCStatusCode

    async for listed in temporal.list_workflows(_OPEN):
        try:
            history = await temporal.get_workflow_handle(listed.id, run_id=listed.run_id).fetch_history()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            continue  # it has ended since it was listed, and Temporal has forgotten it
        yield history


def _named(workflow_id: str) -> tuple[str, str]:
    """The case, and which of its workflows; the ids are ours, and hold nothing else."""
    _, case_id, *part = workflow_id.split("/")
    return case_id, part[0] if part else "case"


def _said(failure: Exception | None) -> str:
    """What differs: which command, and at which event. Of any failure that is no mismatch only its kind is told."""
    if failure is None:
        return _FITS
    if mismatch := _MISMATCH.search(str(failure)):
        return mismatch[1]
    kind = _KIND.search(str(failure))
    return f"the procedure fails ({kind[1] if kind else type(failure).__name__})"


def _table(found: list[Replayed]) -> Table:
    """What differs comes first."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("case", "workflow", "result"):
        table.add_column(column, overflow="fold")
    for one in found:
        table.add_row(*one)
    return table


def _answer(found: list[Replayed]) -> dict[str, Any]:
    differ = sum(not one.fits for one in found)
    return {"replayed": len(found), "differ": differ, "workflows": [one._asdict() for one in found]}
