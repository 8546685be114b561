"""The register's tables: case ids, dates, states, names of staff and keyed hashes, and no identifier in clear.

`migrations` brings a database to this form; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
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
    Column("verified_how", String(200)),
    Column("verified_by", String(100)),
    Column("approved_digest", String(64)),
    Column("approved_by", String(100)),
    Column("approved_at", Moment),
    Column("engaged_at", Moment),
    Column("report", Text),
    Column("has_bundle", Boolean, nullable=False, default=False, server_default=false()),
    Column("commitment", String(64)),
    Column("plan_salt", LargeBinary),
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

# a plan is decided once; one that unwound, or was carried out to the end, may be followed by another of the same case
plan_decision = Table(
    "plan_decision",
    metadata,
    Column("case_id", ForeignKey(case_file.c.case_id), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("decision", String(40), nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("finished_at", Moment),
)
_UNDER_WAY = (plan_decision.c.decision == "pivoted") & plan_decision.c.finished_at.is_(None)
Index("one_pivot", plan_decision.c.case_id, unique=True, postgresql_where=_UNDER_WAY, sqlite_where=_UNDER_WAY)

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

# who may decide something, each with a key; a key that is revoked stays, and its name may get another one
approver = Table(
    "approver",
    metadata,
    Column("key_id", String(43), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("public", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)
Index(
    "one_live_key",
    approver.c.name,
    unique=True,
    postgresql_where=approver.c.revoked_at.is_(None),
    sqlite_where=approver.c.revoked_at.is_(None),
)

# the signed approvals of plans; one that was dropped, because another plan took the place of its plan, counts no more
approval = Table(
    "approval",
    metadata,
    Column("case_id", ForeignKey(case_file.c.case_id), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("by", String(100), primary_key=True),
    Column("signed_at", Moment, primary_key=True),
    Column("key_id", ForeignKey(approver.c.key_id), nullable=False),
    Column("signature", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("dropped_at", Moment),
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

# a link that was sent: of its token the hash alone. A case may have links before a restored register knows it again
link = Table(
    "link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("case_id", String(36), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("letter", Integer),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("link_by_case", "case_id"),
)

# how often the copy of a case was begun to be fetched, and when it was fetched whole
download = Table(
    "download",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("fetched_at", Moment),
)

# one row: how many leaves the log of evidence has; who appends holds its lock until the transaction ends
log_head = Table("log_head", metadata, Column("size", BigInteger, primary_key=True))

# the hash of each complete subtree of the log, for ever
log_node = Table(
    "log_node",
    metadata,
    Column("level", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
)

# what the leaves are of, for as long as it is kept; a leaf outlives it
statement = Table(
    "statement",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", String(36), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("mark", String(120), nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("signed", Text, nullable=False),
    Column("appended_at", Moment, nullable=False),
    Index("statement_once", "case_id", "kind", "mark", unique=True),
)

# the keys that sign evidence: their public halves stay, their private ones lie wrapped, and go when a key is revoked
signing_key = Table(
    "signing_key",
    metadata,
    Column("key_id", String(43), primary_key=True),
    Column("public", Text, nullable=False),
    Column("wrapped", LargeBinary),
    Column("wrapped_by", String(200)),
    Column("begins_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("revoked_at", Moment),
    Column("revoked_for", String(40)),
)

# what is kept of closed cases, sealed; two people open it together, until the time of evidence is over
escrow = Table(
    "escrow",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

# whether records of databases fit, as it was found last; names of tables and columns, nothing of anybody
map_found = Table(
    "map_found",
    metadata,
    Column("system", String(100), primary_key=True),
    Column("found", Text, nullable=False),
)
