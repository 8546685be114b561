"""A case may have several plans carried out, and a bundle besides; and it may begin before it is known who asks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_UNDER_WAY = sa.text("decision = 'pivoted' AND finished_at IS NULL")


def upgrade() -> None:
    """Give plans an end, and let nobody be verified yet."""
    op.add_column("plan_decision", sa.Column("finished_at", sa.DateTime(timezone=True)))
    op.add_column("case_file", sa.Column("has_bundle", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE case_file SET has_bundle = (state = 'ready')")
    op.drop_index("one_pivot", "plan_decision")
    op.create_index(
        "one_pivot",
        "plan_decision",
        ["case_id"],
        unique=True,
        postgresql_where=_UNDER_WAY,
        sqlite_where=_UNDER_WAY,
    )
    with op.batch_alter_table("case_file") as table:
        table.alter_column("verified_how", existing_type=sa.String(200), nullable=True)
        table.alter_column("verified_by", existing_type=sa.String(100), nullable=True)
