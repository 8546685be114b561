"""The steps of the legal procedure: its clocks, its letters, and who asks."""

from habeas.domain.clock import Clock, ClockRules, clock
from habeas.domain.error import Barred
from habeas.domain.house import Containing, Counting, IdentityNote
from habeas.domain.identity import Rung
from habeas.domain.letter import LetterNote, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.domain.time_limit import Place

from .boundary import step
from .port import Correspondence, Evidence, LegalBook


class LegalSteps:
    """What the law wants of a case beside what it asks of the systems."""

    def __init__(
        self, place: Place, rules: ClockRules, book: LegalBook, letters: Correspondence, evidence: Evidence
    ) -> None:
        """`place` is where the controller acts."""
        self._place = place
        self._rules = rules
        self._book = book
        self._letters = letters
        self._evidence = evidence

    @step("count_time")
    async def count_time(self, counting: Counting) -> Clock:
        """The dates of a case by what has happened so far; lists go by them from now on."""
        counted = clock(counting.timing, self._place, self._rules)
        await self._book.note_due(counting.case_id, counted.due)
        return counted

    @step("write_letter")
    async def write_letter(self, order: LetterOrder) -> LetterNote:
        """Keep a letter, and send a mail with a link to it. One that was sent before is not sent again."""
        return await self._letters.write(order)

    @step("contain")
    async def contain(self, containing: Containing) -> None:
        """Every link of the case ends, whoever has it; there are new ones for who asks again. Twice is once."""
        for purpose in LinkPurpose:
            await self._book.revoke_links(containing.case_id, purpose)

    @step("note_identity")
    async def note_identity(self, note: IdentityNote) -> None:
        """Who asks is known, or in doubt again. Raises Barred where a link is said to be opened that nobody has opened.

        What they showed has served, and goes (L-12).
        """
        verification = note.verification
        if verification is None:
            await self._book.note_identity(note.case_id, None, None)
            return
        if verification.rung is Rung.LINK and not await self._book.proof(note.case_id):
            raise Barred("register", "nobody has opened the link that was sent to the address")
        await self._book.note_identity(note.case_id, verification.how, verification.by)
        await self._evidence.discard_evidence(note.case_id)
