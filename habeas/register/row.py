"""A case as the register keeps it, for lists and for the doors of people."""

from datetime import date
from typing import Any, Self

from pydantic import AwareDatetime
from sqlalchemy import Row

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.model import Message
from habeas.domain.right import Right


class CaseRow(Message):
    """All that remains of a case when its keys are gone; `report` is there once the case is closed.

    `commitment` names the person in evidence: nobody can tell from it who that is.
    """

    case_id: str
    right: Right
    state: CaseState
    received_at: AwareDatetime
    due: date
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None = None
    submitted_by: str
    verified_how: str | None = None
    verified_by: str | None = None
    approved_digest: str | None = None
    approved_by: str | None = None
    approved_at: AwareDatetime | None = None
    engaged_at: AwareDatetime | None = None
    report: CaseStatus | None = None
    has_bundle: bool = False
    commitment: str | None = None

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        """Read a row of the table `case_file`."""
        columns = dict(row._mapping)
        report = columns.pop("report")
        del columns["plan_salt"]  # nothing that is shown needs it
        return cls(**columns, report=CaseStatus.model_validate_json(report) if report else None)

    @property
    def is_open(self) -> bool:
        """Whether the case still goes on, and its claims hold."""
        return self.closed_at is None
