"""A sandbox of its own, through the command as a person types it."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from browser import TETHERED, stop
from temporalio.client import Client, WorkflowExecutionDescription
from temporalio.service import RPCError, RPCStatusCode

COMMAND = Path(sys.executable).parent / "habeas"
READY_SECONDS = 120
ANSWER_SECONDS = 60
STOP_SECONDS = 30


class NotSo(Exception):
    """The sandbox did not do what it should; the message says what, and nothing personal."""


@dataclass(frozen=True)
class Box:
    """A sandbox that is up: its home, where its UI is, where an engineer signs in, and a client of its Temporal.

    `person` is where people ask, `dpo` where the DPO signs in, with `dpo_token`.
    """

    home: Path
    ui: str
    sign_in: str
    token: str = field(repr=False)
    temporal: Client
    person: str
    dpo: str
    dpo_token: str = field(repr=False)

    async def do(self, *words: object) -> dict[str, Any]:
        """Type a command about this sandbox; its answer. Raises NotSo when there is none."""
        process = await _typed(*words, "--home", self.home)
        out, _ = await asyncio.wait_for(process.communicate(), ANSWER_SECONDS)
        if process.returncode:
            raise NotSo(f"`habeas {words[0]}` ended with {process.returncode}")
        return dict(json.loads(out))

    @asynccontextmanager
    async def begun(self, *words: object) -> AsyncIterator[None]:
        """Type a command that waits, and give it up at the end."""
        process = await _typed(*words, "--home", self.home)
        try:
            yield
        finally:
            await stop(process, STOP_SECONDS)

    async def described(self, workflow_id: str) -> WorkflowExecutionDescription | None:
        """A workflow as Temporal knows it; None while there is none of that id."""
        try:
            return await self.temporal.get_workflow_handle(workflow_id).describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise

    async def tried(self, workflow_id: str, times: int) -> None:
        """Wait until a pending activity of the workflow is at this attempt. Raises NotSo when none ever is."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while not _is_at(await self.described(workflow_id), times):
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise NotSo(f"no step was tried {times} times within {ANSWER_SECONDS} seconds") from None


def _is_at(workflow: WorkflowExecutionDescription | None, times: int) -> bool:
    return workflow is not None and any(
        activity.attempt >= times for activity in workflow.raw_description.pending_activities
    )


@asynccontextmanager
async def up(home: Path) -> AsyncIterator[Box]:
    """Start a sandbox in a home; it is stopped afterwards. Raises NotSo when it does not come up."""
    process = await _typed("sandbox", "up", "--home", home)
    try:
        line = await asyncio.wait_for(process.stdout.readline(), READY_SECONDS) if process.stdout else b""
        if not line:
            raise NotSo("the sandbox did not come up")
        places = json.loads(line)
        yield Box(
            *(home, places["ui"], places["codec"], places["token"], await Client.connect(places["temporal"])),
            *(places["person"], places["dpo"], places["dpo_token"]),
        )
    finally:
        await stop(process, STOP_SECONDS)


async def _typed(*words: object) -> Process:
    known = {name: value for name, value in os.environ.items() if not name.startswith("HABEAS_")}
    command = map(str, (sys.executable, "-I", TETHERED, COMMAND, *words, "--json"))
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, env=known)
