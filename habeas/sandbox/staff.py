"""The sandbox's door of the DPO, and the tokens of who comes there; the DPO has a key to approve with."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from habeas.console.door import Door
from habeas.console.enrolment import enrol_in_sandbox
from habeas.console.tokens import Tokens
from habeas.console.web.dpo.installation import office_at
from habeas.console.web.dpo.routes import dpo_door
from habeas.domain.staff import Role
from habeas.key_file import load_key
from habeas.settings import HouseSettings, StaffDoorSettings

from .home import Addresses, Home
from .temporal import HOST, free_port


@asynccontextmanager
async def staff_served(home: Home, addresses: Addresses, last: Addresses | None) -> AsyncIterator[Addresses]:
    """The door, on the port that it had before, while the context lasts; the addresses with its own."""
    port = free_port(last.staff_port if last and last.staff_port else None)
    url, people = f"http://{HOST}:{port}", home.ours / "keys" / "staff.json"
    settings = StaffDoorSettings(audit_file=home.ours / "logs" / "web.jsonl", staff_url=url, staff_file=people)
    environment = {**addresses.environment, "HABEAS_WEB_STAFF_URL": url}
    house = HouseSettings.given(environment)
    load_key(house.claim_key_file)
    door = Door(house, is_sandbox=True)
    await enrol_in_sandbox(door, Role.DPO)
    async with office_at(door) as office:
        runner = web.AppRunner(dpo_door(settings, office), access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
            tokens = {
                role.value: _token(Tokens(people, Role), people.with_name(f"{role}.token"), role) for role in Role
            }
            changes = {"staff": url, "staff_port": port, "staff_tokens": tokens, "environment": environment}
            yield addresses.model_copy(update=changes)
        finally:
            await runner.cleanup()


def _token(tokens: Tokens[Role], file: Path, role: Role) -> str:
    """The same one as before, so that who was signed in stays so; each is named by their role."""
    if file.exists():
        return file.read_text()
    token = tokens.add(role.value, role)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(token)
    return token
