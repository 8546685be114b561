"""The case files of one installation: who writes gets a sealer, who reads an opener."""

import asyncio
from typing import Protocol

import pyrage

from habeas.domain.key import Kind

from .error import Unopenable
from .opener import Opener
from .parts import BUNDLE, Parts
from .sealer import Sealer


class FileSecrets(Protocol):
    """The file identities of cases: `CaseKeys`."""

    async def recipient(self, case_id: str) -> str:
        """The public half."""

    async def unwrap(self, case_id: str, kind: Kind) -> bytes:
        """The secret itself; raises Permanent where this process may not open it."""


class CaseFiles:
    """The case files, over where they are kept and the secrets of cases."""

    def __init__(self, parts: Parts, secrets: FileSecrets) -> None:
        self._parts = parts
        self._secrets = secrets

    async def sealer(self, case_id: str) -> Sealer:
        """What writes files of a case. Raises Gone when its identity was destroyed, Missing when it has none."""
        text = await self._secrets.recipient(case_id)
        return Sealer(self._parts, case_id, _recipient(case_id, text))

    async def opener(self, case_id: str) -> Opener:
        """What reads files of a case. Raises what `CaseKeys.unwrap` raises."""
        secret = await self._secrets.unwrap(case_id, Kind.FILE)
        try:
            return Opener(self._parts, case_id, pyrage.x25519.Identity.from_str(secret.decode()))
        except (pyrage.IdentityError, UnicodeDecodeError):
            raise Unopenable(case_id) from None

    async def close_staging(self, case_id: str, *, keep: str | None) -> None:
        """Remove what was staged, and every bundle but the one at this path; nothing is staged there again."""
        for name in await asyncio.to_thread(self._parts.names, case_id, BUNDLE):
            if (path := f"{BUNDLE}/{name}") != keep:
                await self.discard(case_id, path)
        await asyncio.to_thread(self._parts.close_staging, case_id)

    async def discard(self, case_id: str, path: str | None = None) -> None:
        """Remove a file or a folder of the case, or all of it. Twice is once."""
        await asyncio.to_thread(self._parts.discard, case_id, path)


def _recipient(case_id: str, text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Unopenable(case_id) from None
