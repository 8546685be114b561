"""Wrapping keys: the secrets of cases lie in the register under them, and they lie elsewhere.

They turn over: live secrets are wrapped anew under a newer key, and the older ones are destroyed. So a copy of the
register that was made before opens nothing that was shredded since, whatever database kept it (design.md, invariant 7).
"""

from typing import Protocol

from habeas.domain.key import Wrapped


class WrappingKeys(Protocol):
    """The wrapping keys of one kind: one is current, older ones still open what they wrapped.

    Every call raises Unavailable when the store gives no answer now, and Permanent when it says no.
    """

    async def wrap(self, secret: bytes, about: str) -> Wrapped:
        """Wrap a secret under the current key; `about` says whose it is, and unwrapping must say the same."""

    async def unwrap(self, wrapped: Wrapped, about: str) -> bytes:
        """The secret. Raises Gone when its wrapping key was destroyed, Permanent for one that was altered or moved."""

    async def current(self) -> str:
        """The id of the key by which is wrapped now."""

    async def turn_over(self) -> str:
        """From now on another key is current; returns its id."""

    async def destroy_older(self) -> tuple[str, ...]:
        """Destroy every key but the current one, finally; returns their ids."""
