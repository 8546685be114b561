"""The register's tables: case ids, dates, states, names of staff and keyed hashes, and no identifier in clear.

`migrations` brings a database to this form; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; SQLite keeps none, so it is given UTC and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write it in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read it in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


case_file = Table(
    "case_file",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("right", String(40), nullable=False),
    Column("state", String(40), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due", Date, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("submitted_by", String(100), nullable=False),
    Column("verified_how", String(200), nullable=False),
    Column("verified_by", String(100), nullable=False),
    Column("approved_digest", String(64)),
    Column("approved_by", String(100)),
    Column("approved_at", Moment),
    Column("engaged_at", Moment),
    Column("report", Text),
)

# one row: a keyed hash of a constant, by which the key of the claims is known again
claim_key = Table("claim_key", metadata, Column("mark", String(64), primary_key=True))

claim = Table(
    "claim",
    metadata,
    Column("case_id", ForeignKey(case_file.c.case_id), primary_key=True),
    Column("claim_hash", String(64), primary_key=True),
    Column("right", String(40), nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("released_at", Moment),
    Index("claim_by_hash", "claim_hash"),
)
Index(
    "one_open_claim",
    claim.c.claim_hash,
    claim.c.right,
    unique=True,
    postgresql_where=claim.c.released_at.is_(None),
    sqlite_where=claim.c.released_at.is_(None),
)

# a plan is decided once; a plan that unwound may be followed by another one of the same case, that pivots
plan_decision = Table(
    "plan_decision",
    metadata,
    Column("case_id", ForeignKey(case_file.c.case_id), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("decision", String(40), nullable=False),
    Column("decided_at", Moment, nullable=False),
)
Index(
    "one_pivot",
    plan_decision.c.case_id,
    unique=True,
    postgresql_where=plan_decision.c.decision == "pivoted",
    sqlite_where=plan_decision.c.decision == "pivoted",
)

# the hold of a plan in one system: when it was begun, and from when on it is barred
fence = Table(
    "fence",
    metadata,
    Column("case_id", ForeignKey(case_file.c.case_id), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("system", String(40), primary_key=True),
    Column("begun_at", Moment),
    Column("barred_at", Moment),
)

waiting = Table(
    "waiting",
    metadata,
    Column("case_id", ForeignKey(case_file.c.case_id), primary_key=True),
    Column("waits_for", ForeignKey(case_file.c.case_id), primary_key=True),
    Index("waiting_by_waits_for", "waits_for"),
)

# a secret of a case, under a wrapping key; without it the row is the tombstone of one. Cases have secrets before they
# are in the book, as these seal what opens them
case_key = Table(
    "case_key",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("wrapped", LargeBinary),
    Column("wrapped_by", String(200)),
    Column("public", String(200)),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Column("destroyed_at", Moment),
)
