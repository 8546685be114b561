"""Signed approvals: what one must be to be stored, and which of those that are stored count.

Both ask for the same: a known key that is not revoked, of a data protection officer of that name, who is not who
submitted the case, and its signature over exactly this case, digest, name and time. Nothing that a workflow says is
taken for it. Time alone is asked for once, when an approval is seen first.
"""

from collections.abc import Iterable

from pydantic import ValidationError
from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.approval import CLOCKS_DIFFER, FRESH, ApprovalRules, Statement
from habeas.domain.error import Barred
from habeas.domain.staff import Role
from habeas.domain.update import Approval
from habeas.evidence.error import NotVerified
from habeas.evidence.signature import signer_of, verified

from .approver import approver_of
from .error import REGISTER
from .ledger import now
from .row import CaseRow
from .table import approval, plan_decision


async def store(
    connection: AsyncConnection, case: CaseRow, given: Approval, rules: ApprovalRules, *, is_new: bool = True
) -> int:
    """Store an approval that counts, and say how many more the plan needs; the case's lock is held, and twice is once.

    `is_new`: it was made just now. Raises Barred when it does not count, when it was dropped, and when the plan needs
    another person's.
    """
    statement, key = await _checked(connection, case, given, rules)
    stored = (await connection.execute(select(approval).where(_is(statement)))).one_or_none()
    if stored is not None and stored.dropped_at is not None:
        raise _no("another plan took the place of the plan that was approved: approve it anew")
    others = await who_approved(connection, case, given.digest, rules)
    if stored is None:
        if is_new:
            _must_be_fresh(case, statement)
        if given.by in others and len(others) < rules.approvals_needed:
            raise _no("the same person has approved this plan already, and it waits for another one")
        await _insert(connection, statement, key, given)
    return missing(rules, {*others, given.by})


async def who_approved(connection: AsyncConnection, case: CaseRow, digest: str, rules: ApprovalRules) -> frozenset[str]:
    """The people whose stored approvals of this plan count now: each is verified anew."""
    return frozenset(
        [
            one.by
            for one in await stored(connection, case.case_id, digest)
            if await _counts(connection, case, one, rules)
        ]
    )


async def stored(connection: AsyncConnection, case_id: str, digest: str) -> tuple[Approval, ...]:
    """The approvals of a plan that were not dropped, the oldest first."""
    query = select(approval).where(_of(case_id, digest), approval.c.dropped_at.is_(None))
    rows = await connection.execute(query.order_by(approval.c.recorded_at, approval.c.by))
    return tuple(Approval(digest=r.digest, by=r.by, at=r.signed_at, signature=r.signature) for r in rows)


async def drop_others(connection: AsyncConnection, case: CaseRow, digest: str) -> None:
    """Drop the approvals of the case's other plans; those of a plan that was approved or decided stay, as proof."""
    decided = exists().where(plan_decision.c.case_id == case.case_id, plan_decision.c.digest == approval.c.digest)
    live = (approval.c.case_id == case.case_id) & approval.c.dropped_at.is_(None)
    others = approval.c.digest.not_in({digest, case.approved_digest or digest})
    await connection.execute(update(approval).where(live, others, ~decided).values(dropped_at=now()))


def missing(rules: ApprovalRules, by: Iterable[str]) -> int:
    """Of how many more people a plan needs an approval."""
    return max(0, rules.approvals_needed - len(set(by)))


async def _counts(connection: AsyncConnection, case: CaseRow, one: Approval, rules: ApprovalRules) -> bool:
    try:
        await _checked(connection, case, one, rules)
    except Barred:
        return False
    return True


async def _checked(
    connection: AsyncConnection, case: CaseRow, given: Approval, rules: ApprovalRules
) -> tuple[Statement, str]:
    """What an approval says, and with which key. Raises Barred when it is not what it has to be."""
    statement = Statement.of(case.case_id, given)
    if statement is None or given.signature is None:
        raise _no("it is not signed")
    try:
        key = signer_of(given.signature)
        approver = await approver_of(connection, key)
        if approver is None:
            raise _no("it is signed with a key that nobody has here")
        said = _said(verified(given.signature, approver.public))
    except NotVerified as forged:
        raise _no(str(forged)) from None
    if said != statement:
        raise _no("what was signed is of another case, plan, name or time")
    if approver.name != given.by:
        raise _no("it is signed with somebody else's key")
    if approver.revoked_at is not None:
        raise _no("the key that it is signed with was revoked")
    if approver.role is not Role.DPO:
        raise _no(f"only a {Role.DPO} approves, and whose key this is has another role")
    if given.by == case.submitted_by and not rules.may_approve_own:
        raise _no("nobody approves a case of their own here")
    return statement, key


def _said(payload: bytes) -> Statement | None:
    """What was signed; None when it is no statement of ours."""
    try:
        return Statement.model_validate_json(payload)
    except ValidationError:
        return None


def _must_be_fresh(case: CaseRow, statement: Statement) -> None:
    """Raises Barred for an approval that was not made just now, or was before there was a case."""
    if abs(now() - statement.at) > FRESH:
        raise _no(f"its time is more than {FRESH.seconds // 60} minutes from the register's clock: sign it anew")
    # a case that is opened tomorrow was opened by a clock that has been set right since
    if statement.at < case.opened_at - CLOCKS_DIFFER and case.opened_at <= now():
        raise _no("it was signed before the case was opened")


async def _insert(connection: AsyncConnection, statement: Statement, key: str, given: Approval) -> None:
    row = {
        "case_id": statement.case,
        "digest": statement.digest,
        "by": statement.by,
        "signed_at": statement.at,
        "key_id": key,
        "signature": given.signature,
        "recorded_at": now(),
    }
    await connection.execute(insert(approval).values(row))


def _is(statement: Statement) -> ColumnElement[bool]:
    same = (approval.c.by == statement.by) & (approval.c.signed_at == statement.at)
    return _of(statement.case, statement.digest) & same


def _of(case_id: str, digest: str) -> ColumnElement[bool]:
    return (approval.c.case_id == case_id) & (approval.c.digest == digest)


def _no(why: str) -> Barred:
    return Barred(REGISTER, f"the approval does not count: {why}")
