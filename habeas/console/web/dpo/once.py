"""A form that is sent twice is one decision: each has a token, and what was asked with it is done once.

The token is also in the id of the Update, so that a decision whose answer was lost, or that is sent again after this
process was started anew, is still one.
"""

import asyncio
import hashlib
import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from habeas.domain.error import InvalidInput

FIELD: Final = "once"
MOST: Final = 5_000  # forms that are remembered
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


class SentBefore(Exception):
    """The form was sent before, and then said something else: what was meant cannot be known."""


def new_token() -> str:
    """The token of a new form, of 128 random bits."""
    return secrets.token_urlsafe(16)


def checked(token: str) -> str:
    """The token that a form brought along. Raises InvalidInput for what is none."""
    if not _TOKEN.fullmatch(token):
        raise InvalidInput("the form has no token of ours")
    return token


class Once:
    """What was asked with each token; of what was typed, a digest under a key of this process is kept and no more."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._sent: OrderedDict[str, tuple[bytes, asyncio.Future[None] | None]] = OrderedDict()

    async def do(self, token: str, values: Mapping[str, str], work: Callable[[], Awaitable[None]]) -> None:
        """Do the work, unless it was or is being done with this token; then wait for that.

        What failed is tried again when the same form comes again. Raises SentBefore when the form said something else.
        """
        digest = self._digest(values)
        before, done = self._sent.get(token, (digest, None))
        if before != digest:
            raise SentBefore
        if done is None:
            done = asyncio.ensure_future(self._doing(token, digest, work))
            self._remember(token, digest, done)
        await asyncio.shield(done)

    async def _doing(self, token: str, digest: bytes, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except BaseException:
            self._remember(token, digest, None)
            raise

    def _remember(self, token: str, digest: bytes, done: asyncio.Future[None] | None) -> None:
        self._sent[token] = (digest, done)
        while len(self._sent) > MOST:
            self._sent.popitem(last=False)

    def _digest(self, values: Mapping[str, str]) -> bytes:
        text = repr(sorted(values.items())).encode()
        return hashlib.blake2b(text, key=self._key, digest_size=32).digest()
