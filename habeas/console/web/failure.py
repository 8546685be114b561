"""What a door can refuse, each with its status; the words for it are in `language/`."""

from enum import StrEnum
from http import HTTPStatus

from aiohttp import web

from habeas.domain.error import HabeasError, InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable

from .limit import TooMany


class Failure(StrEnum):
    """Why something was not shown or not done."""

    NOT_UNDERSTOOD = "not_understood"
    SIGN_IN_EXPIRED = "sign_in_expired"
    ACCOUNT_REFUSED = "account_refused"
    NO_ROLE = "no_role"
    NOT_A_TOKEN = "not_a_token"  # noqa: S105 - a word, not a secret
    SIGNED_OUT = "signed_out"
    FOREIGN_FORM = "foreign_form"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    NOT_NOW = "not_now"
    TOO_LARGE = "too_large"
    ELSEWHERE = "elsewhere"
    TOO_MANY = "too_many"
    DEFECT = "defect"
    UNAVAILABLE = "unavailable"
    NOT_NOTED = "not_noted"

    @property
    def status(self) -> HTTPStatus:
        """The status of the answer (RFC 9110, 15)."""
        return _STATUS[self]


_STATUS = {
    Failure.NOT_UNDERSTOOD: HTTPStatus.BAD_REQUEST,
    Failure.SIGN_IN_EXPIRED: HTTPStatus.FORBIDDEN,
    Failure.ACCOUNT_REFUSED: HTTPStatus.FORBIDDEN,
    Failure.NO_ROLE: HTTPStatus.FORBIDDEN,
    Failure.NOT_A_TOKEN: HTTPStatus.UNAUTHORIZED,
    Failure.SIGNED_OUT: HTTPStatus.UNAUTHORIZED,
    Failure.FOREIGN_FORM: HTTPStatus.FORBIDDEN,
    Failure.NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    Failure.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Failure.NOT_NOW: HTTPStatus.CONFLICT,
    Failure.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Failure.ELSEWHERE: HTTPStatus.MISDIRECTED_REQUEST,
    Failure.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Failure.DEFECT: HTTPStatus.INTERNAL_SERVER_ERROR,
    Failure.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Failure.NOT_NOTED: HTTPStatus.SERVICE_UNAVAILABLE,
}
_OF_STATUS = {
    HTTPStatus.FORBIDDEN: Failure.NOT_ALLOWED,
    HTTPStatus.NOT_FOUND: Failure.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Failure.TOO_LARGE,
}
_OF_ERROR: tuple[tuple[type[Exception], Failure], ...] = (
    (TooMany, Failure.TOO_MANY),
    (InvalidInput, Failure.NOT_UNDERSTOOD),
    (NoSuchCase, Failure.NOT_FOUND),
    (NotNow, Failure.NOT_NOW),
    (Stopped, Failure.NOT_NOW),
    (Unreachable, Failure.UNAVAILABLE),
)


class Failed(Exception):
    """Something was refused; the page says which `failure` in its reader's language."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def failure_of(error: Exception) -> Failure:
    """What to say of an error; DEFECT for what nobody expected."""
    if isinstance(error, Failed):
        return error.failure
    if isinstance(error, web.HTTPException):
        return _OF_STATUS.get(HTTPStatus(error.status), Failure.NOT_UNDERSTOOD)
    if isinstance(error, HabeasError):
        return Failure.UNAVAILABLE if error.is_retriable else Failure.NOT_NOW
    return next((failure for kind, failure in _OF_ERROR if isinstance(error, kind)), Failure.DEFECT)
