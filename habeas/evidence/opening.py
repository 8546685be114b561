"""What a person's copy holds besides the certificate: the salt, and the identifier that was committed to."""

import json
from dataclasses import dataclass
from typing import Self

from .commitment import SALT_BYTES
from .error import Unreadable


@dataclass(frozen=True)
class Opening:
    """With it somebody shows that a certificate is about them. It is theirs alone: it says who they are."""

    salt: bytes
    identifier: str

    @property
    def text(self) -> str:
        """The file."""
        return json.dumps({"salt": self.salt.hex(), "identifier": self.identifier}, ensure_ascii=False) + "\n"

    @classmethod
    def of(cls, text: str) -> Self:
        """What a file says. Raises Unreadable when it is no such file; its content is in no message."""
        try:
            said = json.loads(text)
            salt, identifier = bytes.fromhex(said["salt"]), said["identifier"]
        except (ValueError, KeyError, TypeError, RecursionError):
            salt, identifier = b"", None
        if len(salt) != SALT_BYTES or not isinstance(identifier, str):
            raise Unreadable("the file with the salt does not hold a salt and an identifier")
        return cls(salt, identifier)
