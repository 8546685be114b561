"""The worker of the sandbox: the real one, with a wire to each database that can be broken."""

import os
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

import worker

from .fault import Switchboard
from .wire import breakable

SWITCHBOARD = "HABEAS_SANDBOX_SWITCHBOARD"


def main() -> None:
    """Run `python -m habeas.sandbox.worker`."""
    switchboard = Switchboard(Path(os.environ[SWITCHBOARD]))

    def wire(engine: AsyncEngine, system: str) -> AsyncEngine:
        return breakable(engine, system, switchboard)

    worker.main(wire)


if __name__ == "__main__":
    main()
