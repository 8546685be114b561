"""Claims: at most one open case has a person for one right, and an erasure and an export of them take turns.

An erasure waits for every open export of its person until its holds begin (`engage`); from then on it waits for
nobody, and exports of its person wait for it. So no two cases ever wait for each other.
"""

from datetime import date

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.case import CaseState, Claim
from habeas.domain.error import Barred
from habeas.domain.identifier import Identifier
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.evidence.commitment import new_salt

from .error import REGISTER
from .fact import Fact, identified, opened
from .ledger import HashingLedger, now, open_case
from .notary import Notary
from .row import CaseRow
from .table import case_file, claim, waiting


class Claims(HashingLedger, Notary):
    """Who has a person, and who goes first."""

    async def open(self, request: Request, due: date, commitment: str | None = None) -> Claim:
        """Open a case and claim the identifiers it was given for its right; twice is once.

        `commitment` names the person in all evidence of the case.

        Where it is not known yet who asks, nobody is claimed: a stranger learns of no other case (L-16). Nor is anybody
        by what acts at once: it waits for no case, and none for it.

        `duplicate_of`: another open case of the same right has one of them, and nothing is recorded. `waits_for`: the
        case is open and has its claims, and another case of the person goes first. Raises Barred when it is closed.
        """
        hashes = self._hashes(request.identifiers) if request.identity and not request.right.acts_at_once else ()
        async with self._claiming() as connection:
            await _must_not_be_closed(connection, request.case_id)
            if rival := await _rival(connection, request.case_id, request.right, hashes):
                return Claim(duplicate_of=rival)
            is_new = await _record(connection, request, due, commitment)
            case = await open_case(connection, request.case_id)
            await _take(connection, case, hashes)
            turn = await _turn(connection, case)
            if is_new:
                await self._witness(connection, opened(request, due), *_identified(request))
            return turn

    async def claim(self, case_id: str, identifiers: tuple[Identifier, ...]) -> Claim:
        """Claim all identifiers that were found, or none; the answers are those of `open`.

        Raises Barred when the case is unknown or closed.
        """
        async with self._claiming() as connection:
            case = await open_case(connection, case_id)
            hashes = () if case.right.acts_at_once else self._hashes(identifiers)
            if rival := await _rival(connection, case_id, case.right, hashes):
                return Claim(duplicate_of=rival)
            await _take(connection, case, hashes)
            return await _turn(connection, case)

    async def engage(self, case_id: str) -> Claim:
        """Begin the holds of an erasure, unless an open export of the person goes first (`waits_for`).

        Raises Barred when the case is unknown or closed. It stays so between one plan of the case and the next.
        """
        async with self._claiming() as connection:
            case = await open_case(connection, case_id)
            turn = await _turn(connection, case)
            if turn.waits_for is None and case.engaged_at is None:
                changed = case_file.update().where(case_file.c.case_id == case_id).values(engaged_at=now())
                await connection.execute(changed)
            return turn

    def _hashes(self, identifiers: tuple[Identifier, ...]) -> tuple[str, ...]:
        return tuple(sorted({self._hash(i) for i in identifiers}))


async def _must_not_be_closed(connection: AsyncConnection, case_id: str) -> None:
    closed = select(case_file.c.case_id).where(case_file.c.case_id == case_id, case_file.c.closed_at.is_not(None))
    if await connection.scalar(closed) is not None:
        raise Barred(REGISTER, "the case is closed")


async def _rival(connection: AsyncConnection, case_id: str, right: Right, hashes: tuple[str, ...]) -> str | None:
    """The open case that has one of them for the same right: of several, the first that came."""
    theirs = (claim.c.case_id != case_id) & (claim.c.right == right) & claim.c.released_at.is_(None)
    query = select(claim.c.case_id).where(theirs, claim.c.claim_hash.in_(hashes))
    return await connection.scalar(query.order_by(claim.c.claimed_at, claim.c.case_id).limit(1))


async def _record(connection: AsyncConnection, request: Request, due: date, commitment: str | None) -> bool:
    """Whether the case is new."""
    known = select(case_file.c.case_id).where(case_file.c.case_id == request.case_id)
    if await connection.scalar(known) is not None:
        return False
    row = {
        "case_id": request.case_id,
        "right": request.right,
        "state": CaseState.PLANNING if request.identity else CaseState.RECEIVED,
        "received_at": request.received_at,
        "due": due,
        "opened_at": now(),
        "submitted_by": request.submitted_by,
        "verified_how": request.identity.how if request.identity else None,
        "verified_by": request.identity.by if request.identity else None,
        "commitment": commitment,
        "plan_salt": new_salt(),
    }
    await connection.execute(insert(case_file).values(row))
    return True


def _identified(request: Request) -> list[Fact]:
    """Who is known from the beginning was verified by then."""
    return [identified(request.case_id, now(), is_known=True)] if request.identity else []


async def _take(connection: AsyncConnection, case: CaseRow, hashes: tuple[str, ...]) -> None:
    has = set(await connection.scalars(select(claim.c.claim_hash).where(claim.c.case_id == case.case_id)))
    common = {"case_id": case.case_id, "right": case.right, "claimed_at": now()}
    if new := [{**common, "claim_hash": h} for h in hashes if h not in has]:
        await connection.execute(insert(claim), new)


async def _turn(connection: AsyncConnection, case: CaseRow) -> Claim:
    """Whether the case may go on, or for whom it waits; a wait is noted, so that its end is told (`close`)."""
    first = await _goes_first(connection, case)
    if first is not None:
        wait = {"case_id": case.case_id, "waits_for": first}
        noted = select(waiting).where(waiting.c.case_id == case.case_id, waiting.c.waits_for == first)
        if (await connection.execute(noted)).first() is None:
            await connection.execute(insert(waiting).values(wait))
    return Claim(waits_for=first)


async def _goes_first(connection: AsyncConnection, case: CaseRow) -> str | None:
    precedence = _precedence(case)
    if precedence is None:
        return None
    mine, theirs = claim.alias(), claim.alias()
    shared = (theirs.c.claim_hash == mine.c.claim_hash) & (theirs.c.case_id != mine.c.case_id)
    query = (
        select(case_file.c.case_id)
        .join(theirs, theirs.c.case_id == case_file.c.case_id)
        .join(mine, shared & (mine.c.case_id == case.case_id))
        .where(case_file.c.closed_at.is_(None), precedence)
    )
    return await connection.scalar(query.order_by(case_file.c.opened_at, case_file.c.case_id).limit(1))


def _precedence(case: CaseRow) -> ColumnElement[bool] | None:
    """Which other cases of the person go before this one; None: no case does."""
    if case.right.is_export:
        return (case_file.c.right == Right.ERASURE) & case_file.c.engaged_at.is_not(None)
    if case.right is Right.ERASURE and case.engaged_at is None:
        return case_file.c.right.in_([right for right in Right if right.is_export])
    return None
