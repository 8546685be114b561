"""What a person may tell a case: the messages of its Updates."""

from pydantic import Field

from .model import Strict


class Approval(Strict):
    """The DPO's approval of a plan, by its digest."""

    digest: str
    by: str = Field(min_length=1, max_length=100)


class Link(Strict):
    """Whether an identifier that is tied to several people, named by its reference, is this person's (DPO)."""

    reference: str
    is_theirs: bool
    by: str = Field(min_length=1, max_length=100)


class Refusal(Strict):
    """The DPO refuses the request, with a reason (GDPR art. 12(4), 12(5))."""

    reason: str = Field(min_length=3, max_length=500)
    by: str = Field(min_length=1, max_length=100)


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
