"""What pins a person's data here: the ids of their copies, and the hashes of their addresses.

The hashes pin suppression and disclosures, so that a step needs no address and finds all of it after a crash, when the
copies that bore the address may be gone.
"""

from collections.abc import Iterable

from habeas.domain.identifier import ACCOUNT_ID, ENRICHMENT_ID, Identifier, values

from .category import SYSTEM

ADDRESS_HASH = "address_hash"
_LARGEST_ID = 2**31 - 1


def pins(ids: Iterable[str], hashes: Iterable[str]) -> tuple[Identifier, ...]:
    """The pinned identifiers of copies and of hashes, in order."""
    rows = (Identifier(kind=ENRICHMENT_ID, value=number, found_in=SYSTEM) for number in sorted(ids))
    addresses = (Identifier(kind=ADDRESS_HASH, value=digest, found_in=SYSTEM) for digest in sorted(hashes))
    return (*rows, *addresses)


def copy_ids(identifiers: tuple[Identifier, ...]) -> tuple[str, ...]:
    """The ids of pinned copies."""
    return values(identifiers, ENRICHMENT_ID)


def hashes(identifiers: tuple[Identifier, ...]) -> tuple[str, ...]:
    """The pinned hashes of addresses."""
    return values(identifiers, ADDRESS_HASH)


def account_ids(identifiers: tuple[Identifier, ...]) -> list[int]:
    """The account ids among these; what no account's id can be names nobody."""
    numbers = {int(v) for v in values(identifiers, ACCOUNT_ID) if v.isascii() and v.isdecimal() and len(v) < 11}
    return sorted(number for number in numbers if number <= _LARGEST_ID)
