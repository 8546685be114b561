"""Wrapping keys in a file of their own, for an installation on one machine (`file:/path/of/it`).

The file is its owner's alone (0600) and is read at each call: a key that turned over in one process is known in all. On
a disk that keeps what was overwritten (copies on write, snapshots, wear levelling) a destroyed key may be found again:
where that matters, keys belong into a store that destroys them (`awskms:`).
"""

import asyncio
import base64
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from habeas.domain.error import InvalidInput, Permanent, Unavailable
from habeas.domain.key import Wrapped

from .draft import Draft, make_private
from .error import STORE, Gone

_NONCE, _KEY = 12, 32
_OPEN_TO_OTHERS = 0o077

_Keys: TypeAlias = dict[str, bytes]
"""By id; the last one is current."""


class FileKeys:
    """The wrapping keys in one file."""

    def __init__(self, file: Path) -> None:
        """Makes the file with a first key when there is none. Raises InvalidInput when others may read it."""
        self._file = file
        try:
            if not file.exists():
                self._change(lambda keys: keys or _with_another({}))
            self._read()
        except OSError as error:
            raise InvalidInput(f"the wrapping keys {file.name} cannot be read or made ({error.strerror})") from None

    async def wrap(self, secret: bytes, about: str) -> Wrapped:
        """As `WrappingKeys` says."""
        keys = await self._keys()
        by, key = list(keys.items())[-1]
        nonce = secrets.token_bytes(_NONCE)
        return Wrapped(by, nonce + AESGCM(key).encrypt(nonce, secret, _bound(by, about)))

    async def unwrap(self, wrapped: Wrapped, about: str) -> bytes:
        """As `WrappingKeys` says."""
        key = (await self._keys()).get(wrapped.by)
        if key is None:
            raise Gone(f"wrapping key {wrapped.by}")
        nonce, sealed = wrapped.data[:_NONCE], wrapped.data[_NONCE:]
        try:
            return AESGCM(key).decrypt(nonce, sealed, _bound(wrapped.by, about))
        except (InvalidTag, ValueError):
            raise Permanent(STORE, f"what is wrapped under {wrapped.by} was altered, or belongs elsewhere") from None

    async def current(self) -> str:
        """As `WrappingKeys` says."""
        return list(await self._keys())[-1]

    async def turn_over(self) -> str:
        """As `WrappingKeys` says."""
        keys = await asyncio.to_thread(self._change, _with_another)
        return list(keys)[-1]

    async def destroy_older(self) -> tuple[str, ...]:
        """As `WrappingKeys` says."""
        before = await self._keys()
        after = await asyncio.to_thread(self._change, _last)
        return tuple(name for name in before if name not in after)

    async def _keys(self) -> _Keys:
        try:
            return self._read()
        except OSError as error:
            raise Unavailable(STORE, f"the wrapping keys cannot be read ({error.strerror})") from None

    def _read(self) -> _Keys:
        with self._file.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & _OPEN_TO_OTHERS:
                raise InvalidInput(f"{self._file.name} may be read by others: the mode of wrapping keys must be 0600")
            text = file.read()
        try:
            keys = {name: base64.b64decode(key, validate=True) for name, key in json.loads(text).items()}
        except (ValueError, AttributeError, TypeError):
            keys = {}
        if not keys or any(len(key) != _KEY for key in keys.values()):
            raise InvalidInput(f"the file {self._file.name} does not hold wrapping keys")
        return keys

    def _change(self, change: Callable[[_Keys], _Keys]) -> _Keys:
        """One process at a time changes the file, and it is there whole or as before."""
        make_private(self._file.parent, self._file.parent)
        with _alone(self._file.with_name(f"{self._file.name}.lock")):
            keys = change(self._read() if self._file.exists() else {})
            draft = Draft(self._file, self._file.parent)
            try:
                draft.put(json.dumps({name: base64.b64encode(key).decode() for name, key in keys.items()}).encode())
                draft.commit()
            finally:
                draft.abandon()
            return keys


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _with_another(keys: _Keys) -> _Keys:
    return {**keys, secrets.token_hex(8): secrets.token_bytes(_KEY)}


def _last(keys: _Keys) -> _Keys:
    return dict([list(keys.items())[-1]])


def _bound(by: str, about: str) -> bytes:
    """What a wrapped secret belongs to: unwrapped elsewhere, or by another key, it is refused."""
    return f"{by}\0{about}".encode()
