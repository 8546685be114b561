"""The kinds of faults, in families."""

from enum import StrEnum


class Kind(StrEnum):
    """What may go wrong."""

    # SIGKILL; whoever watches the process starts it again. The systems' server has billing and recordings' gateway
    KILL_WORKER = "kill-worker"
    KILL_TEMPORAL = "kill-temporal"
    KILL_SYSTEMS = "kill-systems"
    KILL_ALL = "kill-all"
    # for some seconds the step's system refuses every write, hangs, is too busy (429), is broken (500), ...
    REFUSE = "refuse"
    TIMEOUT = "timeout"
    RATE_LIMIT = "rate-limit"
    ERROR = "error"
    FAIL_AFTER = "fail-after"  # ... or does what it is told and does not answer
    LOCK_REGISTER = "lock-register"  # somebody holds the register's lock for longer than it is waited for
    OLDER_BILLING = "older-billing"  # a system is restored from a copy that is older than the case
    OLDER_PLATFORM = "older-platform"
    # the step itself: hangs without heartbeats for ever, is written twice, succeeds and loses its answer, ...
    HANG = "hang"
    TWICE = "twice"
    LOST = "lost"
    LATE = "late"  # ... or is given up, and goes on in the background
    # what people do
    CANCEL = "cancel"
    CANCEL_TEMPORAL = "cancel-temporal"  # by Temporal's own cancel, of the case and of its part
    TERMINATE = "terminate"
    TERMINATE_CASE = "terminate-case"
    TERMINATE_PART = "terminate-part"
    RESET_CASE = "reset-case"
    RESET_PART = "reset-part"
    # what is around
    FULL_DISK = "full-disk"
    CUT_TEMPORAL = "cut-temporal"
    CUT_SYSTEMS = "cut-systems"
    CLOCK_WORKER = "clock-worker"  # a day ahead or back, until somebody sets it right
    CLOCK_SYSTEMS = "clock-systems"
    # what is lost
    LOSE_TEMPORAL = "lose-temporal"
    OLDER_REGISTER = "older-register"


KILLED = (Kind.KILL_WORKER, Kind.KILL_TEMPORAL, Kind.KILL_SYSTEMS, Kind.KILL_ALL)
BROKEN = (Kind.REFUSE, Kind.TIMEOUT, Kind.RATE_LIMIT, Kind.ERROR, Kind.FAIL_AFTER)
OLDER = (Kind.OLDER_BILLING, Kind.OLDER_PLATFORM)
MISDONE = (Kind.HANG, Kind.TWICE, Kind.LOST, Kind.LATE)
STOPS = (Kind.CANCEL, Kind.CANCEL_TEMPORAL)
LOSES_A_RUN = (Kind.TERMINATE, Kind.TERMINATE_CASE, Kind.TERMINATE_PART, Kind.RESET_CASE, Kind.RESET_PART)
CUTS = (Kind.CUT_TEMPORAL, Kind.CUT_SYSTEMS)
CLOCKS = (Kind.CLOCK_WORKER, Kind.CLOCK_SYSTEMS)
AROUND = (Kind.FULL_DISK, *CUTS, *CLOCKS)
GONE = (Kind.LOSE_TEMPORAL, Kind.OLDER_REGISTER)

FAMILIES: dict[str, tuple[Kind, ...]] = {
    "killed": KILLED,
    "system": (*BROKEN, Kind.LOCK_REGISTER, *OLDER),
    "step": MISDONE,
    "people": (*STOPS, *LOSES_A_RUN),
    "around": AROUND,
    "lost": GONE,
}

BY_DRIVER = {*KILLED, Kind.LOCK_REGISTER, *OLDER, Kind.FULL_DISK, *CUTS, Kind.CLOCK_SYSTEMS, *GONE}
"""What befalls the whole company. The case waits until it has happened; the others are where they are."""

ALONE = {*OLDER, *GONE}
"""What is not to come together with another of these in one company: from two losses nothing could be rebuilt."""


def family(kind: Kind) -> str:
    """The column of the table."""
    return next(name for name, kinds in FAMILIES.items() if kind in kinds)
