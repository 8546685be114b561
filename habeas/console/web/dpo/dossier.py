"""A case as the door finds it: from Temporal while it is open, from the register for ever after."""

from dataclasses import dataclass
from enum import StrEnum

from habeas.domain.case import CaseStatus
from habeas.domain.error import NoSuchCase, Stopped, Unreachable
from habeas.register.row import CaseRow

from .office import Office


class Trouble(StrEnum):
    """Why an open case does not say how it is; what is shown then is what the register has."""

    AWAY = "away"  # Temporal, the worker or the key store does not answer
    LOST = "lost"  # Temporal does not have it any more, or it broke off


@dataclass(frozen=True)
class Dossier:
    """`row` is missing for a case that was never recorded, as one that only points to another."""

    status: CaseStatus
    row: CaseRow | None
    trouble: Trouble | None = None

    @property
    def is_open(self) -> bool:
        """Whether something may still be decided."""
        return self.status.state.is_open


async def dossier(office: Office, case_id: str) -> Dossier:
    """One case. Raises NoSuchCase; Unreachable where the register does not know it and Temporal does not answer."""
    row = await office.register.show(case_id)
    if row is not None and row.report is not None:
        return Dossier(row.report, row)
    try:
        return Dossier(await office.cases.status(case_id), row)
    except (NoSuchCase, Stopped):
        trouble = Trouble.LOST
    except Unreachable:
        trouble = Trouble.AWAY
    if row is None:
        raise NoSuchCase("there is no case of this id") if trouble is Trouble.LOST else Unreachable("no answer")
    return Dossier(_of_register(row), row, trouble)


def _of_register(row: CaseRow) -> CaseStatus:
    return CaseStatus(
        **row.model_dump(include={"case_id", "right", "state", "received_at", "due", "submitted_by"}),
        verified_how=row.verified_how,
        verified_by=row.verified_by,
        approved_by=row.approved_by,
        plan_digest=row.approved_digest,
    )
