"""Where the person of a case is written to, as they gave it: sealed among the case's papers until it is shredded.

A case that has closed is forgotten by Temporal before its copy has expired, and a link to the copy still goes there.
"""

from pydantic import Field

from habeas.domain.model import Message

from .case_keys import CaseKeys
from .paper import SealedPapers
from .parts import Parts

_PAPER = "reply.sealed"


class ReplyTo(Message):
    """The address by which the person is known, and the one that they have now, where they have lost that."""

    address: str = Field(repr=False)
    instead: str | None = Field(default=None, repr=False)


class ReplyPapers:
    """Keeps it, and reads it."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        self._papers = SealedPapers(parts, keys)

    async def keep(self, case_id: str, reply_to: ReplyTo) -> None:
        """Keep it. Raises as `CaseKeys.unwrap` does. Twice is once."""
        await self._papers.keep(case_id, _PAPER, reply_to.model_dump_json())

    async def reply_to(self, case_id: str) -> ReplyTo | None:
        """What was kept; None of a case that was not asked for on the person's page."""
        text = await self._papers.read(case_id, _PAPER)
        return ReplyTo.model_validate_json(text) if text is not None else None
