"""The notary: of what a decision makes true it signs a statement, and appends it in the transaction of the decision.

So there is no moment at which one is there without the other, whatever dies. It is the last act of a transaction: from
then on that holds the log's lock, under which is also decided which key signs.
"""

from typing import Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.error import Permanent
from habeas.evidence.certificate import PLAN, SUBJECT
from habeas.evidence.commitment import commitment, new_salt
from habeas.evidence.signature import Sign
from habeas.evidence.statement import Statement, Subject

from .error import REGISTER
from .fact import Fact, moment
from .ledger import Ledger, now
from .log import Entry, append, locked
from .signing import Kept, insert_key, signing_key_of
from .table import case_file


class Signs(Protocol):
    """What has the private halves of signing keys. Each call raises as `WrappingKeys` does."""

    async def made(self) -> Kept:
        """A new key, which nothing knows yet."""

    async def signer(self, kept: Kept) -> Sign:
        """What signs with a key: canonical bytes go in, a compact JWS comes out."""


class Notary(Ledger):
    """A ledger that leaves evidence. `_signs` is None in a process that only reads."""

    _signs: Signs | None = None

    async def _witness(self, connection: AsyncConnection, *facts: Fact) -> None:
        """State these facts, unless that was done. Raises Permanent in a process that has no keys to sign with."""
        sign, at = await self._signing_in(connection), now()
        for fact in facts:
            subjects = await _subjects(connection, fact)
            statement = Statement(fact.event, subjects, {"case": fact.case_id, "at": moment(at), **fact.said})
            signed = sign(statement.canonical)
            await append(connection, Entry(fact.case_id, fact.event, fact.mark, new_salt(), signed))

    async def signing(self) -> Sign:
        """What signs now. Raises Permanent in a process that has no keys to sign with."""
        async with self._deciding() as connection:
            return await self._signing_in(connection)

    async def _signing_in(self, connection: AsyncConnection) -> Sign:
        """As `signing`, under the log's lock: the key is the one that signs until the transaction ends."""
        if self._signs is None:
            raise Permanent(REGISTER, "this process has no signing keys, and may change nothing that leaves evidence")
        await locked(connection)
        kept = await signing_key_of(connection)
        if kept is None or kept[0].begins_at > now():  # made by a clock that has been set right since
            kept = await insert_key(connection, await self._signs.made(), after=kept)
        return await self._signs.signer(kept)


async def _subjects(connection: AsyncConnection, fact: Fact) -> tuple[Subject, ...]:
    """The person and the plan, each by a commitment, and what else the fact is about."""
    columns = case_file.c.commitment, case_file.c.plan_salt
    row = (await connection.execute(select(*columns).where(case_file.c.case_id == fact.case_id))).one_or_none()
    whom = [Subject(SUBJECT, row.commitment)] if row and row.commitment else []
    plan = [Subject(PLAN, commitment(row.plan_salt, fact.plan))] if row and row.plan_salt and fact.plan else []
    return (*whom, *plan, *fact.subjects)
