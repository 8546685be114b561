"""How activities are called: ids, time-outs and patience. Temporal retries; nothing here does."""

from datetime import timedelta

from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, ChildWorkflowError, is_cancelled_exception
from temporalio.exceptions import TimeoutError as StepTimeout
from temporalio.workflow import ActivityCancellationType, ActivityConfig

from habeas.domain.name import system_queue

HEARTBEAT = timedelta(seconds=8)
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=1)
_ONE_ANSWER = timedelta(minutes=5)
_ONE_TRANSFER = timedelta(hours=12)
_ONE_LOOK = timedelta(hours=1)
_WITHOUT_DOUBT = ("Refused", "Barred", "Unfit")


def house_step(what: str) -> ActivityConfig:
    """A step in our own house: it is retried until it succeeds, as nothing can be decided without the register."""
    _, _, rest = what.partition(":")
    return ActivityConfig(
        activity_id=what,
        # the UI shows it beside the step's name
        summary=": ".join(filter(None, ["house", rest])),
        start_to_close_timeout=_ONE_ANSWER,
        heartbeat_timeout=HEARTBEAT,
        retry_policy=RetryPolicy(initial_interval=_FIRST_PAUSE / 2, maximum_interval=timedelta(seconds=15)),
    )


def insistent_house_step(what: str, number: int, patience: timedelta) -> ActivityConfig:
    """As `house_step`, of what must succeed in the end outside: its retries fill about `patience`."""
    options = house_step(what if number == 1 else f"{what}:{number}")
    options["retry_policy"] = _insisting(patience)
    return options


def reversible_step(what: str, system: str, limit: timedelta) -> ActivityConfig:
    """A step before the pivot: a system that stays away is waited for up to `limit`, and no longer."""
    options = _system_step(what, system)
    options["start_to_close_timeout"] = min(_ONE_ANSWER, limit)
    options["schedule_to_close_timeout"] = limit
    options["retry_policy"] = RetryPolicy(initial_interval=_FIRST_PAUSE, maximum_interval=_LONGEST_PAUSE)
    return options


def looking_step(what: str, system: str) -> ActivityConfig:
    """A step that only looks, for the house and no case: a system that stays away is waited for for an hour."""
    return reversible_step(what, system, _ONE_LOOK)


def insistent_step(what: str, system: str, number: int, patience: timedelta) -> ActivityConfig:
    """A step that must succeed in the end: its retries fill about `patience`, then a person is asked."""
    options = _system_step(what if number == 1 else f"{what}:{number}", system)
    options["start_to_close_timeout"] = _ONE_TRANSFER
    options["retry_policy"] = _insisting(patience)
    return options


def _insisting(patience: timedelta) -> RetryPolicy:
    return RetryPolicy(
        initial_interval=_FIRST_PAUSE, maximum_interval=_LONGEST_PAUSE, maximum_attempts=attempts_within(patience)
    )


def _system_step(what: str, system: str) -> ActivityConfig:
    name, _, rest = what.partition(":")
    return ActivityConfig(
        activity_id=":".join(filter(None, [name, system, rest])),
        summary=system,
        task_queue=system_queue(system),
        heartbeat_timeout=HEARTBEAT,
        cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    )


def attempts_within(patience: timedelta) -> int:
    """How many attempts fit, when the pauses between them double up to the longest."""
    attempts, pause, waited = 1, _FIRST_PAUSE, timedelta(0)
    while waited + pause <= patience:
        waited += pause
        pause = min(pause * 2, _LONGEST_PAUSE)
        attempts += 1
    return attempts


def reason(failure: BaseException) -> str:
    """Why a step failed, in words that are safe: our own failures carry nothing else."""
    if is_cancelled_exception(failure):
        return "it was cancelled"
    cause = failure.cause if isinstance(failure, ActivityError | ChildWorkflowError) else failure
    if isinstance(cause, StepTimeout):
        return reason(cause.cause) if cause.cause else "the system did not answer in time"
    return cause.message if isinstance(cause, ApplicationError) else type(cause).__name__


def may_still_land(failure: BaseException) -> bool:
    """Whether a failed write may have been done, or may yet be: all but a clear no at the first attempt."""
    cause = failure.cause if isinstance(failure, ActivityError) else failure
    if not isinstance(cause, ApplicationError):
        return True
    return cause.type not in _WITHOUT_DOUBT or list(cause.details) != [1]


def was_barred(failure: BaseException) -> bool:
    """Whether the register said no: as a rule because an earlier run of the procedure, lost meanwhile, had decided."""
    cause = failure.cause if isinstance(failure, ActivityError) else failure
    return isinstance(cause, ApplicationError) and cause.type == "Barred"
