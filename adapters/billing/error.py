"""What an answer of Stripe's means (docs.stripe.com/api/errors).

Its texts repeat what was sent, addresses too, so none of them is passed on: only the status and the code are.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import stripe

from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable

from .category import SYSTEM

MISSING = "resource_missing"
_IN_USE = 409  # a request with the same idempotency key is running
_CODE = re.compile(r"[a-z][a-z_]{2,60}")


@asynccontextmanager
async def answered(*, writes: bool = False) -> AsyncIterator[None]:
    """Let out only domain errors. What is lost while writing leaves the outcome unknown."""
    try:
        yield
    except HabeasError:
        raise
    except stripe.APIConnectionError as error:
        raise _no_answer(error.__cause__, writes) from None
    except stripe.StripeError as error:
        raise _meaning(error, writes) from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:  # lost while the answer was being read
        raise _no_answer(error, writes) from None


def is_missing(error: stripe.StripeError) -> bool:
    """Whether Stripe says that there is no object of this id; a wrong path is a 404 too, and has no code."""
    return error.http_status == 404 and error.code == MISSING


def is_recorded(error: stripe.StripeError) -> bool:
    """Whether Stripe may give this answer again to the same idempotency key: it ended the request."""
    return error.http_status not in (None, _IN_USE) and not _is_not_now(error)


def _is_not_now(error: stripe.StripeError) -> bool:
    """Too many requests, also as a 400 with that code, or another request holds the object (`lock_timeout`)."""
    return isinstance(error, stripe.RateLimitError) or error.http_status == 429


def _no_answer(cause: BaseException | None, writes: bool) -> HabeasError:
    what = f"no answer ({type(cause).__name__})"
    if isinstance(cause, aiohttp.ClientConnectorError):  # nothing was sent
        return Unavailable(SYSTEM, what)
    return _lost(writes)(SYSTEM, what)


def _meaning(error: stripe.StripeError, writes: bool) -> HabeasError:
    status, what = error.http_status or 0, _named(error)
    if _is_not_now(error):
        return Unavailable(SYSTEM, f"Stripe says: not now ({what})", retry_after=_retry_after(error.headers or {}))
    if status == _IN_USE:
        return Unavailable(SYSTEM, f"an earlier request is still running ({what})")
    if status >= 500 or status < 400:  # below 400: an answer that cannot be read
        return _lost(writes)(SYSTEM, f"Stripe failed ({what})")
    if is_missing(error):
        return Unavailable(SYSTEM, f"an object went away meanwhile ({what})")
    return Refused(SYSTEM, f"Stripe refused ({what})")


def _named(error: stripe.StripeError) -> str:
    """The status with the error's code, or its type; what is not of the form of a code is left out."""
    told = error.error.to_dict() if error.error is not None else {}
    word = str(told.get("code") or told.get("type"))
    return f"{error.http_status} {word}" if told and _CODE.fullmatch(word) else str(error.http_status)


def _lost(writes: bool) -> type[Unavailable | OutcomeUnknown]:
    return OutcomeUnknown if writes else Unavailable


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Stripe gives seconds, if anything."""
    seconds = headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdecimal() else None
