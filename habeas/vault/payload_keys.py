"""The payload keys that a process has used lately, and how long it waits while the key store gives no answer.

A key that was destroyed is forgotten here after `REMEMBERED` seconds at the latest.
"""

import asyncio
import math
import time
from contextlib import suppress
from typing import Protocol

from habeas.domain.error import Unavailable
from habeas.domain.key import Kind

from .error import Disabled, Missing

REMEMBERED = 30.0
_PAUSE = 1.0
_AT_ONCE = 1000


class Unwraps(Protocol):
    """What opens the secrets of cases: `CaseKeys`."""

    async def unwrap(self, case_id: str, kind: Kind) -> bytes:
        """The secret of a case."""


class PayloadKeyCache:
    """Payload keys, by case id."""

    def __init__(self, keys: Unwraps, remembered: float = REMEMBERED) -> None:
        """`remembered`: after so many seconds the store is asked again."""
        self._keys = keys
        self._remembered = remembered
        self._known: dict[str, tuple[float, bytes]] = {}
        self._is_stopping = asyncio.Event()

    def stop_waiting(self) -> None:
        """From now on nobody waits: a process that ends must not hang on a key that does not come."""
        self._is_stopping.set()

    async def payload_key(self, case_id: str, patience: float | None) -> bytes:
        """The key of a case.

        A store that gives no answer and a key that is disabled are waited for: `patience` seconds, or for ever, and
        then one who waits for ever also waits for a key that is missing, as a register may have been restored from
        before the case. Raises Unavailable, Disabled or Missing after that; at once Gone for a key that was destroyed,
        and Permanent for one that does not unwrap.
        """
        until, key = self._known.get(case_id, (0.0, b""))
        if until <= time.monotonic():
            self._known.pop(case_id, None)
            key = await self._waited_for(case_id, patience)
            self._remember(case_id, key)
        return key

    async def _waited_for(self, case_id: str, patience: float | None) -> bytes:
        waits_until = math.inf if patience is None else time.monotonic() + patience
        while True:
            try:
                return await self._keys.unwrap(case_id, Kind.PAYLOAD)
            except (Unavailable, Disabled):
                if self._is_stopping.is_set() or time.monotonic() + _PAUSE > waits_until:
                    raise
            except Missing:
                if self._is_stopping.is_set() or patience is not None:
                    raise
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_stopping.wait(), _PAUSE)

    def _remember(self, case_id: str, key: bytes) -> None:
        if len(self._known) >= _AT_ONCE:
            self._known.pop(next(iter(self._known)))
        self._known[case_id] = time.monotonic() + self._remembered, key
