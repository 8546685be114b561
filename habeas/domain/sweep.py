"""What the house does for itself, by schedule: it shreds cases whose time is over, and turns wrapping keys over."""

from datetime import timedelta

from pydantic import AwareDatetime

from .key import Kind
from .model import Message


class Periods(Message):
    """How long after its end a case is shredded, and how long one that has a bundle; and how long evidence is kept.

    The last is the DPO's to set: for as long as a claim may be brought (Code civil art. 2224: five years; L-55).
    """

    shred_after: timedelta = timedelta(days=7)
    bundle_kept: timedelta = timedelta(days=30)
    evidence_kept: timedelta = timedelta(days=5 * 365 + 2)


class Sweep(Message):
    """Shred what is due at this moment."""

    at: AwareDatetime


class Swept(Message):
    """How many cases were shredded, how many still run although they have closed; and whether there is more to do."""

    shredded: int
    running: int = 0
    has_more: bool = False


class TurningOver(Message):
    """Wrap the secrets of this kind under a new key."""

    kind: Kind


class TurnedOver(Message):
    """From this moment on, copies of the register from before open nothing of this kind that was shredded until then.

    `destroyed` are the ids of the wrapping keys that are no more.
    """

    kind: Kind
    at: AwareDatetime
    destroyed: tuple[str, ...] = ()


class Publishing(Message):
    """Publish the log of evidence as it is now."""


class Published(Message):
    """That a checkpoint of this size was published; None: there is no place for it, or nothing in the log."""

    size: int | None
