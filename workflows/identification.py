"""Who asks: before anything is done, that is known; and a doubt that comes up later is dispelled (L-11 to L-16)."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.stage import Stage

from .hearing import Hearing

UNIDENTIFIED = "NotIdentified"
_AT_FIRST = (Doubt.NOT_SIGNED_IN, Rung.LINK)


class Identification(Hearing):
    """Asks who asks, and waits for it."""

    async def _identify(self) -> None:
        """Return when it is known who asks. Raises NotIdentified when it will not be: nothing was done then."""
        while self._identity is None:
            asked = len(self._doubts)
            await self._ask_who_asks()
            await workflow.wait_condition(
                lambda: self._identity is not None or self._is_rejected or len(self._doubts) > asked  # noqa: B023
            )
            self._must_go_on()
            if self._is_rejected and self._identity is None:
                raise ApplicationError("nobody has shown that it is the person who asks", type=UNIDENTIFIED)
        if any(p.answered_at is None and p.why is Justification.IDENTITY_REQUIRED for p in self._pauses):
            await self._person_answered(Justification.IDENTITY_REQUIRED)

    async def _ask_who_asks(self) -> None:
        """Ask for the least that dispels the doubt: as a rule that a mail to the address that was given is received.

        The same is done whether we know the address or not: nothing was looked up yet.
        """
        doubt, rung = (self._doubts[-1].doubt, self._doubts[-1].rung) if self._doubts else _AT_FIRST
        await self._board.enter(
            Stage.IDENTITY, doubt=doubt, asks_for=rung, waits_for="who asks: the person, or a decision on it"
        )
        await self._ask_person(Justification.IDENTITY_REQUIRED)
        until = self._clock.last_words_at if self._clock else None
        self._write_soon(LetterKind.IDENTITY, doubt=doubt, rung=rung, until=until)
