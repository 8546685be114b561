"""Identifiers of a data subject: the one personal thing that a workflow carries, and that no `repr` shows."""

import re
from collections import Counter

from pydantic import Field

from .error import InvalidInput
from .model import Message

EMAIL = "email"
ACCOUNT_ID = "account_id"
PARTICIPANT_ID = "participant_id"
STRIPE_CUSTOMER = "stripe_customer"
STRIPE_ORGANISATION = "stripe_organisation"  # a customer that is an organisation's, where the person is a contact
STRIPE_PAYMENT_METHOD = "stripe_payment_method"
ENRICHMENT_ID = "enrichment_id"
COOKIE_ID = "cookie_id"  # of a browser: no record leads from it to a person, and it is looked by only if they give it
CUSTOMER = "customer"  # no person: a customer whose contract has ended, and whose data goes as a whole

GIVEN = "request"
_NEVER = r"\s\x00-\x1f\x7f@\"(),:;<>\[\]\\"  # in an address as people have it; no database stores a NUL either
_COOKIE = re.compile(r"[!#-+\--:<-\[\]-~]{8,64}")  # a cookie's value (RFC 6265); what is shorter can be guessed
_ADDRESS = re.compile(rf"[^{_NEVER}]+@[^{_NEVER}.]+(\.[^{_NEVER}.]+)+")


class Identifier(Message):
    """One identifier: its kind, its value, and the system that handed it on (`request`: the person gave it)."""

    kind: str = Field(pattern=r"^[a-z][a-z_]*$")
    value: str = Field(min_length=1, max_length=320, repr=False)
    found_in: str = GIVEN

    def normalised(self) -> str:
        """The form under which two writings are the same identifier: addresses differ in case only by accident."""
        value = self.value.strip()
        return f"{self.kind}:{value.casefold() if self.kind == EMAIL else value}"


class Reached(Message):
    """How an identifier was reached: its reference (`email-2`), the system that handed it on, whether it is shared."""

    reference: str
    found_in: str
    is_shared: bool = False


def email(text: str) -> Identifier:
    """Read an e-mail address as a person types it.

    Raises InvalidInput when it is not of the form name@domain (RFC 5321 allows more; people do not have it).
    """
    address = text.strip()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise InvalidInput("that is not an e-mail address: it needs the form name@example.org")
    return Identifier(kind=EMAIL, value=address)


def cookie_id(text: str) -> Identifier:
    """Read the id in a cookie as a person copies it from their browser; capitals and small letters differ.

    Raises InvalidInput when it can be none.
    """
    value = text.strip()
    if not _COOKIE.fullmatch(value):
        raise InvalidInput("that is not the id in a cookie: 8 to 64 characters, without blanks, commas or semicolons")
    return Identifier(kind=COOKIE_ID, value=value)


def references(identifiers: tuple[Identifier, ...]) -> dict[str, Identifier]:
    """A name for each identifier that does not say it, such as `email-2`: its kind and its place in the order."""
    counts: Counter[str] = Counter()
    named = {}
    for identifier in identifiers:
        counts[identifier.kind] += 1
        named[f"{identifier.kind}-{counts[identifier.kind]}"] = identifier
    return named


def values(identifiers: tuple[Identifier, ...], kind: str) -> tuple[str, ...]:
    """The values of one kind, in order, each once."""
    return tuple(dict.fromkeys(i.value for i in identifiers if i.kind == kind))


def merge(known: tuple[Identifier, ...], found: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """What was known, and of what was found only the new: the first way in which an identifier was reached stays."""
    merged = {(i.kind, i.value): i for i in reversed((*known, *found))}
    return tuple(sorted(merged.values(), key=lambda i: (i.kind, i.value)))
