"""The tables of the platform that belong to accounts, with the category of each (`policy/processing.yaml`)."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, String, Table

accounts_metadata = MetaData()

workspace = Table(
    "workspace",
    accounts_metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
)

account = Table(
    "account",
    accounts_metadata,
    Column("id", Integer, primary_key=True),
    Column("username", String(100), nullable=False),
    Column("email", String(254), nullable=False, index=True),
    Column("password_hash", String(200), nullable=False),
    Column("first_name", String(100)),
    Column("last_name", String(100)),
    Column("social_profile", String(200)),
    Column("may_log_in", Boolean, nullable=False),
    Column("gets_mail", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

profile = Table(
    "profile",
    accounts_metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("telephone", String(40)),
    Column("postal_address", String(300)),
)

membership = Table(
    "membership",
    accounts_metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", ForeignKey("workspace.id"), nullable=False),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("role", String(40), nullable=False),
)

login_place = Table(
    "login_place",
    accounts_metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("ip_address", String(45), nullable=False),
    Column("country", String(2), nullable=False),
)
