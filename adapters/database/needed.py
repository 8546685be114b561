"""Whether something else needs what this person has: the last owner of a workspace cannot simply go (P-17)."""

from collections.abc import Iterator

from sqlalchemy import Select, and_, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.mariadb import equal

from .belonging import Belonging
from .value import fitting


async def is_needed(connection: AsyncConnection, belonging: Belonging) -> bool:
    """Whether the rows of this person are the last of what something needs one of."""
    for query in _queries(belonging):
        if (await connection.execute(query)).first() is not None:
            return True
    return False


def _queries(belonging: Belonging) -> Iterator[Select[int]]:
    for name, about in belonging.schema.record.tables.items():
        if (needed := about.needed) is not None:
            mine, other = belonging.schema.tables[name].alias(), belonging.schema.tables[name].alias()
            among, also = (
                [equal(t.columns[c], fitting(t.columns[c].type, v)) for c, v in needed.among.items()]
                for t in (mine, other)
            )
            by = mine.columns[needed.by]
            another = exists().where(equal(other.columns[needed.by], by), *also, belonging.others(name, other))
            is_mine = and_(belonging.mine(name, mine), by.is_not(None), *among)
            yield select(literal(1)).select_from(mine).where(is_mine, ~another).limit(1)
