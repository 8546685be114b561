"""What an answer of S3 means. Its texts may quote keys, so none of them is passed on: only the status is."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as BotoConnectionError

from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable

from .bucket import Undeleted

_NO_ANSWER = (HTTPClientError, BotoConnectionError, IncompleteReadError, aiohttp.ClientError, OSError)
# a batch is answered with a code for each version, and no status
_STATUS = {"AccessDenied": 403, "SlowDown": 503, "ServiceUnavailable": 503, "InternalError": 500}


@asynccontextmanager
async def answered(system: str, *, writes: bool = False) -> AsyncIterator[None]:
    """Let out only domain errors. What is lost while writing leaves the outcome unknown."""
    try:
        yield
    except HabeasError:
        raise
    except ClientError as error:
        raise _meaning(system, error, writes) from None
    except Undeleted as error:
        status = max(_STATUS.get(code, 400) for code in error.codes)
        raise _by_status(system, status, None, writes) from None
    except _NO_ANSWER as error:
        raise _lost(writes)(system, f"no answer from the bucket ({type(error).__name__})") from None
    except BotoCoreError as error:
        raise Refused(system, f"the bucket's client failed ({type(error).__name__})") from None


def _meaning(system: str, error: ClientError, writes: bool) -> HabeasError:
    metadata = error.response.get("ResponseMetadata", {})
    code, status = error.response.get("Error", {}).get("Code"), metadata.get("HTTPStatusCode", 0)
    if code == "NoSuchBucket":
        return Refused(system, "the bucket does not exist (404)")
    if code == "SlowDown":
        status = 503
    return _by_status(system, status, _retry_after(metadata.get("HTTPHeaders", {})), writes)


def _by_status(system: str, status: int, retry_after: timedelta | None, writes: bool) -> HabeasError:
    if status in (429, 503):
        return Unavailable(system, f"the bucket is asked too much ({status})", retry_after=retry_after)
    if status >= 500:
        return _lost(writes)(system, f"the bucket failed ({status})")
    if status == 412:
        return Unavailable(system, "an object changed meanwhile (412)")
    if status == 404:
        return Unavailable(system, "an object went away meanwhile (404)")
    return Refused(system, f"the bucket refused ({status})")


def _lost(writes: bool) -> type[Unavailable | OutcomeUnknown]:
    return OutcomeUnknown if writes else Unavailable


def _retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Seconds, or a date (RFC 9110, 10.2.3); what is neither is no word on it."""
    value = headers.get("retry-after", "")
    if value.isdecimal():
        return timedelta(seconds=int(value))
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(at.astimezone(UTC) - datetime.now(UTC), timedelta(0))
