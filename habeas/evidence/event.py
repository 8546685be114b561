"""The events of a case of which there is a statement each."""

from enum import StrEnum


class Event(StrEnum):
    """What a statement is of: the last part of its predicate's type. The values stay; new ones may come."""

    OPENED = "case-opened"
    VERIFIED = "identity-verified"
    DOUBTED = "identity-doubted"
    INSTRUCTED = "instruction-received"  # of a controller, for its own data (GDPR art. 28(3)(a))
    APPROVED = "plan-approved"
    PIVOT = "pivot"  # from now on nothing is taken back
    UNWINDING = "unwinding"  # from now on nothing is erased
    DONE = "step-done"
    READ_BACK = "read-back"
    STOPPED = "stopped"  # an objection or a withdrawal has ended something, or a person attests it
    CONFIRMED = "confirmed"  # everything that the plan erases is gone, or somebody attests it
    RELEASED = "released"  # what was on hold is as it was
    NOT_RELEASED = "release-failed"
    REFUSED = "refusal"
    CLOSED = "case-closed"
    CERTIFICATE = "certificate"
    ADDENDUM = "addendum"  # to a certificate
    BUNDLE = "bundle"  # a copy was made, and can be fetched
    NOTICE = "notice-sent"
    SHREDDED = "keys-destroyed"
