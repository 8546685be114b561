"""What an answer of a mail server's means (RFC 5321, 4.2), and what it means that there is none.

Servers quote addresses in their replies, and aiosmtplib quotes the replies and addresses too: only reply codes and the
names of classes are passed on.
"""

import ssl
from datetime import timedelta

import aiosmtplib

from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable, Undeliverable

SYSTEM = "mail"
WENT_WRONG = (aiosmtplib.SMTPException, OSError)
"""Whatever aiosmtplib raises of its own accord; of TLS it lets some errors of Python's through (OSError)."""

_OF_WHAT = (
    (aiosmtplib.SMTPRecipientRefused, "the recipient"),
    (aiosmtplib.SMTPSenderRefused, "the sender"),
    (aiosmtplib.SMTPDataError, "the letter"),
    (aiosmtplib.SMTPAuthenticationError, "our user name or password"),
)
_OF_THIS_ONE = (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError)
_NO_ANSWER = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, aiosmtplib.SMTPConnectError, OSError)
# X509_V_ERR_... of OpenSSL
_CERTIFICATE = {10: "is too old", 62: "is of another name", 64: "is of another name"}


def meaning(error: Exception, retry_after: timedelta, *, was_sent: bool = False) -> HabeasError:
    """The domain's error. `was_sent`: the letter was under way, so that what is lost leaves its outcome unknown."""
    if (untrusted := _untrusted(error)) is not None:
        return Refused(SYSTEM, f"the certificate of the mail server {untrusted}: nothing was sent")
    if isinstance(error, aiosmtplib.SMTPResponseException) and 400 <= error.code < 600:
        return _reply(error, retry_after)
    if isinstance(error, (*_NO_ANSWER, aiosmtplib.SMTPResponseException)):
        name = type(_innermost(error)).__name__
        if was_sent:
            return OutcomeUnknown(SYSTEM, f"the letter was under way and its answer was lost ({name})")
        return Unavailable(SYSTEM, f"no answer ({name})")
    return Refused(
        SYSTEM, "the mail server does not offer STARTTLS, or no way to sign in that we know: nothing was sent"
    )


def _reply(error: aiosmtplib.SMTPResponseException, retry_after: timedelta) -> HabeasError:
    if error.code < 500:
        return Unavailable(SYSTEM, f"the mail server says: not now ({error.code})", retry_after=retry_after)
    what = next((what for kind, what in _OF_WHAT if isinstance(error, kind)), "to serve us")
    kind = Undeliverable if isinstance(error, _OF_THIS_ONE) else Refused
    return kind(SYSTEM, f"the mail server refused {what} ({error.code})")


def _untrusted(error: Exception) -> str | None:
    cause = _innermost(error)
    if not isinstance(cause, ssl.SSLCertVerificationError):
        return None
    return _CERTIFICATE.get(cause.verify_code, "is not of an authority that we trust")


def _innermost(error: Exception) -> Exception:
    while isinstance(error.__cause__, Exception):  # below a time-out there is only asyncio's own cancelling
        error = error.__cause__
    return error
