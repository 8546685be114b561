"""Cases, claims, decisions, fences and waits.

Written out and not taken from `table`, which goes on changing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_OPEN = sa.text("released_at IS NULL")
_PIVOTED = sa.text("decision = 'pivoted'")


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("case_id", sa.String(36), primary_key=True),
        sa.Column("right", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("submitted_by", sa.String(100), nullable=False),
        sa.Column("verified_how", sa.String(200), nullable=False),
        sa.Column("verified_by", sa.String(100), nullable=False),
        sa.Column("approved_digest", sa.String(64)),
        sa.Column("approved_by", sa.String(100)),
        sa.Column("approved_at", _MOMENT),
        sa.Column("engaged_at", _MOMENT),
        sa.Column("report", sa.Text),
    )
    op.create_table(
        "claim",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("case_file.case_id"), primary_key=True),
        sa.Column("claim_hash", sa.String(64), primary_key=True),
        sa.Column("right", sa.String(40), nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=False),
        sa.Column("released_at", _MOMENT),
    )
    op.create_index("claim_by_hash", "claim", ["claim_hash"])
    op.create_index(
        "one_open_claim", "claim", ["claim_hash", "right"], unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN
    )
    op.create_table(
        "plan_decision",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("case_file.case_id"), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
    )
    op.create_index(
        "one_pivot", "plan_decision", ["case_id"], unique=True, postgresql_where=_PIVOTED, sqlite_where=_PIVOTED
    )
    op.create_table(
        "fence",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("case_file.case_id"), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("system", sa.String(40), primary_key=True),
        sa.Column("begun_at", _MOMENT),
        sa.Column("barred_at", _MOMENT),
    )
    op.create_table(
        "waiting",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("case_file.case_id"), primary_key=True),
        sa.Column("waits_for", sa.String(36), sa.ForeignKey("case_file.case_id"), primary_key=True),
    )
    op.create_index("waiting_by_waits_for", "waiting", ["waits_for"])
