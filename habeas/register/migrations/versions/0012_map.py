"""What was found when records of databases were last compared with what the databases have."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, a line for each system."""
    op.create_table(
        "map_found",
        sa.Column("system", sa.String(100), primary_key=True),
        sa.Column("found", sa.Text, nullable=False),
    )
