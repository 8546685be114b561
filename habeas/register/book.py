"""The book of cases: where each stands, how it ended, and who waits for its end."""

from datetime import date, datetime

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import Barred, Permanent
from habeas.domain.escrow import Escrow
from habeas.domain.house import Closed
from habeas.domain.identifier import Identifier
from habeas.domain.identity import Identity
from habeas.domain.stop import StopNote
from habeas.domain.sweep import Periods

from .error import REGISTER
from .escrow import keep_escrow
from .fact import closed, identified, stopped
from .ledger import HashingLedger, known_case, now, open_case
from .notary import Notary
from .row import CaseRow
from .shelf import NEWEST_FIRST, Shelf
from .table import case_file, claim, plan_decision, waiting


class Book(HashingLedger, Shelf, Notary):
    """What is kept of a case, and read from it when nothing else is left. `_periods`: for how long."""

    _periods: Periods

    async def note(self, case_id: str, state: CaseState) -> None:
        """Note where an open case stands; an outcome, once there, stays. Of an unknown case nothing is noted."""
        async with self._deciding() as connection:
            await connection.execute(_change(case_id).where(case_file.c.closed_at.is_(None)).values(state=state))

    async def note_due(self, case_id: str, due: date) -> None:
        """Note the date of an open case, as it is counted now."""
        async with self._deciding() as connection:
            await connection.execute(_change(case_id).where(case_file.c.closed_at.is_(None)).values(due=due))

    async def note_identity(self, case_id: str, how: str | None, by: str | None) -> None:
        """Note how and by whom who asks was verified; None: it is in doubt.

        Raises Barred when the case is unknown or closed.
        """
        async with self._deciding() as connection:
            case = await open_case(connection, case_id)
            if (case.verified_how, case.verified_by) == (how, by):
                return
            await connection.execute(_change(case_id).values(verified_how=how, verified_by=by))
            await self._witness(connection, identified(case_id, now(), is_known=how is not None))

    async def identity(self, case_id: str) -> Identity | None:
        """How and by whom who asks was verified; None: it was not, or the case is unknown."""
        row = await self.show(case_id)
        if row is None or row.verified_how is None or row.verified_by is None:
            return None
        return Identity(how=row.verified_how, by=row.verified_by)

    async def close(
        self, case_id: str, status: CaseStatus, kept: Escrow | None = None, *, is_restored: bool = False
    ) -> Closed:
        """Record the outcome, release the claims, and say what is recorded and which open cases wait for this one.

        `kept`: what stays of the case for an authority. `is_restored`: the case has ended, and the register is an older
        copy, which may have forgotten that a plan was finished. A second close changes nothing. Raises Barred when the
        case is unknown, and for outcomes to certify where no plan was finished; Permanent when the status is no
        outcome.
        """
        if status.state.is_open:
            raise Permanent(REGISTER, "a case is closed with an outcome")
        async with self._claiming() as connection:
            case, lasting = await known_case(connection, case_id), status.lasting()
            waiting_for = await _waiting_for(connection, case_id)
            if case.is_open:
                if not is_restored:
                    await _may_certify(connection, case_id, lasting)
                at = await _close(connection, case_id, lasting)
                if kept is not None:
                    await keep_escrow(connection, case_id, kept)
                await self._witness(connection, *closed(lasting, at, self._periods))
            return Closed(outcome=case.report or lasting, waiting=waiting_for)

    async def note_stopped(self, note: StopNote) -> None:
        """State what an objection or a withdrawal has ended in one system. Twice is once.

        Raises Barred when the case is unknown or closed.
        """
        async with self._deciding() as connection:
            await open_case(connection, note.case_id)
            await self._witness(connection, stopped(note))

    async def rest(self, case_id: str) -> tuple[str, ...]:
        """The case changes systems no more until it engages again; names the open cases that wait for this one.

        Twice is once. Raises Barred when the case is unknown or closed.
        """
        async with self._claiming() as connection:
            await open_case(connection, case_id)
            await connection.execute(_change(case_id).values(engaged_at=None))
            return await _waiting_for(connection, case_id)

    async def find(self, identifier: Identifier) -> tuple[CaseRow, ...]:
        """The cases, open and closed, that ever claimed this identifier, newest first."""
        theirs = select(claim.c.case_id).where(claim.c.claim_hash == self._hash(identifier))
        query = select(case_file).where(case_file.c.case_id.in_(theirs)).order_by(*NEWEST_FIRST)
        async with self._reading() as connection:
            return tuple(CaseRow.of(row) for row in await connection.execute(query))


async def _may_certify(connection: AsyncConnection, case_id: str, status: CaseStatus) -> None:
    """Raises Barred for outcomes of an erasure of which nobody has said that all of it was read back (`finish`)."""
    finished = (plan_decision.c.case_id == case_id) & plan_decision.c.finished_at.is_not(None)
    if status.outcomes and await connection.scalar(select(plan_decision.c.digest).where(finished).limit(1)) is None:
        raise Barred(REGISTER, "no plan of the case was finished: there is nothing to certify")


async def _close(connection: AsyncConnection, case_id: str, status: CaseStatus) -> datetime:
    """Says when that was."""
    at = now()
    has_bundle = status.bundle is not None
    outcome = {"state": status.state, "report": status.model_dump_json(), "closed_at": at, "has_bundle": has_bundle}
    await connection.execute(_change(case_id).values(outcome))
    held = (claim.c.case_id == case_id) & claim.c.released_at.is_(None)
    await connection.execute(update(claim).where(held).values(released_at=at))
    return at


async def _waiting_for(connection: AsyncConnection, case_id: str) -> tuple[str, ...]:
    query = (
        select(waiting.c.case_id)
        .join(case_file, case_file.c.case_id == waiting.c.case_id)
        .where(waiting.c.waits_for == case_id, case_file.c.closed_at.is_(None))
    )
    return tuple(await connection.scalars(query.order_by(waiting.c.case_id)))


def _change(case_id: str) -> Update:
    return update(case_file).where(case_file.c.case_id == case_id)
