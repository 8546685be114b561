"""What can go wrong with a system, classified once.

HabeasError
 |- Retriable          the same step may succeed later
 |   |- Unavailable    no answer, or an answer of the kind "not now"
 |   '- OutcomeUnknown the request went out and its answer was lost: the step may have been done
 '- Permanent          the same step will never succeed as it is
     |- Refused        the system said no
     |   '- Undeliverable  it takes no mail for that address, or not this one
     |- Barred         our own register said no: too late, too early, or not as approved
     '- Unfit          preflight found that a later step could not be done or undone

A message names the system and a status, and never a value: it goes to the history, to logs and to people.
"""

from datetime import timedelta


class HabeasError(Exception):
    """Base of the errors that a step may end with."""

    is_retriable = False

    def __init__(self, system: str, what: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(f"{system}: {what}")
        self.system = system
        self.what = what
        self.retry_after = retry_after


class Retriable(HabeasError):
    """The same step may succeed later; `retry_after` is the system's own word on when (RFC 9110, 10.2.3)."""

    is_retriable = True


class Unavailable(Retriable):
    """The system gave no answer, or said: not now."""


class OutcomeUnknown(Retriable):
    """The request went out and its answer was lost. The step must ask the system what is so."""


class Permanent(HabeasError):
    """The same step will never succeed as it is."""


class Refused(Permanent):
    """The system understood and said no."""


class Undeliverable(Refused):
    """The mail server works, and takes no mail for that address, or not this one."""


class Barred(Permanent):
    """The register said no: a hold after its release, an erase before the pivot, a plan that was not approved."""


class Unfit(Permanent):
    """Preflight found that a step after the pivot could not be done, or a hold not be undone."""


class NotNow(Exception):
    """The case does not allow that now; the message says why, and nothing has changed."""


class NoSuchCase(Exception):
    """Temporal knows no case of this id: it never was, or it has ended long ago."""


class Stopped(Exception):
    """The case ended in Temporal without an outcome; the message says how, what is safe, and what to do next."""


class Unreachable(Exception):
    """Temporal, or the worker behind it, does not answer, or not in words that we know, or does not accept us."""


class InvalidInput(ValueError):
    """Something that a person typed is not of the form asked for. The message does not repeat it."""
