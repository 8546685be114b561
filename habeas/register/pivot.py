"""The pivot: a plan leaves `undecided` once, and every hold, release and erase asks on which side it is.

A plan that unwinds is never erased by, and a plan that pivoted is never taken back. From the pivot of a plan until all
of it is done (`finish`) no other plan of its case is decided or taken back: a system knows holds by case, not by plan.
"""

from contextlib import suppress

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.approval import ApprovalRules
from habeas.domain.decision import Decision
from habeas.domain.error import Barred
from habeas.domain.receipt import Receipt
from habeas.domain.request import Instruction
from habeas.domain.update import Approval

from .approval import drop_others, missing, store, stored, who_approved
from .error import REGISTER
from .fact import approved, decided, finished, instructed, unwound
from .ledger import known_case, now, open_case
from .notary import Notary
from .row import CaseRow
from .table import case_file, fence, plan_decision


class Pivot(Notary):
    """Approval, the decision, and what may be done on either side of it."""

    _rules: ApprovalRules

    async def admit(self, case_id: str, approval: Approval) -> int:
        """Store a signed approval of a plan that is undecided, and say of how many more people it needs one.

        Raises Barred when the approval does not count (`approval.store`), when the case is unknown or closed, when a
        plan of it has pivoted, and when this plan unwinds.
        """
        async with self._deciding() as connection:
            case = await open_case(connection, case_id)
            await _must_be_open_to_approval(connection, case_id, approval.digest)
            return await store(connection, case, approval, self._rules)

    async def approve(
        self,
        case_id: str,
        digest: str,
        *approvals: Approval,
        are_new: bool = True,
        instructions: tuple[Instruction, ...] = (),
    ) -> None:
        """Record that the plan of this digest is approved; the approval of another one replaces it until the pivot.

        `approvals`: of this plan, to be stored first where they are not; `are_new` as in `approval.store`.
        `instructions` are those of controllers that the plan carries out. Raises Barred as `admit` does, and when the
        plan needs more approvals; repeating an approval changes nothing.
        """
        async with self._deciding() as connection:
            case = await known_case(connection, case_id)
            if case.approved_digest == digest:
                return
            await open_case(connection, case_id)
            await _must_be_open_to_approval(connection, case_id, digest)
            for approval in approvals:
                await store(connection, case, approval, self._rules, is_new=are_new)
            await self._must_be_approved(connection, case, digest)
            found = await stored(connection, case_id, digest)
            row = {"approved_digest": digest, "approved_by": found[-1].by, "approved_at": now()}
            await connection.execute(update(case_file).where(case_file.c.case_id == case_id).values(row))
            people = len({one.by for one in found})
            directed = instructed(case_id, digest, instructions)
            await self._witness(connection, *directed, approved(case_id, digest, people))

    async def approvals(self, case_id: str, digest: str) -> tuple[Approval, ...]:
        """The approvals of a plan that are stored and were not dropped."""
        async with self._reading() as connection:
            return await stored(connection, case_id, digest)

    async def supersede(self, case_id: str, digest: str) -> None:
        """The plan of this digest takes the place of the case's other ones: their approvals are dropped.

        Those of a plan that was decided stay. Of an unknown case there are none.
        """
        async with self._deciding() as connection:
            with suppress(Barred):
                await drop_others(connection, await known_case(connection, case_id), digest)

    async def _must_be_approved(self, connection: AsyncConnection, case: CaseRow, digest: str) -> None:
        """Raises Barred unless enough stored approvals of the plan count now."""
        found = await who_approved(connection, case, digest, self._rules)
        if missing(self._rules, found):
            needed = self._rules.approvals_needed
            raise Barred(REGISTER, f"of the approvals of that plan {len(found)} count, and it needs {needed}")

    async def approved(self, case_id: str) -> tuple[str, str] | None:
        """The digest of the plan that was approved last, and by whom; None when no plan was, or no case is known."""
        query = select(case_file.c.approved_digest, case_file.c.approved_by).where(case_file.c.case_id == case_id)
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return (row.approved_digest, row.approved_by) if row is not None and row.approved_digest else None

    async def decide(self, case_id: str, digest: str, wanted: Decision) -> Decision:
        """Decide an undecided plan, and say what is so, whoever decided it; UNDECIDED only asks.

        Raises Barred when the case is unknown; for an undecided plan, when the case is closed or another plan of it has
        pivoted; and when PIVOTED is wanted of a plan that is not the approved one, or has not the approvals that it
        needs: each is verified anew from what is stored, and none counts whose key was revoked; or when nobody has
        verified who asks.
        """
        async with self._deciding() as connection:
            case = await known_case(connection, case_id)
            decision = await _decision(connection, case_id, digest)
            if wanted is Decision.UNDECIDED or decision is not Decision.UNDECIDED:
                return decision
            await open_case(connection, case_id)
            await _must_not_have_pivoted(connection, case_id)
            if wanted is Decision.PIVOTED and digest != case.approved_digest:
                raise Barred(REGISTER, "that plan is not the approved one")
            if wanted is Decision.PIVOTED:
                _must_know_who_asks(case)
                await self._must_be_approved(connection, case, digest)
            row = {"case_id": case_id, "digest": digest, "decision": wanted, "decided_at": now()}
            await connection.execute(insert(plan_decision).values(row))
            await self._witness(connection, decided(case_id, digest, wanted))
            return wanted

    async def finish(
        self, case_id: str, digest: str, steps: tuple[Receipt, ...] = (), *, is_whole: bool = True
    ) -> None:
        """All of a plan that pivoted is erased and read back: another plan of the case may follow it.

        `steps`: what each system did, and what was read back there; of the others a person attests it. Not `is_whole`:
        some of it can only be erased later, and nothing is said to be confirmed until then. Twice is once;
        a register that was restored from before the pivot learns of both. Raises Barred when the case is unknown or the
        plan unwinds.
        """
        async with self._deciding() as connection:
            await known_case(connection, case_id)
            decision = await _decision(connection, case_id, digest)
            if decision is Decision.UNWINDING:
                raise Barred(REGISTER, "that plan was taken back")
            if decision is Decision.UNDECIDED:
                row = {"case_id": case_id, "digest": digest, "decision": Decision.PIVOTED, "decided_at": now()}
                await connection.execute(insert(plan_decision).values(row))
            mine = (plan_decision.c.case_id == case_id) & (plan_decision.c.digest == digest)
            unfinished = update(plan_decision).where(mine, plan_decision.c.finished_at.is_(None))
            await connection.execute(unfinished.values(finished_at=now()))
            await self._witness(connection, *finished(case_id, digest, steps, is_whole=is_whole))

    async def unwound(
        self, case_id: str, digest: str, steps: tuple[Receipt, ...], attested: tuple[str, ...] = ()
    ) -> None:
        """Everything of a plan that unwinds is given back, as each system says; of these a person attests it.

        Twice is once. Raises Barred when the case is unknown or the plan does not unwind.
        """
        async with self._deciding() as connection:
            await known_case(connection, case_id)
            _must_be(await _decision(connection, case_id, digest), Decision.UNWINDING)
            await self._witness(connection, *unwound(case_id, digest, steps, attested))

    async def begin(self, case_id: str, digest: str, system: str) -> bool:
        """Note that a hold of this plan in this system begins, and say whether one had begun before.

        Raises Barred as `may_hold` does.
        """
        async with self._deciding() as connection:
            await _may_hold(connection, case_id, digest, system, lock=True)
            was_begun = await _was_begun(connection, case_id, digest, system)
            await _mark(connection, case_id, digest, system, "begun_at")
            return was_begun

    async def may_hold(self, case_id: str, digest: str, system: str) -> None:
        """Raises Barred when a hold comes too early or too late.

        That is: the plan is not the approved one, it is decided, the case is closed, or the hold was barred.
        """
        async with self._reading() as connection:
            await _may_hold(connection, case_id, digest, system, lock=False)

    async def bar(self, case_id: str, digest: str, system: str) -> bool:
        """Bar every hold of this plan in this system from now on, and say whether one was ever begun.

        Twice is once. Raises Barred unless the plan unwinds and no other one of the case has pivoted: after the pivot
        nothing is taken back.
        """
        async with self._deciding() as connection:
            await known_case(connection, case_id)
            _must_be(await _decision(connection, case_id, digest), Decision.UNWINDING)
            await _must_not_have_pivoted(connection, case_id)
            await _mark(connection, case_id, digest, system, "barred_at")
            return await _was_begun(connection, case_id, digest, system)

    async def may_erase(self, case_id: str, digest: str) -> None:
        """Raises Barred unless the plan of this digest has pivoted."""
        async with self._reading() as connection:
            await known_case(connection, case_id, lock=False)
            _must_be(await _decision(connection, case_id, digest), Decision.PIVOTED)


