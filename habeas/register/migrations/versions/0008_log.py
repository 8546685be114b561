"""The log of evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make its tables, and the empty log."""
    head = op.create_table("log_head", sa.Column("size", sa.BigInteger, primary_key=True))
    op.bulk_insert(head, [{"size": 0}])
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "statement",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mark", sa.String(120), nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("signed", sa.Text, nullable=False),
        sa.Column("appended_at", _MOMENT, nullable=False),
    )
    op.create_index("statement_once", "statement", ["case_id", "kind", "mark"], unique=True)
