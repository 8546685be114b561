"""A key under which identifiers are hashed: a file of its own, outside the database whose hashes it opens.

Whoever has both can try out addresses; whoever has only the database cannot.
"""

import os
import secrets
from pathlib import Path

from habeas.domain.error import InvalidInput

KEY_BYTES = 32
_OPEN_TO_OTHERS = 0o077


def load_key(path: Path) -> bytes:
    """Read a key, or make it when there is none; processes that start at once get the same one.

    Raises InvalidInput when others than its owner may use the file, or when it is not a key.
    """
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        raise InvalidInput(f"the key {path.name} cannot be read or made ({error.strerror})") from None


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_mode & _OPEN_TO_OTHERS:
            raise InvalidInput(f"the key {path.name} may be used by others than its owner: its mode must be 0600")
        key = stream.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise InvalidInput(f"the key {path.name} is not of {KEY_BYTES} bytes")
    return key


def _make(path: Path) -> None:
    """A link appears whole or not at all, and never over another: the first process wins."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
