"""What a credential may do in a customer's database, found out without changing anything."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.error import Unfit

from .hold import hold_table
from .reference import Reference

ON_ROWS = ("SELECT", "UPDATE", "DELETE")
"""The rights to erase rows: PostgreSQL asks for UPDATE, too, of who locks one."""

_ON_HOLDS = ("SELECT", "INSERT", "DELETE")
_PRIVILEGE = text("""
    SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, :right)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = :name AND n.nspname = coalesce(CAST(:schema AS text), current_schema())
""")


async def check_rights(connection: AsyncConnection, system: str, needed: Iterable[tuple[str, str]]) -> None:
    """Check the rights to these tables, each with its name (`SELECT`), and those to the table of holds.

    Raises Unfit with the first that is missing. SQLite has no privileges to ask for: what cannot be written says so at
    a write, with an error of the database client, and this one is rolled back.
    """
    if not _has_privileges(connection):
        version = await connection.scalar(text("PRAGMA user_version"))
        await connection.execute(text(f"PRAGMA user_version = {version}"))
        return
    if await connection.scalar(text("SHOW transaction_read_only")) == "on":
        raise Unfit(system, "the credential may only read")
    for name, right in sorted({*needed, *((hold_table.name, right) for right in _ON_HOLDS)}):
        if not await _has(connection, name, right):
            raise Unfit(system, f"the credential lacks {right} on the table {name}")


async def may_read(connection: AsyncConnection, reference: Reference) -> bool:
    """Whether the table that a foreign key is in can be looked into."""
    return not _has_privileges(connection) or await _has(connection, reference.table, "SELECT", reference.schema)


def _has_privileges(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "postgresql"


async def _has(connection: AsyncConnection, name: str, right: str, schema: str | None = None) -> bool:
    return bool(await connection.scalar(_PRIVILEGE, {"name": name, "right": right, "schema": schema}))
