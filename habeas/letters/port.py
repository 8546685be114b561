"""What the office of letters needs of others."""

from datetime import datetime
from typing import Protocol

from habeas.domain.language import Language
from habeas.domain.letter import KeptLetter, Letter, LetterKind, LetterNote
from habeas.domain.link import LinkPurpose
from habeas.post.mail import Mail, Sent


class Sends(Protocol):
    """The post. Raises Unavailable and OutcomeUnknown (try again), Undeliverable (this one is not taken), Refused."""

    async def send(self, mail: Mail) -> Sent:
        """Hand one mail over."""


class Keeps(Protocol):
    """Where letters are kept, sealed; of each kind and number in a case there is one. Raises Gone after shredding."""

    async def begin(self, kept: KeptLetter) -> KeptLetter:
        """Keep a letter unless it is kept already, and say which one is."""

    async def keep(self, kept: KeptLetter) -> None:
        """Keep a letter in place of what was kept of it before."""

    async def letter(self, case_id: str, kind: LetterKind, number: int) -> KeptLetter | None:
        """One letter, or None."""

    async def letters(self, case_id: str) -> tuple[KeptLetter, ...]:
        """All letters of a case, the oldest first."""


class Issues(Protocol):
    """Who issues links, raising Barred when the case was shredded; and who leaves evidence of what was sent."""

    async def issue_link(
        self, case_id: str, purpose: LinkPurpose, expires_at: datetime, letter: int | None = None
    ) -> str:
        """Issue a link and return its token."""

    async def look_link(self, token: str) -> tuple[str, LinkPurpose] | None:
        """The case and purpose of a link that is still good."""

    async def note_notice(self, case_id: str, note: LetterNote) -> None:
        """A letter is written, and its mail was taken or not. Twice is once."""


class Renders(Protocol):
    """Who has the words."""

    def render(self, letter: Letter, language: Language | None = None) -> str:
        """A letter as a fragment of HTML, in its own language unless another one is asked for."""
