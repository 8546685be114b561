"""Run by Alembic alone, with the connection and the transaction that `migrate` hands over."""

from alembic import context

from habeas.register.table import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
