"""What a person may tell a case: the messages of its Updates."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from .attached import Attached
from .identity import Doubt, Rung
from .justification import Justification
from .model import Strict

COMPACT_JWS = r"^[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+$"  # RFC 7515, 7.1


class Approval(Strict):
    """The DPO's approval of a plan, by its digest, as a case reads it: histories from before signatures have none."""

    digest: str
    by: str = Field(min_length=1, max_length=100)
    at: AwareDatetime | None = None
    signature: str | None = Field(default=None, max_length=2000, pattern=COMPACT_JWS)


class SignedApproval(Approval):
    """An approval as it is sent: with the approver's signature over case, digest, name and time."""

    at: AwareDatetime
    signature: str = Field(max_length=2000, pattern=COMPACT_JWS)


class Link(Strict):
    """Whether an identifier that is tied to several people, named by its reference, is this person's (DPO)."""

    reference: str
    is_theirs: bool
    by: str = Field(min_length=1, max_length=100)


class Refusal(Strict):
    """The DPO refuses the request (GDPR art. 12(4), 12(5)): a code, a reason for the person, and what shows it.

    `evidence` says where that is on file, and is not repeated to the person.
    """

    reason: str = Field(min_length=3, max_length=500)
    by: str = Field(min_length=1, max_length=100)
    justification: Justification = Justification.REJECTED
    evidence: str | None = Field(default=None, min_length=3, max_length=500)


class Cancellation(Strict):
    """The case is to stop and leave everything as it was."""

    by: str = Field(min_length=1, max_length=100)


class RetryNow(Strict):
    """A step that waits is to be tried again at once."""

    by: str = Field(min_length=1, max_length=100)


class Attestation(Strict):
    """A person has done a stuck step of one system by hand, and says so."""

    system: str
    what: str = Field(min_length=3, max_length=500)
    by: str = Field(min_length=1, max_length=100)


class Verification(Strict):
    """It is the person who asks, or somebody who may: how that was shown, and by whom it was looked at (L-11, L-12)."""

    rung: Rung
    how: str = Field(min_length=1, max_length=200)
    by: str = Field(min_length=1, max_length=100)


class IdentityQuestion(Strict):
    """It is in doubt that who asks is the person: what the doubt is, and what is asked for to dispel it (L-11)."""

    doubt: Doubt
    rung: Rung
    by: str = Field(min_length=1, max_length=100)


class IdentityRejected(Strict):
    """What was shown does not identify the person, and nothing more is asked for (GDPR art. 11(2), 12(2); L-15)."""

    reason: str = Field(min_length=3, max_length=500)
    by: str = Field(min_length=1, max_length=100)


class Clarification(Strict):
    """A question to the person, without whose answer it is not clear what they ask for (recital 63; L-06)."""

    question: str = Field(min_length=3, max_length=1000, repr=False)
    by: str = Field(min_length=1, max_length=100)


class Reply(Strict):
    """The person's answer to a question."""

    text: str = Field(min_length=1, max_length=4000, repr=False)


class Directive(StrEnum):
    """What a controller tells its processor to do about the person's data."""

    ERASE = "erase"  # what is the person's alone
    ERASE_SHARED = "erase_shared"  # and what shows others too, as a whole
    GIVE = "give"  # the copy has the recordings that show others, whole
    WITHHOLD = "withhold"  # it has not
    ATTACH = "attach"  # it has what was cut by hand out of one of them, and not that recording
    LEAVE = "leave"  # it answers the person itself


ERASES = frozenset({Directive.ERASE, Directive.ERASE_SHARED})
"""What makes an instruction to erase."""
COPIES = frozenset({Directive.GIVE, Directive.WITHHOLD})
"""What is said of all that a copy has, or has not."""


class Direction(Strict):
    """A controller's documented instruction for this case (GDPR art. 28(3)(a); L-45, L-46).

    `recorded_by` has it on file, `reference` says where. `attached`: the file that comes with `attach`.
    """

    controller: str = Field(min_length=1, max_length=200)
    directive: Directive
    recorded_by: str = Field(min_length=1, max_length=100)
    reference: str = Field(min_length=3, max_length=300)
    attached: Attached | None = None


class Extension(Strict):
    """Two more months, with the reason that the person is told (GDPR art. 12(3); L-05)."""

    justification: Justification
    words: str = Field(min_length=3, max_length=1000, repr=False)
    by: str = Field(min_length=1, max_length=100)


class Standstill(Strict):
    """Nothing of the case goes on before the pivot until it is resumed; the person's time runs on."""

    reason: str = Field(min_length=3, max_length=500)
    by: str = Field(min_length=1, max_length=100)


class Resumption(Strict):
    """A case that stands still goes on."""

    by: str = Field(min_length=1, max_length=100)
