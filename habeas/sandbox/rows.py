"""The whole state of a database, so that two moments can be compared."""

from sqlalchemy import MetaData, select

from adapters.sql.engine import reading_engine
from adapters.sql.mariadb import name_documents


async def dump(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, whoever made the table, in an order of their own."""
    engine = reading_engine(url)
    found = MetaData()
    try:
        async with engine.connect() as connection:
            await connection.run_sync(found.reflect)
            await connection.run_sync(name_documents, found)
            return {
                table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)
                for table in found.sorted_tables
            }
    finally:
        await engine.dispose()
