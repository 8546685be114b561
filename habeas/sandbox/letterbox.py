"""The letters that the sandbox's mail server was given: a folder of `.eml` files, the oldest first by their names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Literal, Self

from uuid6 import uuid7

from habeas.post.address import mailbox

_TO = "Delivered-To"


@dataclass(frozen=True)
class Kept:
    """One letter: its number from the oldest on, when it came, whom it was for, and what it is."""

    number: int
    at: datetime
    to: tuple[str, ...] = field(repr=False)
    message: EmailMessage = field(repr=False)

    @property
    def text(self) -> str:
        """What it says, in plain text."""
        return self._said("plain") or ""

    @property
    def html(self) -> str | None:
        """What it says in HTML, if it does."""
        return self._said("html")

    def _said(self, kind: Literal["plain", "html"]) -> str | None:
        body = self.message.get_body(preferencelist=(kind,))
        return str(body.get_content()).replace("\r\n", "\n") if body is not None else None

    def is_for(self, address: str) -> bool:
        """Whether it was for this address; they differ in case only by accident. Raises InvalidInput for none."""
        return mailbox(address).spec.casefold() in {one.casefold() for one in self.to}


@dataclass(frozen=True)
class Letterbox:
    """The folder."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Self:
        """The folder, made when there is none; it is its owner's alone."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return cls(folder)

    def keep(self, to: Iterable[str], raw: bytes) -> None:
        """Keep a letter as it came, below whom it was for; the file is there whole or not at all."""
        name = f"{uuid7()}.eml"  # in the order in which they come, and nothing personal
        draft = self.folder / f"{name}.new"
        draft.touch(mode=0o600)
        draft.write_bytes(b"".join(f"{_TO}: {one}\r\n".encode() for one in to) + raw)
        draft.replace(self.folder / name)

    def letters(self) -> tuple[Kept, ...]:
        """Every letter, the newest last."""
        files = sorted(self.folder.glob("*.eml"))
        return tuple(_kept(number, file) for number, file in enumerate(files, 1))


def _kept(number: int, file: Path) -> Kept:
    message = message_from_bytes(file.read_bytes(), policy=default)
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return Kept(number, at, tuple(map(str, message.get_all(_TO, []))), message)
