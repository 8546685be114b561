"""The keys that sign evidence: made when first asked for, replaced with an overlap, revoked at once.

A private half lies in the register under wrapping keys of its own: who reads messages or files of cases signs nothing.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol, TypeAlias

from joserfc.jwk import OKPKey

from habeas.domain.approval import CLOCKS_DIFFER
from habeas.domain.error import InvalidInput
from habeas.domain.key import Wrapped
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.signature import Sign, new_key, private_key, public_of, signed

from .wrapping import WrappingKeys

OVERLAP = timedelta(days=7)
"""For how long a key that was replaced still signs: so long a worker may run that has it in memory."""


Kept: TypeAlias = tuple[SigningKey, Wrapped | None]


class Ring(Protocol):
    """Where the keys are kept. Each call raises Unavailable when it does not answer."""

    async def signing_key(self) -> Kept | None:
        """The one that signs now."""

    async def signing_keys(self) -> tuple[Kept, ...]:
        """All that ever were, the oldest first."""

    async def add_signing_key(self, new: Kept, *, after: str | None, ends_at: datetime) -> Kept:
        """Let a key sign in place of another, unless somebody was first; says which one signs now."""

    async def revoke_signing_key(self, key_id: str, why: str) -> bool:
        """Let a key count no more, and forget its private half."""


class EvidenceSigner:
    """Makes keys, and signs with them: it has what unwraps their private halves, and remembers the one that signs."""

    def __init__(self, wrapping: WrappingKeys) -> None:
        self._wrapping = wrapping
        self._open: dict[str, OKPKey] = {}

    async def made(self) -> Kept:
        """A new key, which is in no ring yet. Raises as `WrappingKeys` does."""
        jwk = new_key().as_dict(private=True)
        public = SigningKey(public_of(jwk), datetime.now(UTC) - CLOCKS_DIFFER)
        return public, await self._wrapping.wrap(json.dumps(jwk).encode(), _about(public.id))

    async def signer(self, kept: Kept) -> Sign:
        """What signs with a key of a ring. Raises as `WrappingKeys` does."""
        return partial(signed, key=await self.opened(kept))

    async def opened(self, kept: Kept) -> OKPKey:
        """The private half of a key of a ring. Raises as `WrappingKeys` does."""
        key, wrapped = kept
        if key.id not in self._open:
            assert wrapped is not None  # what was revoked signs nothing, and is not the one
            secret = await self._wrapping.unwrap(wrapped, _about(key.id))
            self._open = {key.id: private_key(json.loads(secret))}  # no other one signs from now on
        return self._open[key.id]


class SigningKeys:
    """The keys of a house, over a ring."""

    def __init__(self, ring: Ring, signer: EvidenceSigner) -> None:
        self._ring = ring
        self._signer = signer

    async def current(self) -> OKPKey:
        """The private key that signs now; the first one is made here. Raises as `WrappingKeys` does."""
        return await self._signer.opened(await self._ring.signing_key() or await self._make(after=None))

    async def current_id(self) -> str | None:
        """Which key signs now, whether or not it can be opened here; None where none does yet."""
        kept = await self._ring.signing_key()
        return kept[0].id if kept else None

    async def replace(self, key_id: str | None) -> SigningKey:
        """Make another key, which signs from now on in place of this one; that counts a week more. Twice is once."""
        key, _ = await self._make(after=key_id)
        return key

    async def revoke(self, key_id: str, why: str) -> None:
        """Let a key count no more, from now on. Raises InvalidInput when it is none that counts."""
        if not await self._ring.revoke_signing_key(key_id, why):
            raise InvalidInput("there is no key of that id that counts")

    async def published(self) -> KeySet:
        """What others verify with: every key that ever signed."""
        return KeySet(tuple(key for key, _ in await self._ring.signing_keys()))

    async def _make(self, after: str | None) -> Kept:
        new = await self._signer.made()
        return await self._ring.add_signing_key(new, after=after, ends_at=datetime.now(UTC) + OVERLAP)


def _about(key_id: str) -> str:
    return f"habeas/signing/{key_id}"
