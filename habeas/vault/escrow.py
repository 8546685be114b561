"""The escrow of a closed case: what answers a supervisory authority years later, opened by two people together.

It holds what the log leaves out: whom the case was about with the salt of the commitment, the request, the letters, the
decisions. It outlives the case's own secrets, and ends with the evidence (`docs/law.md`, L-55).
"""

import json
from collections.abc import Sequence
from typing import Any

import pyrage

from habeas.domain.case import CaseStatus
from habeas.domain.escrow import Escrow
from habeas.domain.update import Approval

from .holders import Holders, opened_by_two
from .letter_papers import LetterPapers
from .papers import CasePapers


class Escrows:
    """Seals them. Without holders there are none: nobody could open one."""

    def __init__(self, papers: CasePapers, letters: LetterPapers, holders: Holders | None) -> None:
        self._papers = papers
        self._letters = letters
        self._holders = holders

    async def sealed(self, status: CaseStatus, approvals: Sequence[Approval], plan_salt: bytes | None) -> Escrow | None:
        """That of a case that is about to close with this status. Raises as `CaseKeys.unwrap` does.

        `plan_salt`: what shows which plan its evidence is about.
        """
        if self._holders is None:
            return None
        identity = pyrage.x25519.Identity.generate()
        text = json.dumps(await self._content(status, approvals, plan_salt), ensure_ascii=False)
        return Escrow(
            secret=self._holders.seal(str(identity).encode()),
            sealed=pyrage.encrypt(text.encode(), [identity.to_public()]),
        )

    async def _content(
        self, status: CaseStatus, approvals: Sequence[Approval], plan_salt: bytes | None
    ) -> dict[str, Any]:
        request = await self._papers.request(status.case_id)
        opening = await self._papers.opening(status.case_id)
        letters = await self._letters.letters(status.case_id)
        return {
            "opening": json.loads(opening.text) if opening else None,
            "request": request.model_dump(mode="json") if request else None,
            "decisions": [one.model_dump(mode="json") for one in approvals],
            "plan_salt": plan_salt.hex() if plan_salt else None,
            "outcome": status.model_dump(mode="json"),
            "letters": [kept.letter.model_dump(mode="json") for kept in letters],
        }


def opened(escrow: Escrow, first: str, second: str) -> bytes:
    """What an escrow holds, as JSON, with the identities of two of its holders. Raises as `opened_by_two` does."""
    identity = pyrage.x25519.Identity.from_str(opened_by_two(escrow.secret, first, second).decode())
    return bytes(pyrage.decrypt(escrow.sealed, [identity]))
