"""What the commands do, apart from how they are typed and shown."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.datamap import MapFound
from habeas.domain.error import InvalidInput, NoSuchCase, NotNow
from habeas.domain.identifier import Identifier
from habeas.domain.request import Intake
from habeas.domain.right import Right

from .deliver import check_target, deliver
from .door import Door
from .enrolment import enrol_in_sandbox
from .follow import follow

if TYPE_CHECKING:
    from habeas.client import Habeas
    from habeas.register.row import CaseRow


async def open_case(habeas: "Habeas", right: Right, intake: Intake, by: str | None = None) -> CaseStatus:
    """Open a case, or find the one that the person has open; wait until it has something to say."""
    case_id = await habeas.open(right, intake, submitted_by=by)
    return await follow(habeas, case_id)


async def locate(door: Door, intake: Intake) -> CaseStatus:
    """What each system holds of the person."""
    return await open_case(await door.habeas(), Right.CONFIRMATION, intake)


async def export(door: Door, right: Right, intake: Intake, out: Path) -> tuple[CaseStatus, Path | None]:
    """An export into a file. The file's folder is tried before anything is asked of any system."""
    check_target(out)
    files = door.files
    status = await open_case(await door.habeas(), right, intake)
    if status.state is not CaseState.READY or status.bundle is None:
        return status, None
    if intake.recipient and not status.bundle.is_for_recipient:
        again = f"habeas deliver {status.case_id} --out FILE"
        raise InvalidInput(f"the person has an export already, which is not sealed to a recipient: {again}")
    return status, await deliver(files, status, out)


async def erase(door: Door, intake: Intake, by: str, ask: Callable[[CaseStatus], bool]) -> CaseStatus:
    """An erasure up to its decision; and through it, if whoever is asked says yes to the plan, in the name of `by`."""
    habeas = await door.habeas()
    status = await open_case(habeas, Right.ERASURE, intake)
    if status.state is not CaseState.AWAITING_DECISION or not ask(status):
        return status
    return await approve(door, status.case_id, status.plan_digest or "", by)


async def end(door: Door, right: Right, intake: Intake, by: str) -> CaseStatus:
    """What acts at once. Raises InvalidInput for a consent that is not on record: nothing would end."""
    from habeas.policy import load_processing  # no other command of these reads it

    known = [consent.name for consent in load_processing(door.settings.processing_file).consents]
    if unknown := [purpose for purpose in intake.purposes if purpose not in known]:
        raise InvalidInput(f"no consent is called {unknown[0]!r}: there are {', '.join(known) or 'none'}")
    return await open_case(await door.habeas(), right, intake, by)


async def approve(door: Door, case_id: str, digest: str, by: str) -> CaseStatus:
    """Approve a plan by its digest, and wait for what comes of it."""
    await enrol_in_sandbox(door, by)
    habeas = await door.habeas()
    answer = await _heard(door, case_id, habeas.approve(case_id, digest, by))
    if answer.state is CaseState.AWAITING_DECISION:  # for a second approver
        return answer
    return await follow(habeas, case_id, leaving=CaseState.AWAITING_DECISION)


async def update(door: Door, case_id: str, told: Callable[["Habeas"], Awaitable[CaseStatus]]) -> CaseStatus:
    """Tell a case something, and wait for what comes of it."""
    habeas = await door.habeas()
    before = await _heard(door, case_id, habeas.status(case_id))
    after = await _heard(door, case_id, told(habeas))
    moves = after.state is before.state and after.plan_digest == before.plan_digest
    return await follow(habeas, case_id, leaving=before.state if moves else None)


async def _heard(door: Door, case_id: str, answer: Awaitable[CaseStatus]) -> CaseStatus:
    """What a case answers. Temporal does not tell a case that has ended from one that never was; the register does."""
    try:
        return await answer
    except NoSuchCase:
        async with door.register() as register:
            row = await register.show(case_id)
        if row is None:
            raise
        if row.is_open:
            raise NotNow("Temporal has lost the case: `habeas resume` lets it go on") from None
        raise NotNow(f"the case is closed: {row.state}") from None


async def cases(door: Door, *, only_open: bool) -> tuple["CaseRow", ...]:
    """The cases of the register, the newest first."""
    async with door.register() as register:
        return await register.list(open_only=only_open)


async def drifted(door: Door) -> tuple[MapFound, ...]:
    """The systems in which the record of the database does not fit, as the house found it last."""
    async with door.register() as register:
        return await register.drift()


async def cases_of(door: Door, identifier: Identifier) -> tuple["CaseRow", ...]:
    """The cases of a person."""
    async with door.register() as register:
        return await register.find(identifier)


async def show(door: Door, case_id: str) -> CaseStatus:
    """A case, from Temporal while it is there, and from the register for ever after."""
    async with door.register() as register:
        row = await register.show(case_id)
    if row is not None and row.report is not None:
        return row.report
    return await _heard(door, case_id, (await door.habeas()).status(case_id))


async def identifiers(door: Door, case_id: str) -> dict[str, Identifier]:
    """What is known of the person of an open case, by reference."""
    return await (await door.habeas()).identifiers(case_id)


async def fetch(door: Door, case_id: str, out: Path) -> tuple[CaseStatus, Path]:
    """The bundle of an export that is ready, into a file. Raises InvalidInput when there is none."""
    check_target(out)
    files = door.files
    status = await show(door, case_id)
    if status.bundle is None:
        raise InvalidInput(f"that case has no bundle: it is {status.state}")
    return status, await deliver(files, status, out)
