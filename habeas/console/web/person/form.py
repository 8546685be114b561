"""What a stranger's form says, checked; what is wrong is named by its field, and not repeated in words of ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from habeas.bundle.language.country import ENGLISH as COUNTRIES
from habeas.domain.error import InvalidInput
from habeas.domain.identifier import Identifier, cookie_id, email
from habeas.domain.processing import Consent, ProcessingRecord
from habeas.domain.right import Right

# what one may ask for, as the form has it: the right, and by which right a copy comes first. Consents come beside
CHOICES: Mapping[str, tuple[Right, Right | None]] = {
    "access": (Right.ACCESS, None),
    "portability": (Right.PORTABILITY, None),
    "erasure": (Right.ERASURE, None),
    "copy_then_erasure": (Right.ERASURE, Right.ACCESS),
    "confirmation": (Right.CONFIRMATION, None),
    "objection": (Right.OBJECTION, None),
    "withdrawal": (Right.WITHDRAWAL, None),
}


class Incomplete(Exception):
    """Fields of a form are not right: `fields` names them, in the order of the page; the words say what is wanted."""

    def __init__(self, *fields: str) -> None:
        super().__init__("a form is not filled in right")
        self.fields = fields


@dataclass(frozen=True)
class Asked:
    """What is asked for, and by which address; `reply_to` where that address is the person's no more.

    `purposes`: the consent that is withdrawn, where it is one; `cookie`: the id in the cookie of their browser, where
    they gave it.
    """

    right: Right
    copy_first: Right | None
    purposes: tuple[str, ...]
    address: Identifier = field(repr=False)
    country: str | None
    reply_to: Identifier | None = field(default=None, repr=False)
    cookie: Identifier | None = field(default=None, repr=False)

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """By what they are looked for."""
        return (self.address, *([self.cookie] if self.cookie else []))


def offered(record: ProcessingRecord) -> tuple[str, ...]:
    """What may be asked of this company: where nothing rests on consent, none is there to be withdrawn."""
    return tuple(choice for choice in CHOICES if choice != Right.WITHDRAWAL or record.has_consent)


def read(fields: Mapping[str, str], record: ProcessingRecord, *, is_lost: bool) -> Asked:
    """Read the form of the company with this record; `is_lost`: it has a second address. Raises Incomplete."""
    choice, purposes = withdrawn(fields.get("right", ""), record.consents)
    address, country = _address(fields, "email"), fields.get("country", "")
    reply_to = _address(fields, "reply_to") if is_lost else None
    cookie, has_cookie = _cookie(fields), bool(fields.get("cookie_id", "").strip())
    checks = {
        "right": choice in offered(record),
        "email": address is not None,
        "reply_to": reply_to is not None or not is_lost,
        "cookie_id": cookie is not None or not has_cookie,
        "country": country in COUNTRIES or not country,
    }
    wrong = [name for name, is_right in checks.items() if not is_right]
    if wrong or address is None:
        raise Incomplete(*wrong)
    right, copy_first = CHOICES[choice]
    return Asked(right, copy_first, purposes, address, country or None, reply_to, cookie)


def withdrawn(choice: str, consents: Sequence[Consent]) -> tuple[str, tuple[str, ...]]:
    """The choice without the consent that it names, and that one: `withdrawal_newsletter` is of the newsletter."""
    for consent in consents:
        if choice == one_of(consent):
            return Right.WITHDRAWAL.value, (consent.name,)
    return choice, ()


def one_of(consent: Consent) -> str:
    """The choice to withdraw this consent, and no other."""
    return f"{Right.WITHDRAWAL}_{consent.name}".replace(" ", "_").replace("-", "_")


def text(fields: Mapping[str, str], name: str, longest: int, shortest: int = 1) -> str:
    """A field of free text. Raises Incomplete when it is too short or too long."""
    value = fields.get(name, "").strip()
    if not shortest <= len(value) <= longest:
        raise Incomplete(name)
    return value


def _cookie(fields: Mapping[str, str]) -> Identifier | None:
    try:
        return cookie_id(fields.get("cookie_id", ""))
    except InvalidInput:
        return None


def _address(fields: Mapping[str, str], name: str) -> Identifier | None:
    try:
        return email(fields.get(name, ""))
    except InvalidInput:
        return None
