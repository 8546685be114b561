"""What every write does: find what is meant, change it, keep it, and tell of it in an event."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .error import Refused, bad_parameter, missing
from .store import Json, Store
from .thing import REDACTED, SPENT, complete, merge, shown

_MOST_NOTES = 50


def existing(store: Store, object_: str, id_: str, param: str = "id") -> Json:
    """The object of this kind and id, deleted or not. Raises Refused (404, or 400 when a parameter named it)."""
    thing = store.get(id_, object_)
    if thing is None:
        raise missing(object_, id_, param)
    return thing


def living(store: Store, object_: str, id_: str, param: str = "id") -> Json:
    """As `existing`; what was deleted is missing too, and what was redacted is of no use any more (400)."""
    thing = existing(store, object_, id_, param)
    if thing.get("deleted"):
        raise missing(object_, id_, param)
    _must_be_whole(thing)
    return thing


def add(store: Store, object_: str, given: Mapping[str, Any], event: str | None = None) -> Json:
    """A new object, kept and told of."""
    notes = given.get("metadata") or {}
    thing = complete(object_, {**given, "metadata": {}})
    _note(thing, notes)
    return _keep(store, thing, event)


def change(store: Store, thing: Json, given: Mapping[str, Any], event: str | None = None) -> Json:
    """The same object with these fields changed, kept and told of.

    Raises Refused (400) for too many notes, and for what was redacted.
    """
    _must_be_whole(thing)
    before = deepcopy(thing)
    merge(thing, {name: value for name, value in given.items() if name != "metadata"})
    if "metadata" in given:
        _note(thing, given["metadata"])
    previous = {name: before.get(name) for name in given if before.get(name) != thing[name] and name != SPENT}
    return _keep(store, thing, event, previous)


def tell(store: Store, event: str, thing: Json, previous: Mapping[str, Any] | None = None) -> None:
    """Keep an event with the object as it is now (docs.stripe.com/api/events)."""
    data = {"object": shown(thing)} | ({"previous_attributes": dict(previous)} if previous else {})
    store.put(complete("event", {"type": event, "data": data}))


def _must_be_whole(thing: Json) -> None:
    if thing.get(REDACTED):
        raise Refused(400, "This object was redacted and can't be used any more.", code="invalid_state")


def _keep(store: Store, thing: Json, event: str | None, previous: Mapping[str, Any] | None = None) -> Json:
    store.put(thing)
    if event:
        tell(store, event, thing, previous)
    return shown(thing)


def _note(thing: Json, notes: Mapping[str, str] | None) -> None:
    """Put notes over those there are; an empty one goes, and None removes all."""
    merged = {**thing["metadata"], **notes} if notes is not None else {}
    thing["metadata"] = {key: value for key, value in merged.items() if value != ""}
    if len(thing["metadata"]) > _MOST_NOTES:
        raise bad_parameter("metadata", "metadata_invalid", f"Metadata can have up to {_MOST_NOTES} keys.")
