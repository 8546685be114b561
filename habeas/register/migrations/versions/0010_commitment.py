"""Whom a case's statements are about, as a commitment, and the salt of that to its plans."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give cases both; those of before have none."""
    op.add_column("case_file", sa.Column("commitment", sa.String(64)))
    op.add_column("case_file", sa.Column("plan_salt", sa.LargeBinary))
