"""The keys that sign evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "signing_key",
        sa.Column("key_id", sa.String(43), primary_key=True),
        sa.Column("public", sa.Text, nullable=False),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("wrapped_by", sa.String(200)),
        sa.Column("begins_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT),
        sa.Column("revoked_at", _MOMENT),
        sa.Column("revoked_for", sa.String(40)),
    )
