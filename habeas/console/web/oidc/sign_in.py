"""The routes by which staff sign in with the company's account: there, and back."""

import logging
from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from habeas.console.web.door import door_of
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.limit import Limit
from habeas.console.web.page import page
from habeas.console.web.session import Visitor
from habeas.console.web.visit import SIGN_IN, browser_of, sign_in
from habeas.console.web.way import HOME, go, within
from habeas.domain.error import Unavailable

from .claims import Claims
from .id_token import key_id, verified
from .metadata import Metadata
from .pending import Begun, Pending
from .provider import Provider

ACCOUNT: Final = "/sign-in/account"
BACK: Final = "/sign-in/back"
_log = logging.getLogger(__name__)


class AccountSignIn:
    """Authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636, RFC 9700)."""

    def __init__(
        self, provider: Provider, claims: Claims, scope: str, pending: Pending | None = None, tries: Limit | None = None
    ) -> None:
        """`tries`: how often one address may begin; ten at once and ten a minute unless told otherwise."""
        self._provider, self._claims, self._scope = provider, claims, scope
        self._pending = pending or Pending()
        self._tries = tries or Limit(burst=10, every=6)

    def routes(self) -> list[web.AbstractRouteDef]:
        """To be added to the door's."""
        return [web.get(SIGN_IN, self._page), web.get(ACCOUNT, self._begin), web.get(BACK, self._end)]

    async def running(self, _app: web.Application) -> AsyncIterator[None]:
        """To be added to the door's `cleanup_ctx`: connections to the provider live as long as the door."""
        async with self._provider:
            yield

    async def _page(self, request: web.Request) -> web.Response:
        way = within(request.query.get("next", HOME))
        return page(request, "sign_in.html", way=way, failure=None, account=ACCOUNT)

    async def _begin(self, request: web.Request) -> web.Response:
        """Send the browser to the provider. A link and no form: `form-action 'self'` would stop a form on its way."""
        self._tries.take(door_of(request).proxies.client(request))
        known = await self._provider.known()
        state, begun = self._pending.begin(browser_of(request), within(request.query.get("next", HOME)))
        url = prepare_grant_uri(
            known.metadata.authorization_endpoint,
            self._provider.client.client_id,
            "code",
            self._provider.client.redirect_uri,
            self._scope,
            state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
        )
        return web.Response(status=303, headers={"Location": url})

    async def _end(self, request: web.Request) -> web.Response:
        """The provider has sent the browser back."""
        begun = self._pending.end(browser_of(request), request.query.get("state", ""))
        if begun is None:
            raise Failed(Failure.SIGN_IN_EXPIRED)
        try:
            sign_in(request, await self._visitor(request, begun))
        except (Failed, Unavailable) as error:
            _log.warning("a sign-in with the company's account failed", extra={"error": str(error)})
            raise
        return go(begun.way)

    async def _visitor(self, request: web.Request, begun: Begun) -> Visitor:
        """Who has come back."""
        known = await self._provider.known()
        granted = await self._provider.exchange(known.metadata, _code(request, known.metadata), begun.verifier)
        known = await self._provider.known(key_id(granted.id_token))
        return self._claims.visitor(verified(granted, known, self._provider.client.client_id, begun.nonce))


def _code(request: web.Request, metadata: Metadata) -> str:
    """The code, from whom it should be (RFC 9207, 2.4). Raises Failed for an answer that is an error, or of another."""
    issuer, code = request.query.get("iss"), request.query.get("code")
    is_silent = issuer is None and not metadata.authorization_response_iss_parameter_supported
    if code is None or "error" in request.query or not (is_silent or issuer == metadata.issuer):
        raise Failed(Failure.ACCOUNT_REFUSED)
    return code
