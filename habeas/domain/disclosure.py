"""To whom data of the person went, and where the person is: what decides whom an erasure is told to, and whom not."""

from datetime import date

from pydantic import Field

from .model import Message

UNITED_STATES = "US"
# the European Union and, as one with it, the rest of the European Economic Area (P-1: the edition is Norwegian)
EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)

NO_LONGER_KEPT = "how that is known is not kept after the end"


class Location(Message):
    """Where the person is located, as an ISO 3166 country code, and how that is known; None is unknown."""

    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    how: str = "nothing that we hold says where the person is"

    def bars(self, disclosed: "Disclosed") -> bool:
        """Whether that recipient is told nothing."""
        return disclosed.country == UNITED_STATES and self.bars_the_united_states

    @property
    def bars_the_united_states(self) -> bool:
        """Whether nothing may go to an entity in the United States: in the EEA, or unknown (L-39, fail closed)."""
        return self.country is None or self.country in EEA


class Disclosed(Message):
    """One recipient to whom data of the person was disclosed (GDPR art. 15(1)(c), 19); none of that data.

    `system` is where that is recorded, `what` names the kind of data, `country` where the recipient's entity is, `last`
    the day of the last disclosure, and `notice` how the recipient can be told of an erasure.
    """

    system: str
    recipient: str = Field(min_length=1)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    what: str = Field(min_length=1)
    last: date
    notice: str = Field(min_length=1)
