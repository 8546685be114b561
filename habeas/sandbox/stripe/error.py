"""Stripe's error answers (docs.stripe.com/api/errors), as an exception that carries one."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A request that is not carried out: what Stripe answers instead."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None, **details: str) -> None:
        """`details` are the error's further fields: `type`, `code`, `param`."""
        error = {"type": "invalid_request_error", "message": message, **details}
        super().__init__(f"{status} {error.get('code', error['type'])}")
        self.status = status
        self.headers = dict(headers or {})
        self.document: dict[str, Any] = {"error": error}


def missing(object_: str, id_: str, param: str = "id") -> Refused:
    """No such object: 404 for one named in the path, 400 for one named in a parameter."""
    status = 404 if param == "id" else 400
    return Refused(status, f"No such {object_}: '{id_}'", code="resource_missing", param=param)


def bad_parameter(name: str, code: str, message: str) -> Refused:
    """A parameter that is unknown, absent or not what it should be."""
    return Refused(400, message, code=code, param=name)


def not_authenticated(given: bool) -> Refused:
    """No key, or a wrong one."""
    message = "Invalid API Key provided: ****" if given else "You did not provide an API key."
    return Refused(401, message, headers={"WWW-Authenticate": 'Basic realm="Stripe"'})


def not_permitted() -> Refused:
    """A key that may not do this."""
    message = "The provided key does not have the required permissions for this endpoint on this account."
    return Refused(403, message)


def no_such_url(method: str, path: str) -> Refused:
    """A path that Stripe, or this server, does not have."""
    return Refused(404, f"Unrecognized request URL ({method}: {path}). Please see https://stripe.com/docs.")


def rate_limited(retry_after: int | None = None) -> Refused:
    """Too many requests; `retry_after` in seconds. Raised before anything is carried out."""
    headers = {"Stripe-Rate-Limited-Reason": "global-rate"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Refused(429, "Request rate limit exceeded.", code="rate_limit", headers=headers)


def lock_timeout() -> Refused:
    """Another request holds the object; Stripe advises to try again."""
    message = "This object cannot be accessed right now because another API request or Stripe process is using it."
    return Refused(429, message, code="lock_timeout", headers={"Stripe-Should-Retry": "true"})


def server_error(status: int) -> Refused:
    """Something broke on Stripe's side; whether it was carried out is not known."""
    return Refused(status, "An unknown error occurred.", type="api_error")
