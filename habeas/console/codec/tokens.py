"""Who may read or write: a file of names, with a hash of each one's token; the tokens themselves are nowhere."""

import hashlib
import hmac
import os
import secrets
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from habeas.domain.error import InvalidInput
from habeas.domain.model import Message
from habeas.vault.draft import Draft

_OPEN_TO_OTHERS = 0o077


class Role(StrEnum):
    """What one may do: read what is sealed, or also seal what a tool in another language tells cases."""

    READER = "reader"
    WRITER = "writer"


class Person(Message):
    """One who may come; `sha256` is of the token, in hexadecimal."""

    name: str
    role: Role
    sha256: str


_PEOPLE = TypeAdapter(tuple[Person, ...])


class Tokens:
    """People in a file of its owner's alone (0600), which is read at each call: one who is taken out is out."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, name: str, role: Role) -> str:
        """Give somebody a token, in place of the one before; it is said here, and never again."""
        token = secrets.token_urlsafe(32)
        others = [person for person in self._people() if person.name != name]
        draft = Draft(self._file, self._file.parent)
        try:
            draft.put(_PEOPLE.dump_json((*others, Person(name=name, role=role, sha256=_digest(token)))))
            draft.commit()
        finally:
            draft.abandon()
        return token

    def whose(self, token: str) -> Person | None:
        """Whose token it is; None when it is nobody's.

        Raises InvalidInput for a file that is none, or that others may read.
        """
        digest = _digest(token)
        found = [person for person in self._people() if hmac.compare_digest(person.sha256, digest)]
        return found[0] if found else None

    def _people(self) -> tuple[Person, ...]:
        try:
            with self._file.open("rb") as stream:
                if os.fstat(stream.fileno()).st_mode & _OPEN_TO_OTHERS:
                    raise InvalidInput(f"{self._file.name} may be read by others: its mode must be 0600")
                return _PEOPLE.validate_json(stream.read())
        except FileNotFoundError:
            return ()
        except ValidationError:
            raise InvalidInput(f"the file {self._file.name} does not hold people and their roles") from None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
