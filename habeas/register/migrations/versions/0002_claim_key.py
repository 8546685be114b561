"""The register knows its key again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of the mark."""
    op.create_table("claim_key", sa.Column("mark", sa.String(64), primary_key=True))
