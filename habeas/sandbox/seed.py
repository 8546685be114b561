"""The rows of the platform: made from its people, the same each time for the same moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Table

from habeas.sandbox import accounts

from . import recordings
from .contacted import contacted
from .logged import ip, logged
from .people import people
from .person import Account, Participation, Person

Row = dict[str, object]
Seed = Iterator[tuple[Table, Row]]

_WORKSPACES = {"nordlys": "Nordlys Academy", "havn": "Havn Logistics", "stein": "Stein & Sons"}
_INSTRUCTED_BY = {"nordlys": "Nordlys Academy, legal office", "havn": "Havn Logistics, operations"}
_EVENTS = {
    1: ("nordlys", "Writing a grant letter", 90),
    2: ("nordlys", "Panel: lighthouses of the north", 60),
    3: ("havn", "Harbour safety in winter", 45),
    4: ("stein", "Walls without mortar", 30),
    5: ("stein", "Ask the mason", 15),
}
_RECORDINGS = {1: (1, None), 2: (2, None), 3: (3, 400), 4: (4, None), 5: (1, None), 6: (3, None)}
# what was made of them and lies elsewhere: the kind is the folder
_DERIVATIVES = {1: ("transcripts", "clips", "replicas"), 2: ("transcripts", "replicas"), 3: ("replicas",)}


def seed(now: datetime) -> Seed:
    """Every row with its table, referred-to rows first; all times are before `now`."""
    yield from _company(now)
    for person in people():
        chance = Random(person.email)  # noqa: S311 - reproducible, and nothing secret
        if person.account:
            yield from _account(person, person.account, now, chance)
        for part in person.participations:
            yield from _participation(person, part, now, chance)
        yield from logged(person, now)
        yield from contacted(person, now)


def _company(now: datetime) -> Seed:
    for key, name in _WORKSPACES.items():
        yield accounts.workspace, {"id": key, "name": name}
        instruction = {"erasure_instruction_by": _INSTRUCTED_BY.get(key)}
        yield (
            recordings.customer,
            {"id": key, "name": name, "privacy_address": f"privacy@{key}.example.com", **instruction},
        )
    for number, (customer, title, days) in _EVENTS.items():
        starts_at = now - timedelta(days=days)
        yield recordings.event, {"id": number, "customer_id": customer, "title": title, "starts_at": starts_at}
    for number, (event, held_for) in _RECORDINGS.items():
        until = (now + timedelta(days=held_for)).date() if held_for else None
        row = {"id": number, "event_id": event, "title": _EVENTS[event][1], "prefix": f"recordings/{number}/"}
        yield recordings.recording, {**row, "legal_hold_until": until}
        for folder in _DERIVATIVES.get(number, ()):
            made = {"kind": folder.removesuffix("s"), "prefix": f"{folder}/{number}/"}
            yield recordings.derivative, {"recording_id": number, **made}


def _account(person: Person, account: Account, now: datetime, chance: Random) -> Seed:
    yield (
        accounts.account,
        {
            "id": account.id,
            "username": f"{person.first_name}{account.id}".lower(),
            "email": account.email,
            "password_hash": f"scrypt$16384$8$1${chance.randbytes(32).hex()}",
            "first_name": person.first_name,
            "last_name": person.last_name,
            "social_profile": f"https://social.example/{person.first_name.lower()}{account.id}",
            "may_log_in": account.may_log_in,
            "gets_mail": account.gets_mail,
            "created_at": now - timedelta(days=800 + account.id),
        },
    )
    address = f"{chance.randint(1, 99)} Example Street, Oslo"
    yield accounts.profile, {"account_id": account.id, "telephone": _telephone(chance), "postal_address": address}
    for workspace, role in account.roles:
        yield accounts.membership, {"account_id": account.id, "workspace_id": workspace, "role": role}
    for days in (200, 10):
        place = {"at": now - timedelta(days=days), "ip_address": ip(chance), "country": "NO"}
        yield accounts.login_place, {"account_id": account.id, **place}


def _participation(person: Person, part: Participation, now: datetime, chance: Random) -> Seed:
    yield (
        recordings.participant,
        {
            "id": part.id,
            "event_id": part.event_id,
            "account_id": part.account_id,
            "role": part.role,
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "employer": f"{person.last_name} Ltd",
            "telephone": _telephone(chance),
            "is_hidden": False,
        },
    )
    yield from _contributions(part, now - timedelta(days=_EVENTS[part.event_id][2]), chance)
    for recording in part.appears_in:
        start = chance.randint(0, 60)
        span = {"from_second": start, "to_second": start + chance.randint(10, 300)}
        yield recordings.appearance, {"recording_id": recording, "participant_id": part.id, **span}


def _contributions(part: Participation, starts_at: datetime, chance: Random) -> Seed:
    of = {"participant_id": part.id}
    place = {"browser": "Firefox", "city": chance.choice(("Oslo", "Bergen", "Paris", "Lyon"))}
    yield recordings.attendance, {**of, **place, "joined_at": starts_at, "minutes": chance.randint(5, 60)}
    for minute in (3, 12):
        text = f"Remark {chance.randint(1000, 9999)} at minute {minute}"
        yield recordings.chat_message, {**of, "at": starts_at + timedelta(minutes=minute), "text": text}
    asked = {"at": starts_at + timedelta(minutes=20), "text": f"Question {chance.randint(1000, 9999)}?"}
    yield recordings.question, {**of, **asked}
    yield recordings.poll_answer, {**of, "poll": "Was it useful?", "answer": chance.choice(("yes", "no"))}


def _telephone(chance: Random) -> str:
    return f"+47 555 {chance.randint(10000, 99999)}"
