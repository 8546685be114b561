"""What the company's marketing has of its people: rows of its tables, the same each time for the same moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Table

from . import marketing
from .person import Contact, Person

Rows = Iterator[tuple[Table, dict[str, object]]]


def contacted(person: Person, now: datetime) -> Rows:
    """Every row of one person with its table, referred-to rows first; all times are before `now`."""
    chance = Random(f"marketing {person.email}")  # noqa: S311 - reproducible, and nothing secret
    if person.contact:
        yield from _contact(person, person.contact, now, chance)
    if person.cookie_id:
        kinds = {"needed": True, "statistics": True, "functional": chance.random() < 0.5, "advertising": False}
        yield marketing.cookie_choice, {"cookie_id": person.cookie_id, **kinds, "chosen_at": now - timedelta(days=150)}


def _contact(person: Person, contact: Contact, now: datetime, chance: Random) -> Rows:
    account_id = person.account.id if person.account else None
    yield marketing.contact, {"id": contact.id, "email": person.email, "account_id": account_id}
    of = {"contact_id": contact.id}
    for topic in contact.topics:
        yield marketing.preference, {**of, "topic": topic, "since": now - timedelta(days=chance.randint(100, 400))}
    for purpose in contact.consents:
        yield marketing.consent, {**of, "purpose": purpose, "given_at": now - timedelta(days=chance.randint(100, 400))}
    for purpose in contact.withdrawn:
        given_at = now - timedelta(days=chance.randint(300, 400))
        until = {"withdrawn_at": given_at + timedelta(days=200)}
        yield marketing.consent, {**of, "purpose": purpose, "given_at": given_at, **until}
    if contact.has_objected:
        yield marketing.objection, {**of, "at": now - timedelta(days=90)}
