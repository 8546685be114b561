"""What the company's activity log has of its people: rows of its tables, the same each time for the same moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Table

from . import activity
from .person import Person

Rows = Iterator[tuple[Table, dict[str, object]]]

# on both sides of the twelve months for which a law keeps the technical records
_TECHNICAL_DAYS = (500, 400, 300, 20)
_PAGES = ((140, "/"), (139, "/prices"), (12, "/help/rehearsals"))


def logged(person: Person, now: datetime) -> Rows:
    """Every row of one person with its table, referred-to rows first; all times are before `now`."""
    chance = Random(f"activity {person.email}")  # noqa: S311 - reproducible, and nothing secret
    if person.account:
        yield from _of_account(person.account.id, now, chance)
    if person.cookie_id:
        of = {"cookie_id": person.cookie_id}
        yield activity.visitor, {**of, "first_seen_at": now - timedelta(days=150)}
        for days, page in _PAGES:
            yield activity.navigation, {**of, "at": now - timedelta(days=days), "page": page}


def _of_account(account_id: int, now: datetime, chance: Random) -> Rows:
    of = {"account_id": account_id}
    yield activity.usage_count, {**of, "webinars_held": chance.randint(0, 40)}
    for days in (200, 40, 10):
        yield activity.login, {**of, "at": now - timedelta(days=days), **_machine(chance)}
    for days in (40, 10):
        position = f"59.{chance.randint(10, 99)} N, 10.{chance.randint(10, 99)} E"
        yield activity.location, {**of, "at": now - timedelta(days=days), "position": position}
    for days, feature in ((100, "poll"), (30, "recording"), (3, "poll")):
        yield activity.usage, {**of, "at": now - timedelta(days=days), "feature": feature}
    for days in _TECHNICAL_DAYS:
        source = {"source_address": ip(chance), "source_port": chance.randint(1024, 65535)}
        yield activity.technical, {**of, **source, "at": now - timedelta(days=days)}


def _machine(chance: Random) -> dict[str, object]:
    return {
        "ip_address": ip(chance),
        "country": "NO",
        "internet_provider": "Example Net",
        "proxy": "proxy.example.net",
        "device_id": chance.randbytes(8).hex(),
        "url": "https://webinars.example.org/sign-in",
        "operating_system": "Linux",
        "resolution": "1920x1080",
    }


def ip(chance: Random) -> str:
    """An address of a block reserved for documentation (RFC 5737)."""
    return f"203.0.113.{chance.randint(1, 254)}"
