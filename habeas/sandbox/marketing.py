"""The tables of the platform that its marketing works from: a system of its own (`policy/systems/marketing.yaml`)."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, String, Table, true

marketing_metadata = MetaData()

# `account_id` has no foreign key: accounts are another system
contact = Table(
    "contact",
    marketing_metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, index=True),
    Column("account_id", Integer, index=True),
    Column("gets_mail", Boolean, nullable=False, server_default=true()),
)

preference = Table(
    "preference",
    marketing_metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("topic", String(80), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)

consent = Table(
    "consent",
    marketing_metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("purpose", String(80), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
)

objection = Table(
    "objection",
    marketing_metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_id", ForeignKey("contact.id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
)

# of a browser, not of a contact: nothing here says whose it is
cookie_choice = Table(
    "cookie_choice",
    marketing_metadata,
    Column("cookie_id", String(64), primary_key=True),
    Column("needed", Boolean, nullable=False),
    Column("statistics", Boolean, nullable=False),
    Column("functional", Boolean, nullable=False),
    Column("advertising", Boolean, nullable=False),
    Column("chosen_at", DateTime(timezone=True), nullable=False),
)
