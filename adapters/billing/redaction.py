"""Redaction jobs at Stripe (docs.stripe.com/api/privacy/redaction-job; public preview): the vendor's own two phases.

A job is made and validated before the pivot, where it changes nothing and can be cancelled, and run after it, for good.
The stable client has no types for them: they are asked for by its raw requests, under a preview version of their own.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import stripe

from .believed import Json
from .error import answered
from .intent import Intent
from .stripe_client import Stripe

MOST_IDS = 10  # of one job
PLACEHOLDER = "[redacted]"

_VERSION = "2026-09-30.preview"
_PATH = "/v1/privacy/redaction_jobs"
_UNKNOWN = (400, 404)  # to a list without anything that could be wrong: no such path, or no such version
_LIVE = ("created", "validating", "ready", "failed", "redacting")

_WORD = re.compile(r"[a-z][a-z_.]{1,60}")

Roots = Mapping[str, frozenset[str]]
"""What a job is made for: ids by kind (`charges`, `invoices`, ..)."""


@dataclass(frozen=True)
class Job:
    """A job as it stands: what it is about, and what stands against it, as `code (kind of object)`."""

    id: str
    status: str
    ids: frozenset[str]
    errors: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Json) -> "Job":
        """A job as Stripe shows it with its objects."""
        ids = frozenset(id_ for ids in (found.get("objects") or {}).values() for id_ in ids or ())
        errors = ((found.get("validation_errors") or {}).get("data")) or ()
        told = {
            f"{_word(e.get('code'))} ({_word((e.get('erroring_object') or {}).get('object_type'))})" for e in errors
        }
        return cls(found["id"], _word(found["status"]), ids, tuple(sorted(told)))

    @property
    def is_on_its_way(self) -> bool:
        """Whether it goes on by itself."""
        return self.status in ("created", "validating", "redacting")


@dataclass(frozen=True)
class Jobs:
    """The jobs of one account. Every method raises Retriable or Refused, and nothing else."""

    stripe: Stripe = field(repr=False)

    async def are_there(self) -> bool:
        """Whether the account has redaction: that is Stripe's answer, as asking for the list changes nothing."""
        async with answered():
            try:
                await self._ask("get", "", limit=1)
            except stripe.InvalidRequestError as error:
                if error.http_status in _UNKNOWN:
                    return False
                raise
        return True

    async def live(self) -> list[Job]:
        """Those that hold their objects: nobody else can redact these meanwhile."""
        return [job for status in _LIVE for job in await self._in(status)]

    async def get(self, id_: str) -> Job:
        """One by its id, as it is now."""
        async with answered():
            return Job.of(await self._ask("get", f"/{id_}", expand=["objects"]))

    async def create(self, intent: Intent, roots: Roots) -> None:
        """A new one, which Stripe begins to validate; what cannot be redacted is an error and is left as it is."""
        objects = {kind: sorted(ids) for kind, ids in sorted(roots.items()) if ids}
        await self._post(intent, "", objects=objects, validation_behavior="error")

    async def go(self, intent: Intent, way: str, id_: str) -> None:
        """`run` one that is ready, `cancel` one that is ready or failed, `validate` one that failed again."""
        await self._post(intent, f"/{id_}/{way}")

    async def try_running(self, absent: str) -> None:
        """Ask to run one that does not exist; raises Refused for a key that may not."""
        await self.stripe.try_one(lambda: self._ask("post", f"/prj_{absent}/run"))

    async def _in(self, status: str) -> list[Job]:
        found: list[Json] = []
        more: Json = {"has_more": True}
        async with answered():
            while more["has_more"]:
                after = {"starting_after": found[-1]["id"]} if found else {}
                more = await self._ask("get", "", limit=100, status=status, expand=["data.objects"], **after)
                found += more["data"]
        return [Job.of(one) for one in found]

    async def _post(self, intent: Intent, path: str, **params: Any) -> None:
        await self.stripe.post(
            intent, _PATH + path, params, lambda options: self._answer("post", path, **params, **options)
        )

    async def _ask(self, method: str, path: str, **params: Any) -> Json:
        found: Json = json.loads((await self._answer(method, path, **params)).body)
        return found

    async def _answer(self, method: str, path: str, **params: Any) -> Any:
        return await self.stripe.client.raw_request_async(method, _PATH + path, stripe_version=_VERSION, **params)


def _word(text: object) -> str:
    """A status, code or kind, as Stripe names it; anything that is not of the form of one is not passed on."""
    return text if isinstance(text, str) and _WORD.fullmatch(text) else "unknown"
