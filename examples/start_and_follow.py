"""Open a case from a support tool and follow it to its end.

    echo maja.lund@example.org | .venv/bin/python examples/start_and_follow.py 127.0.0.1:7233 access

The address of the person comes on standard input: a command line may be read by everybody on the machine, and stays in
the shell's history. What is printed is the case's id and then each state, nothing of the person. An erasure waits for
the DPO on the way (`awaiting_decision`): `habeas approve CASE` goes on. Where Temporal wants TLS or an API key, the
environment names the files (`HABEAS_TEMPORAL_TLS_CA_FILE`, ...: docs/operations.md).
"""

import argparse
import asyncio
import os
import sys
from datetime import UTC, datetime

from habeas.client import Habeas, InvalidInput, NoSuchCase, Stopped, Unreachable
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.settings import DoorSettings


async def start_and_follow(address: str, right: Right, who: str) -> None:
    """Open the case and print where it is until it has ended; of a duplicate, on to the end of the original.

    Raises InvalidInput, NoSuchCase, Stopped or Unreachable.
    """
    habeas = await Habeas.at(DoorSettings.read(temporal_address=address))
    identity = Identity(how="signed in to the support tool", by="the support tool")
    intake = Intake(identifiers=(email(who),), received_at=datetime.now(UTC), identity=identity)
    case_id = await habeas.open(right, intake)
    print(f"case {case_id}", flush=True)  # noqa: T201 - this is what it is for
    state = None
    async for status in habeas.follow(case_id):
        if status.case_id != case_id:  # a person who has an open case keeps that one
            case_id, state = status.case_id, None
            print(f"case {case_id}", flush=True)  # noqa: T201
        if status.state is not state:
            state = status.state
            print(state, flush=True)  # noqa: T201


def main() -> None:
    """Read the words and standard input."""
    parser = argparse.ArgumentParser(description="Open a case and follow it; the person's address on standard input.")
    parser.add_argument("address", help="where Temporal is: HOST:PORT")
    parser.add_argument("right", type=Right, choices=tuple(Right))
    asked, code = parser.parse_args(), 0
    try:
        asyncio.run(start_and_follow(asked.address, asked.right, sys.stdin.readline()))
    except (InvalidInput, NoSuchCase, Stopped, Unreachable) as error:
        print(error, file=sys.stderr, flush=True)  # noqa: T201
        code = 1
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(code)


if __name__ == "__main__":
    main()
