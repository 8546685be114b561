"""The codec server, as Temporal's pages and its command ask it: `POST /decode`, with a token or after signing in.

Pages of one origin alone may ask from a browser (CORS). What asks for sealing knows no workflow, so it says the case by
the address: `/cases/CASE_ID/encode`, for tools in other languages (docs/contract); they need the role of a writer.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from aiohttp import web

from habeas.console.audit import Audit
from habeas.console.tokens import Person, Tokens
from habeas.domain.error import HabeasError, InvalidInput
from habeas.domain.request import CASE_ID
from habeas.vault.case_keys import CaseKeys
from habeas.vault.codec import SealingCodec
from habeas.vault.payload_keys import PayloadKeyCache
from habeas.vault.remote import opened, payloads_in, sealed

from .role import Role

COOKIE = "habeas-reader"
LARGEST: Final = 16 << 20  # bytes of a request: a page's whole history
_PATIENCE = 3.0
REMEMBERED = 2.0  # a page asks for many payloads at once, and a shredded case is to be unreadable at once
_PAGE = Path(__file__).with_name("sign_in.html")
_NAMESPACE = re.compile(r"[A-Za-z0-9._-]{1,200}")
_ALLOWED = {
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Namespace",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Max-Age": "600",
}
_NO_CASE = "Name the case in the address of this server, /cases/CASE_ID: what is sealed is sealed for one case."


Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CodecServer:
    """Opens payloads for who may read them."""

    def __init__(self, keys: CaseKeys, tokens: Tokens[Role], audit: Audit, ui_origin: str) -> None:
        """`ui_origin`: the origin of Temporal's pages, as `http://127.0.0.1:8080`."""
        self._keys = keys
        self._cache = PayloadKeyCache(keys, REMEMBERED)
        self._tokens = tokens
        self._audit = audit
        self._origin = ui_origin

    def app(self) -> web.Application:
        """The server's routes."""
        app = web.Application(client_max_size=LARGEST, middlewares=[self._guard])
        for way in ("", "/cases/{case_id}"):
            app.router.add_post(f"{way}/decode", self._decode)
            app.router.add_post(f"{way}/encode", self._encode)
        app.router.add_get("/sign-in", self._form)
        app.router.add_post("/sign-in", self._sign_in)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """CORS for the one origin, no copies in caches, and one clear line for what is wrong."""
        try:
            answer = web.Response() if request.method == "OPTIONS" else await handler(request)
        except web.HTTPException as error:
            answer = web.Response(status=error.status, text=error.text or error.reason)
        except InvalidInput as error:
            answer = web.Response(status=400, text=str(error))
        except HabeasError as error:
            answer = web.Response(status=503 if error.is_retriable else 409, text=str(error))
        answer.headers["Cache-Control"] = "no-store"
        if request.headers.get("Origin") == self._origin:
            answer.headers.update({"Access-Control-Allow-Origin": self._origin, "Vary": "Origin", **_ALLOWED})
        return answer

    async def _decode(self, request: web.Request) -> web.Response:
        who, namespace = self._person(request), _namespace(request)
        result = await opened(SealingCodec(self._cache, namespace, _PATIENCE), await request.read())
        if result.counts["opened"]:
            self._note(who, namespace, result.cases, result.counts)
        return web.Response(text=result.body, content_type="application/json")

    async def _encode(self, request: web.Request) -> web.Response:
        """What is asked with nothing to seal, as with a query that takes nothing, needs no case."""
        who, namespace = self._person(request), _namespace(request)
        if not (payloads := payloads_in(await request.read())):
            return web.json_response({"payloads": []})
        if who.role is not Role.WRITER:
            raise web.HTTPForbidden(text=f"{who.name} may read, and not write.")
        case_id = _case(request)
        self._note(who, namespace, [case_id], {"sealed": len(payloads)})
        await self._keys.create(case_id)
        codec = SealingCodec(self._cache, namespace, _PATIENCE).of_case(case_id)
        return web.Response(text=await sealed(codec, payloads), content_type="application/json")

    def _note(self, who: Person[Role], namespace: str, cases: Iterable[str], counts: Mapping[str, int]) -> None:
        """`counts` are of payloads, by what was done with them."""
        self._audit.note(who.name, namespace=namespace, cases=sorted(cases), payloads=dict(counts))

    def _person(self, request: web.Request) -> Person[Role]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = request.cookies.get(COOKIE, "")
        person = self._tokens.whose(token)
        if person is None:
            raise web.HTTPUnauthorized(text="Sign in at /sign-in with your token, or send it: Authorization: Bearer.")
        return person

    async def _form(self, _request: web.Request) -> web.Response:
        return web.Response(text=_PAGE.read_text(encoding="utf-8"), content_type="text/html")

    async def _sign_in(self, request: web.Request) -> web.Response:
        """The token becomes a cookie of this origin: the browser sends it when the page asks with credentials."""
        token = str((await request.post()).get("token", "")).strip()
        person = self._tokens.whose(token)
        if person is None:
            raise web.HTTPUnauthorized(text="That is nobody's token.")
        answer = web.Response(text=f"Signed in as {person.name}. Temporal's pages now show you what is sealed.")
        answer.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=request.secure, max_age=12 * 3600)
        return answer


def _namespace(request: web.Request) -> str:
    name = request.headers.get("X-Namespace", "default")
    if not _NAMESPACE.fullmatch(name):
        raise InvalidInput("X-Namespace is no name of a namespace")
    return name


def _case(request: web.Request) -> str:
    case_id = request.match_info.get("case_id", "")
    if not re.fullmatch(CASE_ID, case_id):
        raise InvalidInput(_NO_CASE)
    return case_id
