"""Addresses as hashes: what suppression and disclosures know a person by when the address itself is gone.

A hash is HMAC-SHA-256 under a key that is kept outside the database: whoever has only the database cannot try out
addresses. It is still personal data (EDPB 01/2025 on pseudonymisation), and leaves this system only as a pin.
"""

import hashlib
import hmac

from habeas.domain.identifier import EMAIL, Identifier


def normalised(address: str) -> str:
    """The form under which two writings are one address."""
    return Identifier(kind=EMAIL, value=address).normalised()


def address_hash(address: str, key: bytes) -> str:
    """The hash of an address in whatever writing, as 64 hexadecimal digits."""
    return hmac.new(key, normalised(address).encode(), hashlib.sha256).hexdigest()
