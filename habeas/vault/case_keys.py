"""The secrets of a case: a payload key, under which its messages are sealed, and a file identity for its files.

Both are made once, when the case is opened, and are destroyed once: what is left then is a tombstone, by which they are
never made again. They lie in the register, each under a wrapping key of its own kind; who collects has no wrapping key
for files, and seals them with the public half alone.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import pyrage

from habeas.domain.error import Permanent
from habeas.domain.key import CaseKey, Kind, Wrapped

from .error import STORE, Disabled, Gone, Missing
from .wrapping import WrappingKeys

PAYLOAD_BYTES = 32


class Keyring(Protocol):
    """Where the wrapped secrets are kept. Raises Unavailable when it does not answer."""

    async def add_key(self, key: CaseKey) -> CaseKey:
        """Keep a new secret, and say which one is kept: the first of its case and kind wins, a tombstone too."""

    async def key_of(self, case_id: str, kind: Kind) -> CaseKey | None:
        """The secret of a case."""

    async def set_keys_disabled(self, case_id: str, *, disabled: bool) -> None:
        """Put the secrets of a case out of use, or into use again."""

    async def destroy_keys(self, case_id: str) -> None:
        """Leave tombstones of the secrets of a case, also of those that it never had."""

    async def keys_wrapped_by_others(self, kind: Kind, current: str) -> list[CaseKey]:
        """Live secrets that are wrapped by another key than this one."""

    async def rewrap_key(self, key: CaseKey, wrapped: Wrapped) -> None:
        """Keep this in place of how the secret was wrapped, if it is still wrapped so."""


class Copies(Protocol):
    """Where copies of the wrapped secrets of open cases are."""

    async def keep_key(self, key: CaseKey) -> None:
        """Keep a copy; the one before goes."""

    async def key_of(self, case_id: str, kind: Kind) -> CaseKey | None:
        """The copy."""


class CaseKeys:
    """The secrets of cases, over a ring and the wrapping keys of the kinds that this process may open."""

    def __init__(self, ring: Keyring, wrapping: Mapping[Kind, WrappingKeys], copies: Copies | None = None) -> None:
        """`wrapping`: who may not open files has no wrapping keys for them; `copies`: who has the papers of cases."""
        self._ring = ring
        self._wrapping = wrapping
        self._copies = copies

    async def create(self, case_id: str) -> None:
        """Make the payload key of a case that is opened, unless it has one. Raises Gone when it was shredded."""
        kept = await self._ring.key_of(case_id, Kind.PAYLOAD)
        if kept is None:
            kept = await self._add(case_id, Kind.PAYLOAD, secrets.token_bytes(PAYLOAD_BYTES), None)
        if kept.wrapped is None:
            raise Gone(case_id)

    async def settle(self, case_id: str) -> None:
        """Make the file identity of a case that begins, unless it has one, and keep copies of both its secrets.

        A ring that has lost them gets them back: the copies go when the case closes, and the secrets are needed on.
        Raises Gone when they were destroyed.
        """
        kept = await self._known(case_id, Kind.FILE) or await self._add_identity(case_id)
        if kept.wrapped is None:
            raise Gone(case_id)
        for kind in Kind:
            if self._copies and (key := await self._known(case_id, kind)):
                await self._copies.keep_key(key)

    async def recipient(self, case_id: str) -> str:
        """The public half of a case's file identity, which seals and opens nothing (age).

        Raises Gone when it was destroyed, Missing when the case never had one, and Unavailable.
        """
        key = await self._known(case_id, Kind.FILE)
        if key is not None and key.wrapped is None:
            raise Gone(case_id)
        if key is None or key.public is None:
            raise Missing(case_id)
        return key.public

    async def _known(self, case_id: str, kind: Kind) -> CaseKey | None:
        return await self._ring.key_of(case_id, kind) or await self._from_copy(case_id, kind)

    async def _add_identity(self, case_id: str) -> CaseKey:
        identity = pyrage.x25519.Identity.generate()
        return await self._add(case_id, Kind.FILE, str(identity).encode(), str(identity.to_public()))

    async def _add(self, case_id: str, kind: Kind, secret: bytes, public: str | None) -> CaseKey:
        """Keep a secret. Where the wrapping key turned over meanwhile it is wrapped anew, as long as it is known."""
        wrapping = self._wrapping_of(kind)
        mine = CaseKey(case_id, kind, await wrapping.wrap(secret, _about(case_id, kind)), public)
        kept = await self._ring.add_key(mine)
        while kept == mine and mine.wrapped is not None and await wrapping.current() != mine.wrapped.by:
            fresh = await wrapping.wrap(secret, _about(case_id, kind))
            await self._ring.rewrap_key(mine, fresh)
            kept = mine = replace(mine, wrapped=fresh)
        return kept

    async def unwrap(self, case_id: str, kind: Kind) -> bytes:
        """The secret of a case.

        Raises Gone when it was destroyed, Disabled while it is out of use, Unavailable when the store gives no answer
        now, Missing when the case never had one, and Permanent when this process may not open it.
        """
        key = await self._known(case_id, kind)
        if key is None:
            raise Missing(case_id)
        if key.wrapped is None:
            raise Gone(case_id)
        if key.is_disabled:
            raise Disabled(case_id)
        return await self._wrapping_of(kind).unwrap(key.wrapped, _about(case_id, kind))

    def _wrapping_of(self, kind: Kind) -> WrappingKeys:
        if kind not in self._wrapping:
            raise Permanent(STORE, f"this process has no wrapping keys for the {kind} secrets of cases")
        return self._wrapping[kind]

    async def _from_copy(self, case_id: str, kind: Kind) -> CaseKey | None:
        """The ring has lost the secret of a case that is open: it gets it back."""
        copy = await self._copies.key_of(case_id, kind) if self._copies else None
        return await self._ring.add_key(copy) if copy else None

    async def disable(self, case_id: str) -> None:
        """Put the secrets of a case out of use. Twice is once."""
        await self._ring.set_keys_disabled(case_id, disabled=True)

    async def enable(self, case_id: str) -> None:
        """Put the secrets of a case into use again; those that were destroyed stay so."""
        await self._ring.set_keys_disabled(case_id, disabled=False)

    async def destroy(self, case_id: str) -> None:
        """Destroy the secrets of a case, finally. Twice is once."""
        await self._ring.destroy_keys(case_id)

    async def is_destroyed(self, case_id: str) -> bool:
        """Whether there is a tombstone: the data of the case is gone."""
        key = await self._ring.key_of(case_id, Kind.PAYLOAD)
        return key is not None and key.wrapped is None

    async def turn_over(self, kind: Kind) -> tuple[str, ...]:
        """Wrap every live secret under a new wrapping key and destroy the older ones; returns the ids of those.

        Broken off, it is done by doing it again.
        """
        wrapping = self._wrapping_of(kind)
        await wrapping.turn_over()
        current = await wrapping.current()
        while others := await self._ring.keys_wrapped_by_others(kind, current):
            for key in others:
                await self._rewrap(key, wrapping)
        return await wrapping.destroy_older()

    async def _rewrap(self, key: CaseKey, wrapping: WrappingKeys) -> None:
        assert key.wrapped is not None  # the ring gives none that was destroyed
        about = _about(key.case_id, key.kind)
        fresh = await wrapping.wrap(await wrapping.unwrap(key.wrapped, about), about)
        await self._ring.rewrap_key(key, fresh)
        if self._copies and await self._copies.key_of(key.case_id, key.kind):
            await self._copies.keep_key(replace(key, wrapped=fresh))


def _about(case_id: str, kind: Kind) -> str:
    return f"habeas/{case_id}/{kind}"
