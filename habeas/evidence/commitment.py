"""A commitment to whom a statement is about: nobody can tell from it, and who has the salt can show it.

Addresses can be guessed and hashed; 32 random bytes before them cannot (GDPR art. 4(5); `docs/law.md`, L-56).
"""

import secrets
from hashlib import sha256
from hmac import compare_digest

SALT_BYTES = 32


def new_salt() -> bytes:
    """The salt of one case, for no other one."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, identifier: str) -> str:
    """SHA-256 over the salt and the identifier in its normalised form, in hexadecimal."""
    return sha256(salt + identifier.encode()).hexdigest()


def is_of(digest: str, salt: bytes, identifier: str) -> bool:
    """Whether the commitment is to this identifier."""
    return compare_digest(digest, commitment(salt, identifier))
