"""Holds the sandbox's Stripe to the preview release of Stripe's own client, which has redaction jobs with types.

It cannot live beside the release that we use: it is installed into an environment of its own, and runs there. Prints a
line for each check; exits with 1 when the client could not be run.
"""

import asyncio
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from habeas.sandbox.fault import Switchboard
from habeas.sandbox.stripe.server import StripeServer

HERE = Path(__file__).parent
RELEASE = "stripe[async]==16.1.0b1"
SECONDS = 120
FREJA = "freja@example.org"


async def main() -> int:
    """Start a server, and answer with the exit code of the checks."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        python = await asyncio.to_thread(_installed, root / "client")
        server = await StripeServer.start(root / "stripe", Switchboard(root / "faults.json"))
        try:
            return await asyncio.wait_for(_checks(server, python), SECONDS)
        finally:
            await server.stop()


def _installed(folder: Path) -> Path:
    """The interpreter of a new environment that has the preview release."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", RELEASE]
    subprocess.run(install, check=True, timeout=SECONDS)
    return python


async def _checks(server: StripeServer, python: Path) -> int:
    of = {"customer": "cus_1", "created": 1_600_000_000}
    await server.seed(
        [
            {"object": "customer", "id": "cus_1", "email": FREJA, "name": "Freja"},
            {"object": "charge", "id": "ch_old", **of, "billing_details": {"email": FREJA}},
            {"object": "customer", "id": "cus_2", "email": "liv@example.org"},
            {"object": "charge", "id": "ch_young", "customer": "cus_2"},
        ]
    )
    command = python, HERE / "stripe_preview_client.py", server.endpoint, server.writing_key
    return await (await asyncio.create_subprocess_exec(*command)).wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
