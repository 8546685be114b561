"""How an object of Stripe's is made and shown: completed with every field that its kind has."""

import secrets
import string
import time
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .shapes import BY_TYPE, PREFIXES, SHAPES
from .store import Json

REDACTED = "_redacted"
SPENT = "_spent"  # a payment method that was detached: it cannot be attached again

_MADE = ("created", "date", "start_date", "billing_cycle_anchor")
_PARTS = {
    "subscription": ("items", "subscription_item", "/v1/subscription_items?subscription={}"),
    "invoice": ("lines", "line_item", "/v1/invoices/{}/lines"),
}


def now() -> int:
    """Seconds since 1970, as Stripe counts."""
    return int(time.time())


def new_id(object_: str) -> str:
    """An id that looks like Stripe's; nobody can guess the next."""
    letters = string.ascii_letters + string.digits
    return f"{PREFIXES[object_]}_{''.join(secrets.choice(letters) for _ in range(24))}"


def complete(object_: str, given: Mapping[str, Any]) -> Json:
    """An object of this kind, made now unless `given` says when, with `given` over what is usual."""
    shape = deepcopy(SHAPES[object_])
    thing: Json = {
        "id": new_id(object_),
        "object": object_,
        **shape,
        **{made: now() for made in _MADE if made in shape},
    }
    if object_ == "payment_method":
        type_ = given.get("type", "card")
        thing[type_] = deepcopy(BY_TYPE.get(type_, {}))
    merge(thing, given)
    _complete_parts(thing)
    return thing


def merge(thing: Json, given: Mapping[str, Any]) -> None:
    """Put `given` over what is there, branch by branch."""
    for name, value in given.items():
        if isinstance(value, Mapping) and isinstance(thing.get(name), dict):
            merge(thing[name], value)
        else:
            thing[name] = deepcopy(value)


def shown(thing: Json) -> Json:
    """As it is answered: without what is only known inside, and of a deleted customer only that it is one."""
    if thing.get("deleted"):
        return {name: thing[name] for name in ("id", "object", "deleted")}
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def page_of(url: str, things: list[Json], has_more: bool = False) -> Json:
    """A list object."""
    return {"object": "list", "url": url, "has_more": has_more, "data": things}


def _complete_parts(thing: Json) -> None:
    name, part, url = _PARTS.get(thing["object"], ("", "", ""))
    if name:
        of = {thing["object"]: thing["id"]}
        thing[name] = page_of(url.format(thing["id"]), [complete(part, of | given) for given in thing[name]["data"]])
