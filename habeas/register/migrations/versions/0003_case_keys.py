"""The secrets of cases, wrapped."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("wrapped_by", sa.String(200)),
        sa.Column("public", sa.String(200)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("disabled_at", _MOMENT),
        sa.Column("destroyed_at", _MOMENT),
    )
