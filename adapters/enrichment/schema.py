"""The tables of the platform that belong to enrichment. Hashes are those of `address.py`."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, String, Table, Text

enrichment_metadata = MetaData()

# a copy of what was given of one person; its id is random, and may be told to the source as the name of a look-up
enrichment = Table(
    "enrichment",
    enrichment_metadata,
    Column("id", String(36), primary_key=True),
    Column("email", String(254), nullable=False, index=True),
    Column("account_id", Integer, index=True),
    Column("fetched_at", DateTime(timezone=True), nullable=False),
    Column("source", String(100), nullable=False),
    Column("person", Text, nullable=False),
    Column("country", String(2)),
    Column("country_from", String(200)),
    Column("is_in_use", Boolean, nullable=False),
)

# addresses that are not to be looked up: for good, or while `held_by` (a case id) holds them
suppression = Table(
    "suppression",
    enrichment_metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("ground", String(300), nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("review_on", Date, nullable=False),
    Column("held_by", String(36), index=True),
)

# kept to be able to name and tell recipients, also when the copy is gone: no foreign key on purpose
disclosure = Table(
    "disclosure",
    enrichment_metadata,
    Column("id", String(36), primary_key=True),
    Column("subject_hash", String(64), nullable=False, index=True),
    Column("recipient", String(100), nullable=False),
    Column("recipient_country", String(2), nullable=False),
    Column("what", String(100), nullable=False),
    Column("ground", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
