"""What the person's door needs of others: cases, letters, and the post."""

from typing import Protocol

from habeas.client.cases import Told
from habeas.domain.case import CaseStatus
from habeas.domain.identifier import Identifier
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.post.mail import Mail, Sent


class Cases(Protocol):
    """The cases, as `habeas.client.Habeas` has them, and with its errors."""

    async def open(
        self, right: Right, intake: Intake, *, case_id: str | None = None, submitted_by: str | None = None
    ) -> str:
        """Open a case and return its id."""

    async def status(self, case_id: str) -> CaseStatus:
        """All that may be said of a case now."""

    async def identifiers(self, case_id: str) -> dict[str, Identifier]:
        """What is known of the person. Personal."""

    async def conversation(self, case_id: str) -> tuple[str, ...]:
        """The questions to the person and their answers, in turn. Personal."""

    async def tell(self, case_id: str, message: Told, *, update_id: str | None = None) -> CaseStatus:
        """Tell a case something of the law."""

    async def owner_answered(self, case_id: str, number: int) -> None:
        """The answer of this number is kept: the case is to look at it."""

    async def cancel(self, case_id: str, by: str, *, update_id: str | None = None) -> CaseStatus:
        """Stop, and leave everything as it was."""


class Letters(Protocol):
    """The letters of cases. Raises Gone when a case was shredded."""

    async def letters(self, case_id: str, *addressees: Addressee) -> tuple[Letter, ...]:
        """The letters of a case to these, the oldest first."""

    def render(self, letter: Letter, language: Language | None = None) -> str:
        """A letter as a fragment of HTML."""


class Sends(Protocol):
    """The post. Raises what `habeas.post.post.Post` raises."""

    async def send(self, mail: Mail) -> Sent:
        """Hand one mail over."""
