"""The provider, as asked over HTTP: what it says of itself, its keys, and an ID token for a code."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote_plus

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import TypeAdapter, ValidationError

from habeas.console.web.failure import Failed, Failure
from habeas.domain.error import Unavailable

from .metadata import Granted, Metadata

KEPT: Final = 600.0  # seconds until metadata and keys are asked for again: a key that was withdrawn counts as long
SOONEST: Final = 30.0  # seconds between two such questions, whatever key ids are shown to us
LARGEST: Final = 1 << 20  # bytes of an answer
_PATIENCE = ClientTimeout(total=10)
T = TypeVar("T")
_SYSTEM = "the account service"


_KEYS: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


@dataclass(frozen=True)
class Client:
    """Who we are to the provider."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True)
class Known:
    """What was read of the provider, and when (seconds of a clock that never goes back)."""

    metadata: Metadata
    keys: KeySet
    at: float


class Provider:
    """One issuer. Used as an asynchronous context manager: it keeps connections."""

    def __init__(self, issuer: str, client: Client, now: Callable[[], float] = time.monotonic) -> None:
        self.issuer, self.client = issuer, client
        self._now = now
        self._http: ClientSession | None = None
        self._known: Known | None = None
        self._reading = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Begin to keep connections."""
        self._http = ClientSession(timeout=_PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        """End them."""
        if self._http is not None:
            await self._http.close()

    async def known(self, key_id: str | None = None) -> Known:
        """Metadata and keys, not older than ten minutes; younger than that when they lack this key.

        Raises Unavailable when the provider does not answer, or not as one.
        """
        async with self._reading:
            known = self._known
            age = self._now() - known.at if known else KEPT
            if known is None or age >= KEPT or (age >= SOONEST and not _has(known.keys, key_id)):
                known = self._known = await self._read()
            return known

    async def exchange(self, metadata: Metadata, code: str, verifier: str) -> Granted:
        """The tokens for a code (RFC 6749, 4.1.3; RFC 7636, 4.5).

        Raises Failed when the provider refuses the code, Unavailable when it does not answer.
        """
        body = prepare_token_request(
            "authorization_code", redirect_uri=self.client.redirect_uri, code=code, code_verifier=verifier
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        url, headers, body = self._auth(metadata).prepare("POST", metadata.token_endpoint, headers, body)
        status, answer = await self._ask("POST", url, data=body, headers=headers)
        if 400 <= status < 500:
            raise Failed(Failure.ACCOUNT_REFUSED)
        return _valid(TypeAdapter(Granted), status, answer)

    def _auth(self, metadata: Metadata) -> ClientAuth:
        """The secret goes in the header, form-encoded (RFC 6749, 2.3.1), or in the body where that is not taken."""
        own = self.client
        if "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            return ClientAuth(quote_plus(own.client_id), quote_plus(own.client_secret), "client_secret_basic")
        return ClientAuth(own.client_id, own.client_secret, "client_secret_post")

    async def _read(self) -> Known:
        at = self._now()
        where = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        metadata = _valid(TypeAdapter(Metadata), *await self._ask("GET", where))
        if metadata.issuer != self.issuer:
            raise Unavailable(_SYSTEM, "it says that it is another issuer")
        keys = _valid(_KEYS, *await self._ask("GET", metadata.jwks_uri))
        try:
            return Known(metadata, KeySet.import_key_set(keys), at)  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise Unavailable(_SYSTEM, "its keys are none") from None

    async def _ask(self, method: str, url: str, **more: Any) -> tuple[int, bytes]:
        if self._http is None:
            raise Unavailable(_SYSTEM, "it is not asked yet")
        try:
            async with self._http.request(method, url, allow_redirects=False, **more) as answer:
                return answer.status, await _bounded(answer)
        except (ClientError, TimeoutError):
            raise Unavailable(_SYSTEM, "no answer") from None


async def _bounded(answer: ClientResponse) -> bytes:
    read = bytearray()
    async for piece in answer.content.iter_chunked(1 << 16):
        read += piece
        if len(read) > LARGEST:
            raise Unavailable(_SYSTEM, "its answer is too large")
    return bytes(read)


def _has(keys: KeySet, key_id: str | None) -> bool:
    return key_id is None or any(key.kid == key_id for key in keys)


def _valid(form: TypeAdapter[T], status: int, answer: bytes) -> T:
    if status != HTTPStatus.OK:
        raise Unavailable(_SYSTEM, f"it answered {status}")
    try:
        return form.validate_json(answer)
    except ValidationError:
        raise Unavailable(_SYSTEM, "its answer is not of the form it should be") from None
