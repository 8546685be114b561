"""Made-up people with an account and nothing else: 23 rows in 4 tables, as the subject of `peers` had; or many more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import insert

from adapters.sql.engine import writing_engine
from habeas.sandbox.accounts import account, login_place, membership, profile

FIRST_ID = 1000
LOGINS, ROLES = 11, 10  # with the account and its profile: 23 rows
_AT_ONCE = 5_000


def address(number: int) -> str:
    """The address of one of them."""
    return f"person.{number}@example.org"


async def add_people(url: str, numbers: range, logins: int = LOGINS) -> None:
    """Put them into accounts; `logins` says how many rows each has of the table that grows."""
    engine = writing_engine(url)
    now = datetime.now(UTC)
    async with engine.begin() as connection:
        for table, rows in (
            (account, _accounts(numbers, now)),
            (profile, _profiles(numbers)),
            (login_place, _logins(numbers, now, logins)),
            (membership, _roles(numbers)),
        ):
            while batch := list(islice(rows, _AT_ONCE)):
                await connection.execute(insert(table), batch)
    await engine.dispose()


def _accounts(numbers: range, now: datetime) -> Iterator[dict[str, object]]:
    for number in numbers:
        yield {
            "id": FIRST_ID + number,
            "username": f"person{number}",
            "email": address(number),
            "password_hash": "scrypt$16384$8$1$made-up",
            "first_name": "Made",
            "last_name": "Up",
            "may_log_in": True,
            "gets_mail": True,
            "created_at": now - timedelta(days=900),
        }


def _profiles(numbers: range) -> Iterator[dict[str, object]]:
    for number in numbers:
        yield {"account_id": FIRST_ID + number, "telephone": "+47 555 00000", "postal_address": "1 Example Street"}


def _logins(numbers: range, now: datetime, each: int) -> Iterator[dict[str, object]]:
    for number in numbers:
        for count in range(each):
            at = now - timedelta(minutes=count)
            yield {"account_id": FIRST_ID + number, "at": at, "ip_address": "203.0.113.1", "country": "NO"}


def _roles(numbers: range) -> Iterator[dict[str, object]]:
    for number in numbers:
        for _ in range(ROLES):
            yield {"account_id": FIRST_ID + number, "workspace_id": "nordlys", "role": "member"}
