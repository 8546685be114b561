"""The register's forms, one after the other, as Alembic reads them."""
