"""What Temporal and the worker answer, in our words. Nothing that was sent is repeated."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.client import (
    WorkflowFailureError,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError, TerminatedError
from temporalio.service import RPCError, RPCStatusCode

from habeas.domain.error import HabeasError, InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable
from habeas.vault.error import Gone, Missing

_UNREADABLE = "PayloadValidationError"  # so the SDK names what did not have the form asked for
_NO_ENTRY = (RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.PERMISSION_DENIED)
_MAY_BE_DONE = "what was asked may still be done: look again, or ask again with the same update id"
_NO_CASE = "there is no such case, or it has ended"
_SEALED = "what is said of cases is sealed, and without their keys nothing is sent or read"
_OPENS_AGAIN = "Nothing was done for it: mend the request, and open it under another id."
_GOES_ON = (
    "Nothing is touched but by a part of it that was under way, which goes on alone. The person stays claimed, and a "
    "new case would only point here: open none, but let this one go on with `habeas resume`."
)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turns what the SDK and the codec raise into NotNow, InvalidInput, NoSuchCase or Unreachable."""
    try:
        yield
    except WorkflowUpdateFailedError as refused:
        raise _refusal(refused.cause) from None
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        if isinstance(error.__cause__, asyncio.CancelledError):  # the SDK hides that we were cancelled
            raise error.__cause__ from None
        raise Unreachable(f"no worker answered in time; {_MAY_BE_DONE}") from error
    except WorkflowQueryFailedError as error:
        raise Unreachable("the worker cannot answer for that case: its log says why") from error
    except RPCError as error:
        raise _meaning(error) from error
    except HabeasError as error:
        raise _without_key(error) from error
    except ApplicationError as error:
        if error.type != _UNREADABLE:
            raise
        raise Unreachable("the answer is not of a form that this version reads: worker and client differ") from None


def stopped(case_id: str, failure: WorkflowFailureError) -> Stopped:
    """What a case says that ended in Temporal without an outcome. An operator's own words are not repeated."""
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.type == _UNREADABLE:
        return Stopped(f"case {case_id} could not begin: {_details(cause)}. {_OPENS_AGAIN}")
    how = "was terminated in Temporal" if isinstance(cause, TerminatedError) else f"broke off ({_kind(cause)})"
    return Stopped(f"case {case_id} {how} and has no outcome. {_GOES_ON}")


def _refusal(cause: BaseException) -> Exception:
    """An Update says no with NotNow. Whatever else ends it did not come from a rule of ours."""
    if isinstance(cause, ApplicationError) and cause.type == "NotNow":
        return NotNow(cause.message)
    if isinstance(cause, ApplicationError) and cause.type == _UNREADABLE:
        return InvalidInput(_details(cause))
    return Unreachable(f"a step of the worker's failed ({_kind(cause)}); {_MAY_BE_DONE}")


def _details(unreadable: ApplicationError) -> str:
    """Our converter's sentence, which names fields and no values; another worker's may be of any form."""
    said = unreadable.details[0] if unreadable.details else None
    return said if isinstance(said, str) else "the input does not have the form asked for"


def _kind(cause: BaseException) -> str:
    return (isinstance(cause, ApplicationError) and cause.type) or type(cause).__name__


def _without_key(error: HabeasError) -> Exception:
    if isinstance(error, Gone):
        return NoSuchCase(error.what)
    if isinstance(error, Missing):
        return NoSuchCase(_NO_CASE)
    return Unreachable(f"{error}; {_SEALED}")


def _meaning(error: RPCError) -> Exception:
    if error.status is RPCStatusCode.NOT_FOUND:
        return NoSuchCase(_NO_CASE)
    if error.status in _NO_ENTRY:
        return Unreachable(f"Temporal does not accept our certificate or API key ({error.status.name})")
    return Unreachable(f"Temporal or the worker does not answer ({error.status.name})")
