"""What a certificate says, read with its types."""

from datetime import date

from pydantic import AwareDatetime, ValidationError

from habeas.domain.model import Message
from habeas.domain.outcome import Became
from habeas.evidence.certificate import Certificate
from habeas.evidence.error import Unreadable


class Item(Message):
    """One outcome: `habeas.domain.outcome.Outcome` as a certificate has it, where whatever is absent is unknown.

    `erased_on` cites the ground on which it was erased, `exception` is the IRI of why it is kept.
    """

    outcome: Became
    system: str
    category: str
    count: int | None = None
    left: int | None = None
    erased_on: str | None = None
    controller: str | None = None
    recipient: str | None = None
    ground: str | None = None
    exception: str | None = None
    until: date | None = None
    test: str | None = None
    why: str | None = None

    @property
    def is_counted(self) -> bool:
        """Whether `count` is a measurement: zero is one only where the system was read back.

        Of a copy or a backup nobody counts anything, and its zero must not be taken for "none".
        """
        return bool(self.count) or (self.count is not None and self.left is not None)


class Predicate(Message):
    """The whole: `right` is an IRI; older certificates lack that and when the request came."""

    right: str | None = None
    received: AwareDatetime | None = None
    outcomes: tuple[Item, ...]


def predicate(certificate: Certificate) -> Predicate:
    """What it says. Raises Unreadable where a field has not its form, although it was signed."""
    try:
        return Predicate.model_validate(certificate.statement.predicate)
    except ValidationError as error:
        places = sorted({".".join(map(str, one["loc"])) for one in error.errors(include_input=False)})
        raise Unreadable(f"the certificate has fields that are not of their form: {', '.join(places)}") from None
