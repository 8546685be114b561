"""The tables of the platform's activity log: a system of its own (`policy/systems/activity.yaml`).

Accounts are another system: their ids stand here without foreign keys.
"""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, String, Table, true

activity_metadata = MetaData()


def _analysed() -> Column[bool]:
    """Whether the measuring of audiences counts it."""
    return Column("is_analysed", Boolean, nullable=False, server_default=true())


usage_count = Table(
    "usage_count",
    activity_metadata,
    Column("account_id", Integer, primary_key=True, autoincrement=False),
    Column("webinars_held", Integer, nullable=False),
    _analysed(),
)

usage = Table(
    "usage_event",
    activity_metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("feature", String(80), nullable=False),
)

login = Table(
    "login",
    activity_metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ip_address", String(45), nullable=False),
    Column("country", String(2)),
    Column("internet_provider", String(100)),
    Column("proxy", String(100)),
    Column("device_id", String(64)),
    Column("url", String(300)),
    Column("operating_system", String(60)),
    Column("resolution", String(20)),
)

location = Table(
    "location",
    activity_metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("position", String(60), nullable=False),
)

# kept for authorities, also when the account is gone
technical = Table(
    "technical_record",
    activity_metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("source_address", String(45), nullable=False),
    Column("source_port", Integer, nullable=False),
)

# whoever visits, by the id in their cookie: nothing here says who that is
visitor = Table(
    "visitor",
    activity_metadata,
    Column("cookie_id", String(64), primary_key=True),
    Column("first_seen_at", DateTime(timezone=True), nullable=False),
    _analysed(),
)

navigation = Table(
    "navigation",
    activity_metadata,
    Column("id", Integer, primary_key=True),
    Column("cookie_id", ForeignKey("visitor.cookie_id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("page", String(300), nullable=False),
)
