"""What is read of the platform's tables beside the record: recordings, what was made of them, who appears in them.

The rest of what arises in events is in the record (`policy/systems/recordings.yaml`).
"""

from sqlalchemy import Column, Date, ForeignKey, Integer, MetaData, String, Table

_metadata = MetaData()

event = Table(
    "event",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", String(40)),
)

participant = Table(
    "participant",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("first_name", String(100)),
    Column("last_name", String(100)),
)

recording = Table(
    "recording",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", ForeignKey("event.id")),
    Column("title", String(200)),
    # what was recorded, and what was made beside it (captions, thumbnails), lies under this prefix of the bucket
    Column("prefix", String(200)),
    # the date on which a legal hold on the objects ends, recorded by whoever placed it
    Column("legal_hold_until", Date),
)

# what was made of a recording and lies elsewhere in the bucket: transcripts, clips, replicas
derivative = Table(
    "derivative",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recording.id")),
    Column("kind", String(40)),
    Column("prefix", String(200)),
)

# who appears in a recording, and when
appearance = Table(
    "appearance",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recording.id")),
    Column("participant_id", ForeignKey("participant.id")),
    Column("from_second", Integer),
    Column("to_second", Integer),
)
