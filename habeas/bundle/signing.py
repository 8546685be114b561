"""Bundles are signed by the key that signs evidence, and their statements are entered in the log afterwards."""

from collections.abc import Callable
from typing import Protocol

from habeas.evidence.bag import statement
from habeas.evidence.signature import Sign


class Signing(Protocol):
    """Who says which key signs now: the register."""

    async def signing(self) -> Sign:
        """What signs now."""


class BundleSigner:
    """Fills the port of the office of bundles."""

    def __init__(self, keys: Signing) -> None:
        self._keys = keys

    async def signer(self, case_id: str) -> Callable[[str], str]:
        """For one case: takes the SHA-256 of a tag manifest. Raises what the register and the key store do."""
        sign = await self._keys.signing()
        return lambda sha256: sign(statement(case_id, sha256).canonical)
