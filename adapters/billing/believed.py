"""What is believed of an answer of Stripe's: that it is about what was asked for, and nothing of anybody else."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import stripe

from habeas.domain.error import Unavailable

from .category import SYSTEM

Json: TypeAlias = dict[str, Any]
_ANOTHER = "Stripe answered with another object than was asked for"


def asked_for(found: stripe.StripeObject, id_: str) -> Json:
    """The object of this id as it was answered. Raises Unavailable for another."""
    answer = found.to_dict()
    if answer.get("id") != id_:
        raise Unavailable(SYSTEM, _ANOTHER)
    return answer


def must_be_list(page: object) -> None:
    """Raises Unavailable for what is no page of a list: nothing in it is not the same as nothing there."""
    if not isinstance(page, stripe.ListObject | stripe.SearchResultObject) or "data" not in page:
        raise Unavailable(SYSTEM, "the answer is no list: it cannot be read")


def must_be_of(customer: object, found: Iterable[Json]) -> None:
    """Raises Unavailable where something is of another customer than was asked about, if one was."""
    if any(customer is not None and _whose(thing) != customer for thing in found):
        raise Unavailable(SYSTEM, _ANOTHER)


def _whose(thing: Json) -> object:
    """The id of the customer, which may be expanded."""
    customer = thing.get("customer")
    return customer.get("id") if isinstance(customer, Mapping) else customer
