"""What the record of processing says of a category, as far as the plan of an erasure has to know it."""

from enum import StrEnum

from .model import Strict


class ErasureGround(StrEnum):
    """The grounds of GDPR art. 17(1), one for each item that is erased (L-35); the value cites the article."""

    NO_LONGER_NEEDED = "art. 17(1)(a)"
    WITHDRAWN = "art. 17(1)(b)"  # the consent, and there is no other basis
    OBJECTED = "art. 17(1)(c)"  # and nothing overrides it
    UNLAWFUL = "art. 17(1)(d)"  # it has no basis on record
    OBLIGED = "art. 17(1)(e)"
    CHILD = "art. 17(1)(f)"


class Treatment(Strict):
    """On what ground a category is erased, and who else is concerned.

    `is_joint`: another controller decides about it together with us, and either takes the request (GDPR art. 26(3);
    L-48). `was_public`: other controllers may have copies of what was published (GDPR art. 17(2); L-40). `is_manual`:
    its system has no API, and its owner erases by hand.
    """

    erased_on: ErasureGround
    is_joint: bool = False
    was_public: bool = False
    is_manual: bool = False


OFF_RECORD = Treatment(erased_on=ErasureGround.UNLAWFUL)
"""Of what is on no record: there was no basis for holding it."""
