"""The one way from the console into the sandbox: the stack, its people, its breaks, and the demo's stage.

What starts servers is imported where it is used: most commands only need to know where the servers are.
"""

import asyncio
import logging
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from habeas.domain.error import InvalidInput
from habeas.sandbox.fault import How
from habeas.sandbox.home import SYSTEMS, Addresses, Database, Home
from habeas.sandbox.letterbox import Kept, Letterbox
from habeas.sandbox.people import HOST_AND_PARTICIPANT, MANY_SIDED, people
from habeas.settings import HouseSettings

if TYPE_CHECKING:
    from temporalio.client import Client
    from temporalio.worker import Replayer

    from habeas.sandbox.company import Snapshot

__all__ = ["COOKIE_ID", "SOMEBODY_ELSE", "SYSTEMS", "WHO", "Addresses", "Database", "How", "Kept"]

WHO = MANY_SIDED.email
COOKIE_ID = MANY_SIDED.cookie_id or ""
SOMEBODY_ELSE = HOST_AND_PARTICIPANT.email
Say = Callable[[str], None]
E = TypeVar("E", bound=StrEnum)


def settings_of_home(root: Path) -> HouseSettings:
    """The worker's settings of a home's sandbox. Raises InvalidInput when none was ever started there."""
    return Home(root).settings()


async def up(
    root: Path, database: Database | None, say: Say, ready: Callable[[Addresses], None], *, has_manual: bool = False
) -> None:
    """Run the stack until Ctrl-C or SIGTERM; `ready` is called once everything answers.

    `has_manual`: the company has a system without an API, from now on.
    """
    from habeas.sandbox.manual import write_with_manual_system
    from habeas.sandbox.stack import running

    if has_manual:
        Home(root).prepare()
        write_with_manual_system(Home(root).processing)

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(Home(root), database, say) as addresses:
        ready(addresses)
        await stop.wait()
        say("stopping")


def replayer(temporal: "Client") -> "Replayer":
    """What replays a history of this Temporal with the procedures that are installed here, and logs nothing of it."""
    from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

    from worker import build_replayer

    logging.getLogger("temporalio").addHandler(logging.NullHandler())
    logging.getLogger("temporalio").propagate = False
    silent = LoggingConfig(filter=TelemetryFilter(core_level="OFF", other_level="OFF"))
    quiet = Runtime(telemetry=TelemetryConfig(logging=silent))
    return build_replayer(temporal.data_converter, temporal.namespace, quiet)


def the_people() -> dict[str, Any]:
    """Who is in the company: each person's address, story, and the systems that hold something of them."""
    return {"people": [{"email": p.email, "story": p.story, "systems": list(p.systems)} for p in people()]}


def break_system(root: Path, system: str, how: How, times: int | None) -> None:
    """Break a system of a home's sandbox. Raises InvalidInput for a system that there is not."""
    _must_be_a_system(system)
    Home(root).addresses()
    once = 1 if how is How.FAIL_AFTER and times is None else times
    Home(root).switchboard.break_(system, how, once)


def mend(root: Path, system: str | None) -> None:
    """Mend one system of a home's sandbox, or all."""
    if system is not None:
        _must_be_a_system(system)
    Home(root).addresses()
    Home(root).switchboard.mend(*([system] if system else []))


def letters(root: Path) -> tuple[Kept, ...]:
    """What a home's mail server was given, the newest last. Raises InvalidInput when no sandbox ever ran there."""
    Home(root).addresses()
    return Letterbox(Home(root).mail).letters()


async def look(root: Path) -> "Snapshot":
    """The whole company, row by row and version by version."""
    from habeas.sandbox.company import snapshot

    return await snapshot(Home(root))


@asynccontextmanager
async def stage(root: Path | None, say: Say) -> AsyncIterator[tuple[Path, Addresses]]:
    """A fresh home with a running stack, for a demo; a home that nobody named is removed afterwards."""
    from habeas.sandbox.stack import running

    if root is not None:
        _must_be_fresh(root)
        async with running(Home(root), Database.SQLITE, say) as addresses:
            yield root, addresses
        return
    with tempfile.TemporaryDirectory(prefix="habeas-demo-") as folder:
        async with running(Home(Path(folder)), Database.SQLITE, say) as addresses:
            yield Path(folder), addresses


def _must_be_fresh(root: Path) -> None:
    if root.exists() and any(root.iterdir()):
        raise InvalidInput(f"{root} is not empty: a demo wants a fresh home")


def _must_be_a_system(system: str) -> None:
    if system not in SYSTEMS:
        raise InvalidInput(f"there is no system of that name: the systems are {', '.join(SYSTEMS)}")