async def _may_hold(connection: AsyncConnection, case_id: str, digest: str, system: str, *, lock: bool) -> None:
    case = await open_case(connection, case_id, lock=lock)
    if case.approved_digest != digest:
        raise Barred(REGISTER, "that plan is not the approved one")
    _must_be(await _decision(connection, case_id, digest), Decision.UNDECIDED)
    barred = select(fence).where(_which(case_id, digest, system), fence.c.barred_at.is_not(None))
    if (await connection.execute(barred)).first() is not None:
        raise Barred(REGISTER, "the hold comes after its release")


async def _was_begun(connection: AsyncConnection, case_id: str, digest: str, system: str) -> bool:
    begun = select(fence.c.begun_at).where(_which(case_id, digest, system))
    return await connection.scalar(begun) is not None


async def _mark(connection: AsyncConnection, case_id: str, digest: str, system: str, column: str) -> None:
    """Write the moment into the fence, unless it is there; the case's lock is held."""
    which = _which(case_id, digest, system)
    if (await connection.execute(select(fence).where(which))).first() is None:
        await connection.execute(insert(fence).values(case_id=case_id, digest=digest, system=system))
    unmarked = update(fence).where(which, fence.c[column].is_(None))
    await connection.execute(unmarked.values({column: now()}))


async def _decision(connection: AsyncConnection, case_id: str, digest: str) -> Decision:
    query = select(plan_decision.c.decision).where(plan_decision.c.case_id == case_id, plan_decision.c.digest == digest)
    return Decision(await connection.scalar(query) or Decision.UNDECIDED)


async def _must_be_open_to_approval(connection: AsyncConnection, case_id: str, digest: str) -> None:
    await _must_not_have_pivoted(connection, case_id)
    _must_be(await _decision(connection, case_id, digest), Decision.UNDECIDED)


async def _must_not_have_pivoted(connection: AsyncConnection, case_id: str) -> None:
    pivoted = select(plan_decision).where(
        plan_decision.c.case_id == case_id,
        plan_decision.c.decision == Decision.PIVOTED,
        plan_decision.c.finished_at.is_(None),
    )
    if (await connection.execute(pivoted)).first() is not None:
        raise Barred(REGISTER, "a plan of this case has pivoted")


def _must_know_who_asks(case: CaseRow) -> None:
    if case.verified_how is None:
        raise Barred(REGISTER, "nobody has verified who asks")


def _must_be(decision: Decision, expected: Decision) -> None:
    if decision is not expected:
        raise Barred(REGISTER, f"the plan is {decision}, not {expected}")


def _which(case_id: str, digest: str, system: str) -> ColumnElement[bool]:
    return (fence.c.case_id == case_id) & (fence.c.digest == digest) & (fence.c.system == system)
