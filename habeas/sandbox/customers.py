"""What Stripe holds of the company's people: their customers, cards, subscriptions, invoices and charges."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from .people import ORGANISATIONS, people
from .person import Customer, Person

Made = dict[str, object]

_MONTH = timedelta(days=30)
_PRICE = 9900  # in the currency's smallest unit


def stripe_objects(now: datetime) -> list[Made]:
    """Every object as Stripe's API shows it, the same each time for the same moment; all times are before `now`."""
    found = [made for organisation in ORGANISATIONS for made in _organisation(organisation, now)]
    for person in people():
        for customer in person.customers:
            found += _customer(person, customer, now)
    return found


def _organisation(customer: Customer, now: datetime) -> Iterator[Made]:
    """Nordlys Academy pays by invoice; the first of its contacts is whom Stripe writes to."""
    by_account = {p.account.id: p for p in people() if p.account}
    contacts = [by_account[number] for number in customer.contacts]
    metadata = {"kind": "organisation", "contacts": ",".join(str(number) for number in customer.contacts)}
    for person in contacts:
        number = person.account.id if person.account else 0
        metadata[f"contact_email:{number}"] = person.email
        metadata[f"contact_name:{number}"] = f"{person.first_name} {person.last_name}"
    last = contacts[-1]
    shipping = {"name": f"{last.first_name} {last.last_name}", "phone": "+47 555 10001", "address": {"country": "NO"}}
    yield {
        **_base("customer", customer.id, now - 20 * _MONTH),
        "name": "Nordlys Academy",
        "email": last.email,
        "phone": "+47 555 10000",
        "shipping": shipping,
        "metadata": metadata,
    }
    yield from _subscribed(customer, now)
    yield from _paid(customer, now)


def _customer(person: Person, customer: Customer, now: datetime) -> Iterator[Made]:
    owner = {"account_id": str(customer.account_id)} if customer.account_id else {}
    yield {
        **_base("customer", customer.id, now - 12 * _MONTH),
        "name": f"{person.first_name} {person.last_name}",
        "email": customer.email,
        "phone": "+47 555 20000",
        "address": {"country": "NO", "city": "Oslo", "line1": "1 Example Street", "postal_code": "0001"},
        "metadata": owner,
    }
    yield from _subscribed(customer, now)
    yield from _paid(customer, now)


def _subscribed(customer: Customer, now: datetime) -> Iterator[Made]:
    yield {
        **_base("payment_method", customer.id.replace("cus", "pm"), now - 12 * _MONTH),
        "type": "card",
        "customer": customer.id,
        "card": {"brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": now.year + 2, "fingerprint": "fp"},
        "billing_details": {"email": customer.email, "name": "Card Holder", "address": {"country": "NO"}},
    }
    yield {
        **_base("subscription", customer.id.replace("cus", "sub"), now - 12 * _MONTH),
        "customer": customer.id,
        "status": "active",
        "pause_collection": None,
        "metadata": {},
    }


def _paid(customer: Customer, now: datetime) -> Iterator[Made]:
    for month in (2, 1):
        at = now - month * _MONTH
        yield {
            **_base("invoice", f"{customer.id.replace('cus', 'in')}_{month}", at),
            "customer": customer.id,
            "customer_email": customer.email,
            "status": "paid",
            "currency": "eur",
            "total": _PRICE,
            "number": f"{customer.id[4:].upper()}-{month:04}",
        }
        yield {
            **_base("charge", f"{customer.id.replace('cus', 'ch')}_{month}", at),
            "customer": customer.id,
            "amount": _PRICE,
            "currency": "eur",
            "status": "succeeded",
            "billing_details": {"email": customer.email, "name": None},
            "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        }


def _base(kind: str, number: str, at: datetime) -> Made:
    return {"id": number, "object": kind, "created": int(at.timestamp()), "livemode": False}
