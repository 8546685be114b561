"""Publishes checkpoints of the log and the keys that signed it, where others can hold the house to them.

In a folder the newest checkpoint is `checkpoint`, and each that was ever published stays under `checkpoints/`, by its
size; a web address gets both files by PUT (RFC 9110, 9.3.4).
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from habeas.domain.error import Permanent, Unavailable
from habeas.domain.sweep import Published
from habeas.evidence.command import KEYS

from .proofs import CHECKPOINT, Proofs

_PLACE = "the place of checkpoints"  # how errors name it
_EACH = "checkpoints"
_ANSWER = timedelta(seconds=30)
_NOT_NOW = (408, 425, 429)
_REDIRECTION, _SERVER_ERROR = 300, 500


class Publisher:
    """To one place, a folder or the address of one; without it nothing is published."""

    def __init__(self, proofs: Proofs, place: str | None) -> None:
        self._proofs = proofs
        self._place = place

    async def publish(self) -> Published:
        """Publish the log as it is now. Twice is once.

        Raises Unavailable where that may succeed later, Permanent where the place says no.
        """
        size = await self._proofs.size()
        if self._place is None or not size:
            return Published(size=None)
        keys = (await self._proofs.published()).text
        files = {CHECKPOINT: await self._proofs.checkpoint(size), KEYS: keys}
        if self._place.startswith(("http://", "https://")):
            await _put(self._place.rstrip("/"), files)
        else:
            await asyncio.to_thread(_write, Path(self._place), files, size)
        return Published(size=size)


def _write(folder: Path, files: Mapping[str, str], size: int) -> None:
    each = folder / _EACH / str(size)
    try:
        each.parent.mkdir(parents=True, exist_ok=True)
        if not each.exists():
            _replace(each, files[CHECKPOINT])
        for name, text in files.items():
            _replace(folder / name, text)
    except OSError as error:
        raise Unavailable(_PLACE, f"nothing can be written there ({error.strerror})") from None


def _replace(file: Path, text: str) -> None:
    """Whoever reads it meanwhile reads one or the other, whole."""
    draft = file.with_name(f".{file.name}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


async def _put(place: str, files: Mapping[str, str]) -> None:
    try:
        async with ClientSession(timeout=ClientTimeout(total=_ANSWER.total_seconds())) as session:
            for name, text in files.items():
                async with session.put(f"{place}/{name}", data=text.encode(), allow_redirects=False) as answer:
                    _must_be_taken(answer.status)
    except (ClientError, TimeoutError) as error:
        raise Unavailable(_PLACE, f"no answer ({type(error).__name__})") from None


def _must_be_taken(status: int) -> None:
    if status >= _SERVER_ERROR or status in _NOT_NOW:
        raise Unavailable(_PLACE, f"it answers {status}")
    if status >= _REDIRECTION:  # which is no place either
        raise Permanent(_PLACE, f"it answers {status}")
