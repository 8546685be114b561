"""What a stranger's form says, checked; what is wrong is named by its field, and not repeated in words of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from habeas.bundle.language.country import ENGLISH as COUNTRIES
from habeas.domain.error import InvalidInput
from habeas.domain.identifier import Identifier, email
from habeas.domain.right import Right

# what one may ask for, as the form has it: the right, and by which right a copy comes first
CHOICES: Mapping[str, tuple[Right, Right | None]] = {
    "access": (Right.ACCESS, None),
    "portability": (Right.PORTABILITY, None),
    "erasure": (Right.ERASURE, None),
    "copy_then_erasure": (Right.ERASURE, Right.ACCESS),
    "confirmation": (Right.CONFIRMATION, None),
}


class Incomplete(Exception):
    """Fields of a form are not right: `fields` names them, in the order of the page; the words say what is wanted."""

    def __init__(self, *fields: str) -> None:
        super().__init__("a form is not filled in right")
        self.fields = fields


@dataclass(frozen=True)
class Asked:
    """What is asked for, and by which address; `reply_to` where that address is the person's no more."""

    right: Right
    copy_first: Right | None
    address: Identifier = field(repr=False)
    country: str | None
    reply_to: Identifier | None = field(default=None, repr=False)


def read(fields: Mapping[str, str], *, is_lost: bool) -> Asked:
    """Read the form; `is_lost`: it has a second address. Raises Incomplete."""
    choice, address, country = fields.get("right", ""), _address(fields, "email"), fields.get("country", "")
    reply_to = _address(fields, "reply_to") if is_lost else None
    checks = {
        "right": choice in CHOICES,
        "email": address is not None,
        "reply_to": reply_to is not None or not is_lost,
        "country": country in COUNTRIES or not country,
    }
    wrong = [name for name, is_right in checks.items() if not is_right]
    if wrong or address is None:
        raise Incomplete(*wrong)
    right, copy_first = CHOICES[choice]
    return Asked(right, copy_first, address, country or None, reply_to)


def text(fields: Mapping[str, str], name: str, longest: int, shortest: int = 1) -> str:
    """A field of free text. Raises Incomplete when it is too short or too long."""
    value = fields.get(name, "").strip()
    if not shortest <= len(value) <= longest:
        raise Incomplete(name)
    return value


def _address(fields: Mapping[str, str], name: str) -> Identifier | None:
    try:
        return email(fields.get(name, ""))
    except InvalidInput:
        return None
