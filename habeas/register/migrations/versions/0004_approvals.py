"""Who may approve, each with a key, and their signed approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "approver",
        sa.Column("key_id", sa.String(43), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("public", sa.Text, nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.Column("revoked_at", _MOMENT),
    )
    op.create_index("one_live_key", "approver", ["name"], unique=True, postgresql_where=_LIVE, sqlite_where=_LIVE)
    op.create_table(
        "approval",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("case_file.case_id"), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("by", sa.String(100), primary_key=True),
        sa.Column("signed_at", _MOMENT, primary_key=True),
        sa.Column("key_id", sa.String(43), sa.ForeignKey("approver.key_id"), nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("dropped_at", _MOMENT),
    )
