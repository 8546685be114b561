"""The sandbox's Stripe: start it, seed it, break it, look into it.

It has the customers, payment methods, subscriptions, invoices and what hangs on them as Stripe has them, as far as
Habeas asks for them; see `reading.py` for the lists. It bills nothing, moves no money and sends no webhooks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from habeas.sandbox.fault import Switchboard

from .desk import Desk
from .error import lock_timeout, rate_limited, server_error
from .idempotency import Ledger
from .keys import Keys
from .look import by_kind
from .script import Failure, Gate, Script
from .store import Json, Store
from .thing import complete
from .wire import Wire

HOST = "127.0.0.1"
SYSTEM = "billing"


@dataclass(frozen=True)
class StripeServer:
    """A running server; its state and its keys are in one folder."""

    port: int
    _runner: web.AppRunner = field(repr=False)
    _store: Store = field(repr=False)
    _keys: Keys = field(repr=False)
    _script: Script = field(repr=False)

    @classmethod
    async def start(cls, folder: Path, switchboard: Switchboard, system: str = SYSTEM, port: int = 0) -> Self:
        """Listen on this port, or on any free one, with the state in this folder, which is made when there is none."""
        store, keys, script = Store.open(folder / "stripe.db"), Keys.of(folder / "keys.json"), Script()
        desk = Desk(store, keys, Ledger(store), script)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", Wire(switchboard, system, desk.handle).handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        return cls(runner.addresses[0][1], runner, store, keys, script)

    @property
    def endpoint(self) -> str:
        """Its URL, to be used in place of Stripe's."""
        return f"http://{HOST}:{self.port}"

    @property
    def writing_key(self) -> str:
        """The secret key, which may do everything."""
        return self._keys.writing

    @property
    def reading_key(self) -> str:
        """The restricted key, which may only read."""
        return self._keys.reading

    async def stop(self) -> None:
        """Stop listening; what is kept stays."""
        await self._runner.cleanup()
        self._store.close()

    async def seed(self, objects: Iterable[Mapping[str, Any]]) -> None:
        """Put company data in: objects with `object` and `id`, and what of their fields is not as usual.

        One that is there already, or was and was deleted, stays as it is. Raises KeyError for a kind that is not known.
        """
        with self._store.transaction():
            for given in objects:
                if self._store.place(given["id"]) is None:
                    self._store.put(complete(given["object"], given))

    def dump(self) -> dict[str, list[Json]]:
        """Everything the company has at Stripe, by kind and id.

        Events, redaction jobs and idempotency keys are not part of it.
        """
        return by_kind(self._store)

    @property
    def script(self) -> Script:
        """What tests tell it: whether the account has previews, jobs wait, or it is later than it is."""
        return self._script

    def jobs(self) -> list[Json]:
        """Its redaction jobs as they are, with their objects, the newest first; looking moves none of them."""
        return self._store.find("privacy.redaction_job")

    def events(self) -> list[Json]:
        """What it has told of, the newest first."""
        return self._store.find("event")

    async def fail_next(
        self, status: int = 500, *, stored: bool = False, done: bool = False, code: str | None = None
    ) -> None:
        """The next write is answered with this status; calls add up.

        `stored`: under its idempotency key, so that it is replayed. `done`: the write was carried out all the same
        (needs `stored`). A 429 has no Retry-After; its `code` is `rate_limit`, or `lock_timeout`.
        """
        if status == 429:
            refused = lock_timeout() if code == "lock_timeout" else rate_limited()
        else:
            refused = server_error(status)
        self._script.add(Failure(refused, stored, done))

    def pause_next(self) -> Gate:
        """The next write begins, its idempotency key is in use, and it waits until the gate is opened."""
        return self._script.pause()
