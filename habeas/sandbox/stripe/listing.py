"""Lists as Stripe pages them: newest first, from an id on, at most a hundred (docs.stripe.com/api/pagination)."""

from collections.abc import Callable, Mapping
from typing import Any

from .error import bad_parameter, missing
from .parameters import Parameters, integer, text
from .store import Json, Store
from .thing import page_of, shown

PAGING: Parameters = {"limit": integer, "starting_after": text, "ending_before": text}

_MOST, _USUALLY = 100, 10
_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "gt": int.__gt__,
    "gte": int.__ge__,
    "lt": int.__lt__,
    "lte": int.__le__,
}


def page(store: Store, url: str, things: list[Json], params: Mapping[str, Any]) -> Json:
    """One page of these objects, which come newest first. Raises Refused (400) for a bad limit or an unknown cursor."""
    kept = [thing for thing in things if _is_within(thing, params.get("created", {}))]
    limit = limit_of(params)
    if before := params.get("ending_before"):
        newer = [thing for thing in kept if _place(store, thing["id"]) > _cursor(store, before, "ending_before")]
        return page_of(url, [shown(thing) for thing in newer[-limit:]], len(newer) > limit)
    if after := params.get("starting_after"):
        kept = [thing for thing in kept if _place(store, thing["id"]) < _cursor(store, after, "starting_after")]
    return page_of(url, [shown(thing) for thing in kept[:limit]], len(kept) > limit)


def limit_of(params: Mapping[str, Any]) -> int:
    """How many objects are asked for. Raises Refused (400) when that is not 1 to 100."""
    limit: int = params.get("limit", _USUALLY)
    if not 1 <= limit <= _MOST:
        raise bad_parameter("limit", "parameter_invalid_integer", f"Limit must be between 1 and {_MOST}.")
    return limit


def _is_within(thing: Json, created: Mapping[str, int]) -> bool:
    at: int = thing["date"] if "date" in thing else thing.get("created") or 0
    return all(_COMPARE[name](at, bound) for name, bound in created.items())


def _place(store: Store, id_: str) -> tuple[int, int]:
    return store.place(id_) or (0, 0)


def _cursor(store: Store, id_: str, param: str) -> tuple[int, int]:
    if (place := store.place(id_)) is None:
        raise missing("object", id_, param)
    return place
