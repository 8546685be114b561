"""What the person is told at the end: what was done, or what was not and why (GDPR art. 12(3), 12(4))."""

from collections.abc import Mapping
from datetime import datetime

from temporalio import workflow

from habeas.domain.approved_plan import left_open
from habeas.domain.case import CaseState
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.part import PartOutcome
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.update import Refusal

from .conduct import Conduct

_KINDS: Mapping[CaseState, LetterKind] = {
    CaseState.LOCATED: LetterKind.ANSWER,
    CaseState.READY: LetterKind.ANSWER,
    CaseState.NO_DATA: LetterKind.NO_DATA,
    CaseState.ERASED: LetterKind.DONE,
    CaseState.ERASED_WITH_OPEN_STEPS: LetterKind.DONE,
    CaseState.ALL_RETAINED: LetterKind.DONE,
    CaseState.STOPPED: LetterKind.STOPPED,
    CaseState.REFUSED: LetterKind.REFUSAL,
    CaseState.NOT_IDENTIFIED: LetterKind.NOT_IDENTIFIED,
    CaseState.NOTHING_CHANGED: LetterKind.UNANSWERED,
}


_ERASED = frozenset({CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS})
CARRIED_OUT = _ERASED | {CaseState.ALL_RETAINED}


class Answering(Conduct):
    """Tells the person, and waits until that has left."""

    async def _answer(self, outcome: PartOutcome, right: Right | None = None) -> None:
        """Of a duplicate the other case answers; of one that never began nobody was told that it came."""
        if self._board.status.duplicate_of is not None or not self._is_in_register or self._was_closed:
            return
        await self._board.enter(Stage.ANSWERING, phase="answer", waits_for=None)
        self._note_backups(outcome)
        if (kind := self._kind_of(outcome)) is not None:
            await self._write_answer(kind, outcome, right)
        self._board.show(is_answered=True, must_be_decided=False)
        self._ticks += 1

    def _kind_of(self, outcome: PartOutcome) -> LetterKind | None:
        """The letter of that outcome; a customer that leaves gets a certificate, and nothing while nothing is done."""
        if self._request.leaving_customer is None:
            return _KINDS[outcome.state]
        return LetterKind.CERTIFICATE if outcome.state in CARRIED_OUT else None

    async def _write_answer(self, kind: LetterKind, outcome: PartOutcome, right: Right | None) -> None:
        justification = self._why_not(outcome)
        items = left_open(self._board.status.items, outcome.unanswered)
        self._board.show(justification=justification, items=items)
        await self._write(
            kind,
            right=right or self._request.right,
            justification=justification,
            words=self._decision.reason if isinstance(self._decision, Refusal) else None,
            items=items,
            attested=outcome.attested,
            unanswered=outcome.unanswered or self._unanswered,
            until=self._bundle_until(outcome),
            told=self._told(outcome),
            backups_until=self._board.status.backups_until,
            controllers=self._leaving_name,
            stopped=outcome.stopped,
            purposes=self._request.purposes,
        )

    @property
    def _leaving_name(self) -> tuple[str, ...]:
        """What the customer that leaves is called."""
        return (self._customer.name,) if self._customer is not None else ()

    def _note_backups(self, outcome: PartOutcome) -> None:
        """The third time of an erasure: when the last backup of what is gone is overwritten (L-42)."""
        if outcome.state in _ERASED and self._rules.backups_kept is not None:
            self._board.show(backups_until=workflow.now() + self._rules.backups_kept)

    def _told(self, outcome: PartOutcome) -> tuple[str, ...]:
        """Who got the data and may be told of its erasure, by name (GDPR art. 19; L-38, L-39)."""
        status = self._board.status
        if outcome.state not in _ERASED or status.location is None:
            return ()
        told = (one.recipient for one in status.disclosed if not status.location.bars(one))
        return tuple(dict.fromkeys(told))

    def _bundle_until(self, outcome: PartOutcome) -> datetime | None:
        return workflow.now() + self._rules.bundle_kept if outcome.bundle is not None else None

    def _why_not(self, outcome: PartOutcome) -> Justification | None:
        """The code of why nothing was done, or not all of it."""
        if isinstance(self._decision, Refusal):
            return self._decision.justification
        if outcome.state in (CaseState.REFUSED, CaseState.NOT_IDENTIFIED):
            return Justification.IDENTITY_FAILED
        if outcome.state is CaseState.NOTHING_CHANGED:
            return Justification.REJECTED if self._cancellation is not None else Justification.IMPOSSIBLE
        return None
