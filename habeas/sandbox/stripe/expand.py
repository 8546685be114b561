"""Ids that are answered as the objects they name (docs.stripe.com/api/expanding_objects)."""

from typing import Any

from .error import Refused
from .store import Json, Store
from .thing import page_of, shown

_DEEPEST = 4
# lists that a customer has only when asked for
_ON_DEMAND = {"subscriptions": "subscription", "tax_ids": "tax_id"}


def expand(store: Store, document: Json, paths: list[str]) -> Json:
    """The document, with what these paths name put in place. Raises Refused (400) for what cannot be expanded."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > _DEEPEST:
            raise Refused(400, f"You cannot expand more than {_DEEPEST} levels of a property.", param="expand")
        _walk(store, document, steps, path)
    return document


def _walk(store: Store, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for each in node:
            _walk(store, each, steps, path)
    elif isinstance(node, dict) and steps and not node.get("deleted"):  # which has nothing to expand, and no error
        node[steps[0]] = _expanded(store, node, steps[0], path)
        _walk(store, node[steps[0]], steps[1:], path)


def _expanded(store: Store, node: Json, step: str, path: str) -> Any:
    """What stands at this step: a list on demand, the object that an id names, or what is there already."""
    if node.get("object") == "privacy.redaction_job" and step == "objects":
        return (store.get(node["id"]) or {}).get("_objects")
    if node.get("object") == "customer" and step in _ON_DEMAND:
        own = store.find(_ON_DEMAND[step], {"customer": node["id"]})
        return page_of(f"/v1/customers/{node['id']}/{step}", [shown(each) for each in own])
    value = node.get(step)
    if isinstance(value, str):
        value = shown(named) if (named := store.get(value)) else None
    if value is None and (step not in node or node[step] is not None):
        raise Refused(400, f"This property cannot be expanded ({path}).", param="expand")
    return value
