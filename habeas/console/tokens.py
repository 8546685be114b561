"""Who may come by a door, and as what: a file of names, with a hash of each one's token; the tokens are nowhere."""

import hashlib
import hmac
import os
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from habeas.domain.error import InvalidInput
from habeas.domain.model import Message
from habeas.vault.draft import Draft

_OPEN_TO_OTHERS = 0o077

R = TypeVar("R", bound=StrEnum)


class Person(Message, Generic[R]):
    """One who may come; `sha256` is of the token, in hexadecimal."""

    name: str
    role: R
    sha256: str = Field(repr=False)


class Tokens(Generic[R]):
    """People in a file of its owner's alone (0600), which is read at each call: one who is taken out is out."""

    def __init__(self, file: Path, roles: type[R]) -> None:
        """`roles`: what one may come as by this door."""
        self._file = file
        self._form: TypeAdapter[tuple[Person[R], ...]] = TypeAdapter(tuple[Person[roles], ...])  # type: ignore[valid-type]

    def add(self, name: str, role: R) -> str:
        """Give somebody a token, in place of the one before; it is said here, and never again."""
        token = secrets.token_urlsafe(32)
        others = [person for person in self._people() if person.name != name]
        self._write((*others, Person(name=name, role=role, sha256=_digest(token))))
        return token

    def remove(self, name: str) -> bool:
        """Take somebody out; says whether there was anybody of that name."""
        people = self._people()
        others = tuple(person for person in people if person.name != name)
        if len(others) < len(people):
            self._write(others)
        return len(others) < len(people)

    def whose(self, token: str) -> Person[R] | None:
        """Whose token it is; None when it is nobody's.

        Raises InvalidInput for a file that is none, or that others may read.
        """
        digest = _digest(token)
        found = [person for person in self._people() if hmac.compare_digest(person.sha256, digest)]
        return found[0] if found else None

    def has(self, person: Person[R]) -> bool:
        """Whether the file has this person with this role and this token still. Raises InvalidInput as `whose`."""
        return person in self._people()

    def _write(self, people: tuple[Person[R], ...]) -> None:
        draft = Draft(self._file, self._file.parent)
        try:
            draft.put(self._form.dump_json(people))
            draft.commit()
        finally:
            draft.abandon()

    def _people(self) -> tuple[Person[R], ...]:
        try:
            with self._file.open("rb") as stream:
                if os.fstat(stream.fileno()).st_mode & _OPEN_TO_OTHERS:
                    raise InvalidInput(f"{self._file.name} may be read by others: its mode must be 0600")
                return self._form.validate_json(stream.read())
        except FileNotFoundError:
            return ()
        except ValidationError:
            raise InvalidInput(f"the file {self._file.name} does not hold people and their roles") from None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
