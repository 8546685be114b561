"""Stripe's search of customers: `email:'..'`, `metadata['key']:'..'`, `metadata['key']:null` (docs.stripe.com/search).

Stripe's index lags by up to a minute, and by more when it is ill; this one is always up to date.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from .error import Refused
from .listing import limit_of
from .store import Json, Store
from .thing import shown

_FIELDS = ("email", "name", "phone")
_CLAUSE = re.compile(
    r"""\s*(-?)(?:(\w+)|metadata\[["']([^"']+)["']\])(?::(null)|([:~])["']((?:[^"'\\]|\\.)*)["'])\s*"""
)
_JOINED = re.compile(r"(AND|OR)\s")

Joint = Callable[[Iterable[bool]], bool]


class Clause(NamedTuple):
    """One condition: a field, or a key of the metadata, and what is in it; nothing, where there is no value."""

    is_not: bool
    field: str | None
    key: str | None
    operator: str
    value: str | None


def search(store: Store, params: Mapping[str, Any]) -> Json:
    """One page of the customers that a query finds. Raises Refused (400) for a query that cannot be read."""
    joint, clauses = _read(params["query"])
    found = [
        shown(customer)
        for customer in store.find("customer")
        if not customer.get("deleted") and joint(_meets(customer, clause) for clause in clauses)
    ]
    start, limit = _page(params.get("page", "0")), limit_of(params)
    more = len(found) > start + limit
    result = {"object": "search_result", "url": "/v1/customers/search", "has_more": more}
    return {**result, "next_page": str(start + limit) if more else None, "data": found[start : start + limit]}


def _read(query: str) -> tuple[Joint, list[Clause]]:
    """How clauses are joined, `all` or `any`, and the clauses."""
    clauses, words, at = [], set(), 0
    while at < len(query):
        matched = _CLAUSE.match(query, at)
        if matched is None or (matched[2] or "email") not in _FIELDS:
            raise _unreadable()
        operator, value = (":", None) if matched[4] else (matched[5], matched[6])
        clauses.append(Clause(matched[1] == "-", matched[2], matched[3], operator, value))
        at = matched.end()
        if joined := _JOINED.match(query, at):
            words.add(joined[1])
            at = joined.end()
    if len(words) > 1 or not clauses:  # Stripe refuses to mix them
        raise _unreadable()
    return (any if "OR" in words else all), clauses


def _unreadable() -> Refused:
    return Refused(400, "We were unable to parse your search query.", param="query")


def _meets(customer: Json, clause: Clause) -> bool:
    """Case does not matter; `~` finds a part of three characters or more."""
    held = customer.get(clause.field) if clause.field else customer["metadata"].get(clause.key)
    if clause.value is None:
        return (not held) is not clause.is_not
    has, wanted = str(held or "").lower(), re.sub(r"\\(.)", r"\1", clause.value).lower()
    met = wanted in has if clause.operator == "~" and len(wanted) >= 3 else has == wanted
    return met is not clause.is_not


def _page(text: str) -> int:
    if not text.isdigit():
        raise Refused(400, "Invalid search page.", param="page")
    return int(text)
