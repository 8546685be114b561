"""What a credential may do in a customer's database, found out without changing anything."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.error import Unfit

from . import mariadb
from .hold import hold_table
from .reference import Reference

ON_ROWS = ("SELECT", "UPDATE", "DELETE")
"""The rights to erase rows: PostgreSQL asks for UPDATE, too, of who locks one."""

_ON_HOLDS = ("SELECT", "INSERT", "DELETE")
_READS_ONLY = {"postgresql": text("SHOW transaction_read_only"), mariadb.NAME: text("SELECT @@SESSION.tx_read_only")}
_PRIVILEGE = {
    "postgresql": text("""
    SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, :right)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = :name AND n.nspname = coalesce(CAST(:schema AS text), current_schema())
"""),
    # granted to who is signed in or to the role that is set, for everything, for a database, or for a table
    mariadb.NAME: text("""
    SELECT count(*) FROM (
        SELECT grantee, privilege_type FROM information_schema.user_privileges
        UNION ALL SELECT grantee, privilege_type FROM information_schema.schema_privileges
        WHERE coalesce(:schema, database()) LIKE table_schema
        UNION ALL SELECT grantee, privilege_type FROM information_schema.table_privileges
        WHERE table_schema = coalesce(:schema, database()) AND table_name = :name
    ) AS granted
    WHERE privilege_type = :right AND grantee IN (
        concat(quote(substring_index(current_user(), '@', 1)), '@', quote(substring_index(current_user(), '@', -1))),
        concat(quote(current_role()), '@', quote('')))
"""),
}


async def check_rights(
    connection: AsyncConnection, system: str, needed: Iterable[tuple[str, str]], *, holds: bool = True
) -> None:
    """Check the rights to these tables, each with its name (`SELECT`), and where it holds those to the table of holds.

    Raises Unfit with the first that is missing. SQLite has no privileges to ask for: what cannot be written says so at
    a write, with an error of the database client, and this one is rolled back.
    """
    if connection.dialect.name == "sqlite":
        version = await connection.scalar(text("PRAGMA user_version"))
        await connection.execute(text(f"PRAGMA user_version = {version}"))
        return
    if await connection.scalar(_READS_ONLY[connection.dialect.name]) in ("on", 1):
        raise Unfit(system, "the credential may only read")
    for name, right in sorted({*needed, *((hold_table.name, right) for right in _ON_HOLDS if holds)}):
        if not await _has(connection, name, right):
            raise Unfit(system, f"the credential lacks {right} on the table {name}")


async def may_read(connection: AsyncConnection, reference: Reference) -> bool:
    """Whether the table that a foreign key is in can be looked into."""
    return connection.dialect.name == "sqlite" or await _has(connection, reference.table, "SELECT", reference.schema)


async def _has(connection: AsyncConnection, name: str, right: str, schema: str | None = None) -> bool:
    return bool(
        await connection.scalar(_PRIVILEGE[connection.dialect.name], {"name": name, "right": right, "schema": schema})
    )
