"""Holds the sandbox's Clearbit to Clearbit's own client for Node: starts it, and runs `clearbit.mjs` against it.

Prints a line for each check; exits with 1 when the client could not be run.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from habeas.sandbox import people
from habeas.sandbox.clearbit.server import ClearbitServer
from habeas.sandbox.fault import Switchboard

HERE = Path(__file__).parent
SECONDS = 60


async def main() -> int:
    """Start a server, and answer with the exit code of the checks."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        server = await ClearbitServer.start(root, Switchboard(root / "faults.json"), per_minute=100)
        try:
            return await asyncio.wait_for(_checks(server), SECONDS)
        finally:
            await server.stop()


async def _checks(server: ClearbitServer) -> int:
    known, queued, silent = people.MANY_SIDED, people.SOLE_OWNER, people.CO_OWNER
    server.reindex(queued.email)
    server.reindex(silent.email, in_silence=True)
    asked = (known.email, known.first_name, people.UNKNOWN.email, queued.email, silent.email)
    node = await asyncio.create_subprocess_exec("node", HERE / "clearbit.mjs", server.endpoint, server.key, *asked)
    return await node.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
