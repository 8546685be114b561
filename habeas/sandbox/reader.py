"""The sandbox's codec server, and the token of the engineer who reads there."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aiohttp import web

from habeas.console.audit import Audit
from habeas.console.codec.role import Role
from habeas.console.codec.server import CodecServer
from habeas.console.tokens import Tokens
from habeas.vault.case_keys import CaseKeys

HOST = "127.0.0.1"
ENGINEER = "engineer"


@dataclass(frozen=True)
class Reader:
    """A running codec server; `token` is the engineer's."""

    port: int
    token: str = field(repr=False)
    _runner: web.AppRunner = field(repr=False)

    @property
    def url(self) -> str:
        """Where Temporal's pages ask, and where an engineer signs in (`/sign-in`)."""
        return f"http://{HOST}:{self.port}"

    @classmethod
    async def start(cls, keys: CaseKeys, folder: Path, logs: Path, ui_origin: str, port: int) -> Self:
        """Listen on this port, or on any free one; who may is in `folder`, who has is noted in `logs`."""
        tokens = Tokens(folder / "readers.json", Role)
        server = CodecServer(keys, tokens, Audit(logs / "reads.jsonl"), ui_origin)
        runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        return cls(runner.addresses[0][1], _token(tokens, folder / "reader.token"), runner)

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()


def _token(tokens: Tokens[Role], file: Path) -> str:
    """The same one as before, so that who was signed in stays so."""
    if file.exists():
        return file.read_text()
    token = tokens.add(ENGINEER, Role.WRITER)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(token)
    return token
