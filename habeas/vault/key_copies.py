"""Copies of the wrapped secrets of open cases, beside their papers: a register that was restored gets them back."""

import asyncio

from pydantic import TypeAdapter

from habeas.domain.key import CaseKey, Kind
from habeas.domain.name import HOUSE_KEY

from .parts import Parts

_KEYS = {kind: f"{kind}-key.json" for kind in Kind}
_KEY = TypeAdapter(CaseKey)
NAMES = tuple(_KEYS.values())


class KeyCopies:
    """One copy for each secret of a case, as it is wrapped now."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def keep_key(self, key: CaseKey) -> None:
        """Keep a copy; the one before goes."""
        await asyncio.to_thread(self._parts.put, key.case_id, _KEYS[key.kind], _KEY.dump_json(key))

    async def key_of(self, case_id: str, kind: Kind) -> CaseKey | None:
        """The copy, or None when there is none; the house's own key has none, and is made anew where it is lost."""
        if case_id == HOUSE_KEY:
            return None
        try:
            return _KEY.validate_json(await asyncio.to_thread(self._parts.get, case_id, _KEYS[kind]))
        except FileNotFoundError:
            return None
