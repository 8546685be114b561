"""Sends what a queued look-up found to where it was asked to, signed, as a webhook."""

import asyncio
import json
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from .answer import FAR_WEBHOOK, Json, Refused
from .key import signature

_HERE = ("127.0.0.1", "localhost", "::1")
_SECONDS = 5


@dataclass(frozen=True)
class Webhooks:
    """One account's webhooks; they leave this machine for nowhere."""

    key: str = field(repr=False)
    session: ClientSession = field(repr=False)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    def check(self, url: str | None) -> None:
        """Raises Refused for a URL elsewhere."""
        if url is not None and URL(url).host not in _HERE:
            raise Refused(FAR_WEBHOOK)

    def send(self, url: str, kind: str, name: str | None, found: Json | None) -> None:
        """Begin to post the result of a look-up: its type, the name that was given with it, a status, and the body."""
        document = {"id": name, "type": kind, "status": 200 if found else 404, "body": found}
        task = asyncio.create_task(self._post(url, json.dumps(document).encode()))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settle(self) -> None:
        """Wait until what is under way has arrived, or has been given up."""
        await asyncio.gather(*self._under_way)

    async def _post(self, url: str, body: bytes) -> None:
        headers = {"Content-Type": "application/json", "X-Request-Signature": signature(self.key, body)}
        asking = self.session.post(
            url, data=body, headers=headers, timeout=ClientTimeout(total=_SECONDS), allow_redirects=False
        )
        try:
            async with asking:
                return
        except (ClientError, TimeoutError):  # nobody was there to take it: it is not sent again
            return
