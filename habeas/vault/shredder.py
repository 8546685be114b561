"""Shredding: of a case that has closed the files go, and then its secrets; what is sealed anywhere opens no more.

Whoever calls it has made sure that the case has an outcome. Broken off, it is done by doing it again.
"""

import asyncio

from .case_keys import CaseKeys
from .parts import Parts


class Shredder:
    """Shreds cases."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        self._parts = parts
        self._keys = keys

    async def shred(self, case_id: str) -> None:
        """Remove the files of a case and destroy its secrets, finally. Twice is once."""
        await asyncio.to_thread(self._parts.discard, case_id)
        await self._keys.destroy(case_id)

    async def tidy(self) -> None:
        """Remove files of cases that are shredded: an attempt that was given up long ago may have written on."""
        for case_id in await asyncio.to_thread(self._parts.cases_with):
            if await self._keys.is_destroyed(case_id):
                await asyncio.to_thread(self._parts.discard, case_id)
