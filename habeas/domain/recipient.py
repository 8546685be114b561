"""Who receives personal data (GDPR art. 4(9), 15(1)(c)), and what protects it where it leaves the EEA (art. 15(2))."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from .disclosure import EEA
from .model import Strict
from .text import Name, Text

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]

# the two bases that the Court of Justice struck down (C-362/14, C-311/18), as they are called in our three languages
_DEAD = re.compile(
    r"privacy[\s_-]*shield|safe[\s_-]*harbou?r|personvernskjold|trygg[\s-]*havn"
    r"|bouclier[\s-]+(de[\s-]+protection|vie[\s-]+priv)|sph[eè]re[\s-]+de[\s-]+s[eé]curit",
    re.IGNORECASE,
)


def dead_basis(words: str) -> str | None:
    """The transfer basis named in these words that is no longer in force (P-2), or None."""
    found = _DEAD.search(words)
    return found.group() if found else None


class RecipientKind(StrEnum):
    """In what role somebody receives data."""

    PROCESSOR = "processor"  # works on it for us (art. 4(8))
    RECIPIENT = "recipient"  # gets it for purposes of its own, or as the law orders
    CONTROLLER = "controller"  # it is theirs: we hold it on their behalf


class Safeguard(StrEnum):
    """What a transfer to a country outside the EEA rests on, of what is in force (GDPR art. 44 to 46)."""

    ADEQUACY = "adequacy"
    STANDARD_CONTRACTUAL_CLAUSES = "standard_contractual_clauses"
    NOT_TRANSFERRED = "not_transferred"  # nothing goes there of a person in the EEA, or of unknown location (P-1)


class NamedBy(Strict):
    """Where records name a recipient: the system, the category and the field that holds the name."""

    system: str
    category: str
    field: str


class Recipient(Strict):
    """One recipient, as the policy describes it; `id` is how categories refer to it.

    `what` says what it gets where that is less than the whole category. `countries` (ISO 3166) is empty only where
    records name the recipient. Where `is_recorded`, each disclosure leaves a record: without one of this person,
    nothing of theirs was disclosed to it. `known_as` are its names in such records.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    name: Name
    kind: RecipientKind
    countries: tuple[Country, ...] = ()
    what: Text | None = None
    safeguard: Safeguard | None = None
    is_recorded: bool = False
    known_as: tuple[str, ...] = ()
    named_by: NamedBy | None = None

    @model_validator(mode="after")
    def _is_placed_and_protected(self) -> "Recipient":
        if not self.countries and self.named_by is None:
            raise ValueError("countries is missing: say where the recipient is, or where records name it")
        if self.is_outside_the_eea and self.safeguard is None:
            raise ValueError("safeguard is missing: a country is outside the EEA (GDPR art. 15(2))")
        return self

    @property
    def is_outside_the_eea(self) -> bool:
        """Whether data sent there is a transfer (GDPR art. 44)."""
        return not EEA.issuperset(self.countries)

    def is_called(self, name: str) -> bool:
        """Whether a record with this name means this recipient."""
        return name.casefold() in {n.casefold() for n in (self.name.en, *self.known_as)}
