"""Keys of approvers in a folder of their own: a file for each, its owner's alone (0600), a private JWK (RFC 7517).

A file is named by its key's thumbprint, and says inside whose it is: names of people are in no name of a file. The
folder is read at each call. Who else reads it approves in these names: it belongs on the machine of who approves, and a
key that must not be copied belongs into hardware, behind a `Signer` of one's own.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey

from habeas.domain.approval import Signer, Statement
from habeas.domain.error import InvalidInput
from habeas.evidence.error import Unreadable
from habeas.evidence.signature import key_id, new_key, private_key, public_of, signed

from .draft import Draft

_OPEN_TO_OTHERS = 0o077
_NAME = "habeas_name"  # a member of our own; readers of a JWK ignore what they do not know (RFC 7517, 4)
_ENDING = ".jwk"


@dataclass(frozen=True)
class KeySigner:
    """Signs with a key that is at hand."""

    key: OKPKey = field(repr=False)

    async def sign(self, statement: Statement) -> str:
        """As `Signer` says."""
        return signed(statement.canonical, self.key)


class ApproverKeys(Mapping[str, Signer]):
    """The signers of the people whose keys are in one folder. Each call raises InvalidInput for a file that is none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> dict[str, str]:
        """Make a key for somebody who has none here, and return its public half (JWK)."""
        key = new_key()
        jwk = {**key.as_dict(private=True), "kid": key.thumbprint(), _NAME: name}
        draft = Draft(self._folder / f"{jwk['kid']}{_ENDING}", self._folder)
        try:
            draft.put(json.dumps(jwk).encode())
            draft.commit()
        except OSError as error:
            raise InvalidInput(f"the key cannot be written ({error.strerror})") from None
        finally:
            draft.abandon()
        return public_of(jwk)

    def forget(self, name: str) -> None:
        """Remove somebody's key. Twice is once."""
        for file in self._files_of(name):
            file.unlink(missing_ok=True)

    def public(self, name: str) -> dict[str, str] | None:
        """The public half of somebody's key (JWK); None when there is none."""
        files = self._files_of(name)
        return public_of(_read(files[0])) if files else None

    def __getitem__(self, name: str) -> Signer:
        """Raises KeyError when nobody of that name has a key here."""
        files = self._files_of(name)
        if not files:
            raise KeyError(name)
        return KeySigner(private_key(_read(files[0])))

    def __iter__(self) -> Iterator[str]:
        """Whose keys are here."""
        return iter({str(_read(file)[_NAME]) for file in self._files()})

    def __len__(self) -> int:
        """Of how many people."""
        return len(list(iter(self)))

    def _files_of(self, name: str) -> list[Path]:
        return [file for file in self._files() if _read(file)[_NAME] == name]

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{_ENDING}"))


def _read(file: Path) -> dict[str, Any]:
    """A key as it lies there."""
    try:
        jwk = json.loads(_text(file))
    except json.JSONDecodeError:
        jwk = None
    if not isinstance(jwk, dict) or _NAME not in jwk or f"{_known_by(jwk)}{_ENDING}" != file.name:
        raise InvalidInput(f"the file {file.name} does not hold the key of an approver")
    return jwk


def _text(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            if os.fstat(stream.fileno()).st_mode & _OPEN_TO_OTHERS:
                raise InvalidInput(f"the key {file.name} may be used by others than its owner: its mode must be 0600")
            return stream.read()
    except OSError as error:
        raise InvalidInput(f"the key {file.name} cannot be read ({error.strerror})") from None


def _known_by(jwk: dict[str, Any]) -> str | None:
    try:
        return key_id(jwk)
    except Unreadable:
        return None
