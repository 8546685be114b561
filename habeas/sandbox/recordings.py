"""The tables of the platform that belong to events. All of it is the organising customer's (GDPR art. 28)."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Text

recordings_metadata = MetaData()

customer = Table(
    "customer",
    recordings_metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    # who recorded the customer's standing instruction to erase on request; NULL: there is none
    Column("erasure_instruction_by", String(100)),
    # where what is asked about its participants' data is sent; NULL: nobody has said
    Column("privacy_address", String(254)),
)

event = Table(
    "event",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
)

participant = Table(
    "participant",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", ForeignKey("event.id"), nullable=False, index=True),
    Column("account_id", Integer, index=True),
    Column("role", String(40), nullable=False),
    Column("email", String(254), nullable=False, index=True),
    Column("first_name", String(100)),
    Column("last_name", String(100)),
    Column("employer", String(200)),
    Column("telephone", String(40)),
    Column("is_hidden", Boolean, nullable=False),
)

attendance = Table(
    "attendance",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("participant_id", ForeignKey("participant.id"), nullable=False, index=True),
    Column("joined_at", DateTime(timezone=True), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("browser", String(80)),
    Column("city", String(100)),
)

chat_message = Table(
    "chat_message",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("participant_id", ForeignKey("participant.id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("text", Text, nullable=False),
)

question = Table(
    "question",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("participant_id", ForeignKey("participant.id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("text", Text, nullable=False),
)

poll_answer = Table(
    "poll_answer",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("participant_id", ForeignKey("participant.id"), nullable=False, index=True),
    Column("poll", String(200), nullable=False),
    Column("answer", String(200), nullable=False),
)

recording = Table(
    "recording",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", ForeignKey("event.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    # what was recorded, and what was made beside it (captions, thumbnails), lies under this prefix of the bucket
    Column("prefix", String(200), nullable=False),
    # the date on which a legal hold on the objects ends, recorded by whoever placed it
    Column("legal_hold_until", Date),
)

# what was made of a recording and lies elsewhere in the bucket: transcripts, clips, replicas
derivative = Table(
    "derivative",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recording.id"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("prefix", String(200), nullable=False),
)

# who appears in a recording, and when
appearance = Table(
    "appearance",
    recordings_metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recording.id"), nullable=False, index=True),
    Column("participant_id", ForeignKey("participant.id"), nullable=False, index=True),
    Column("from_second", Integer, nullable=False),
    Column("to_second", Integer, nullable=False),
)
