"""What becomes of a request: who asks, what is asked, whether it was asked before, and the answer."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from . import customers, invoices, payment_methods, reading, redaction_jobs, settlement, subscriptions
from .answer import Answer
from .error import Refused, no_such_url
from .expand import expand
from .form import Form, decode
from .idempotency import Ledger, fingerprint
from .keys import Keys
from .parameters import check, list_of, text
from .route import Call, Route
from .script import Script
from .store import Store

# the fixed paths come before those with an id in the same place
_ROUTES = (
    *customers.ROUTES,
    *payment_methods.ROUTES,
    *subscriptions.ROUTES,
    *invoices.ROUTES,
    *settlement.ROUTES,
    *redaction_jobs.ROUTES,
    *reading.ROUTES,
)
_ROOT = "/v1/"
_PREVIEW = ".preview"  # the end of a version that has what is not there yet for everybody


@dataclass(frozen=True)
class _Asked:
    route: Route
    ids: tuple[str, ...]
    path: str
    form: Form = field(repr=False)


@dataclass(frozen=True)
class Desk:
    """Answers requests from the store."""

    store: Store = field(repr=False)
    keys: Keys = field(repr=False)
    ledger: Ledger = field(repr=False)
    script: Script

    async def handle(self, request: web.Request) -> web.Response:
        """The answer, whatever was asked."""
        try:
            answer = await self._answer(request)
        except Refused as refused:
            answer = Answer.refusing(refused)
        return answer.to(request)

    async def _answer(self, request: web.Request) -> Answer:
        writes = request.method != "GET"
        self.keys.admit(request.headers.get("Authorization"), writes)
        asked = await self._understood(request)
        if writes:
            self.script.before()
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method != "POST":
            return await self._carry_out(asked, None)
        if answer := self.ledger.replay(key, _print(asked)):
            return answer
        with self.ledger.running(key):
            return await self._carry_out(asked, key)

    async def _understood(self, request: web.Request) -> _Asked:
        """Raises Refused: 404 for a path that is not there, 400 for a form that cannot be read."""
        path = request.path.removeprefix(_ROOT).rstrip("/")
        pairs = [*request.query.items(), *parse_qsl(await request.text(), keep_blank_values=True)]
        previews = self.script.has_previews and request.headers.get("Stripe-Version", "").endswith(_PREVIEW)
        for route in _ROUTES if request.path.startswith(_ROOT) else ():
            if (previews or not route.is_preview) and (ids := route.match(request.method, path)) is not None:
                return _Asked(route, ids, _ROOT + path, decode(pairs))
        raise no_such_url(request.method, request.path)

    async def _carry_out(self, asked: _Asked, key: str | None) -> Answer:
        """Raises Refused while nothing was begun; from then on, what is refused is an answer like others."""
        route = asked.route
        params = check(asked.form, {**route.parameters, "expand": list_of(text)}, route.required)
        paths = params.pop("expand", [])
        call = Call(self.store, asked.path, asked.ids, params, self.script)
        if route.method == "GET":
            return Answer(200, expand(self.store, route.action(call), paths))
        await self.script.wait()
        return self._write(call, asked, paths, key)

    def _write(self, call: Call, asked: _Asked, paths: list[str], key: str | None) -> Answer:
        """The effect and its answer, in one transaction; a refusal, or a failure, takes back the effect alone."""
        try:
            with self.store.transaction():
                return self._keep(key, asked, self._act(call, asked, paths))
        except Refused as refused:
            with self.store.transaction():
                return self._keep(key, asked, Answer.refusing(refused))

    def _act(self, call: Call, asked: _Asked, paths: list[str]) -> Answer:
        failure = self.script.within()
        if failure and not failure.done:
            raise failure.refused
        answer = Answer(200, expand(self.store, asked.route.action(call), paths))
        return Answer.refusing(failure.refused) if failure else answer

    def _keep(self, key: str | None, asked: _Asked, answer: Answer) -> Answer:
        if key is not None:
            self.ledger.keep(key, _print(asked), answer)
        return answer


def _print(asked: _Asked) -> str:
    return fingerprint(asked.route.method, asked.path, asked.form)
