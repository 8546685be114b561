"""Who may decide: a name, a role and the public half of a key. The private half is never here."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.approval import Approver
from habeas.domain.error import Barred, InvalidInput
from habeas.domain.staff import Role
from habeas.evidence.error import Unreadable
from habeas.evidence.signature import key_id, public_of

from .error import REGISTER
from .ledger import Ledger, now
from .table import approver


class Approvers(Ledger):
    """Knows them. A name has one live key at most; a key that was revoked is never taken again."""

    async def enrol(self, name: str, role: Role, public: Mapping[str, Any]) -> Approver:
        """Let somebody decide with this key (JWK). The same again changes nothing.

        Raises InvalidInput for another kind of key; Barred when the name has another live key or another role, and when
        the key was known before.
        """
        try:
            known_by, half = key_id(public), public_of(public)
        except Unreadable as error:
            raise InvalidInput(str(error)) from None
        new = Approver(name=name, role=role, key_id=known_by, public=half, added_at=now())
        async with self._claiming() as connection:
            known = await _known(connection, new)
            if not known:
                row = {**new.model_dump(exclude={"public"}), "public": json.dumps(new.public)}
                await connection.execute(insert(approver).values(row))
                return new
        same = [one for one in known if one.key_id == new.key_id and one.revoked_at is None]
        if len(known) == len(same) == 1 and (same[0].name, same[0].role) == (name, role):
            return same[0]
        raise Barred(
            REGISTER, "that name has a key already, or that key was given before: revoke, and make another one"
        )

    async def revoke(self, name: str) -> bool:
        """From now on nothing counts that is signed with the live key of this name; says whether there was one."""
        live = (approver.c.name == name) & approver.c.revoked_at.is_(None)
        async with self._deciding() as connection:
            return (await connection.execute(update(approver).where(live).values(revoked_at=now()))).rowcount > 0

    async def all(self) -> tuple[Approver, ...]:
        """All of them, also those that were revoked; the oldest first."""
        query = select(approver).order_by(approver.c.added_at, approver.c.key_id)
        async with self._reading() as connection:
            return tuple(_read(row) for row in await connection.execute(query))


async def approver_of(connection: AsyncConnection, key: str) -> Approver | None:
    """Whose key that is."""
    row = (await connection.execute(select(approver).where(approver.c.key_id == key))).one_or_none()
    return _read(row) if row is not None else None


async def _known(connection: AsyncConnection, new: Approver) -> list[Approver]:
    """Who has the name now, or ever had the key."""
    theirs = (approver.c.name == new.name) & approver.c.revoked_at.is_(None)
    rows = await connection.execute(select(approver).where(theirs | (approver.c.key_id == new.key_id)))
    return [_read(row) for row in rows]


def _read(row: Row[Any]) -> Approver:
    columns = dict(row._mapping)
    return Approver(**{**columns, "public": json.loads(columns["public"])})
