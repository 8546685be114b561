"""Papers: small texts of a case, each sealed under the case's payload key and bound to its case and its name."""

import asyncio
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from habeas.domain.key import Kind

from .case_keys import CaseKeys
from .parts import Altered, Parts

_NONCE = 12


class SealedPapers:
    """Papers among the case files."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        self._parts = parts
        self._keys = keys

    async def keep(self, case_id: str, paper: str, text: str) -> None:
        """Keep a paper; one of the same name goes. Raises as `CaseKeys.unwrap` does."""
        sealed = await self._sealed(case_id, paper, text)
        await asyncio.to_thread(self._parts.put, case_id, paper, sealed)

    async def keep_new(self, case_id: str, paper: str, text: str) -> bool:
        """Keep a paper unless there is one of that name, and say whether it is kept."""
        sealed = await self._sealed(case_id, paper, text)
        return await asyncio.to_thread(self._parts.put_new, case_id, paper, sealed)

    async def read(self, case_id: str, paper: str) -> bytes | None:
        """A paper, or None when there is none. Raises Altered when it does not open."""
        try:
            sealed = await asyncio.to_thread(self._parts.get, case_id, paper)
        except FileNotFoundError:
            return None
        key = AESGCM(await self._keys.unwrap(case_id, Kind.PAYLOAD))
        try:
            return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(case_id, paper))
        except (InvalidTag, ValueError):
            raise Altered(paper, "does not open: it was altered, or is another case's") from None

    async def _sealed(self, case_id: str, paper: str, text: str) -> bytes:
        key, nonce = AESGCM(await self._keys.unwrap(case_id, Kind.PAYLOAD)), secrets.token_bytes(_NONCE)
        return nonce + key.encrypt(nonce, text.encode(), _bound(case_id, paper))


def _bound(case_id: str, paper: str) -> bytes:
    return f"habeas/{case_id}/{paper}".encode()
