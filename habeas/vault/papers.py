"""The papers of an open case: what it is rebuilt from when Temporal or the register has lost it.

They go when the case closes. They name the person, as the case's own history does, and are sealed as that is, under the
case's payload key: who may read the one may read the other, and the register never names anybody.
"""

import asyncio
from collections.abc import Awaitable, Callable

from habeas.domain.part import ErasureOrder
from habeas.domain.request import Request
from habeas.evidence.commitment import commitment, new_salt
from habeas.evidence.opening import Opening

from .case_keys import CaseKeys
from .evidence import EVIDENCE
from .key_copies import NAMES
from .paper import SealedPapers
from .parts import Parts

_REQUEST = "request.sealed"
_ORDER = "order.sealed"
PROOF = "proof"  # the folder of what stays until the case is shredded: the person gets it
OPENING = f"{PROOF}/opening.sealed"
_PAPERS = (_REQUEST, _ORDER, *NAMES)


class CasePapers:
    """The request of each open case, and the order by which its approved plan is carried out."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        """`parts` is where case files are; papers are sealed by `keys`, whose copies are among them."""
        self._parts = parts
        self._keys = keys
        self._papers = SealedPapers(parts, keys)

    async def keep_request(self, request: Request) -> None:
        """Keep the request and the secrets of a case that begins, or begins anew: files may be staged for it again.

        Raises Gone where the secrets of the case were destroyed.
        """
        await asyncio.to_thread(self._parts.reopen_staging, request.case_id)
        await self._keys.settle(request.case_id)
        await self._papers.keep(request.case_id, _REQUEST, request.model_dump_json())

    async def commit(self, request: Request) -> str:
        """The commitment to whom the case is about: their first identifier, under a salt of this case alone.

        It is the same whenever it is asked for, until the case is shredded. Raises as `CaseKeys.unwrap` does.
        """
        new = Opening(new_salt(), request.identifiers[0].normalised())
        await self._papers.keep_new(request.case_id, OPENING, new.text)
        opening = await self.opening(request.case_id)
        assert opening is not None  # it was kept just now, or before
        return commitment(opening.salt, opening.identifier)

    async def opening(self, case_id: str) -> Opening | None:
        """What shows whom the evidence of a case is about; None when there is none. Raises Gone after shredding."""
        text = await self._papers.read(case_id, OPENING)
        return Opening.of(text.decode()) if text is not None else None

    async def keep_order(self, order: ErasureOrder) -> None:
        """Keep the order of a plan; that of another plan of the same case takes its place."""
        await self._papers.keep(order.case_id, _ORDER, order.model_dump_json())

    async def request(self, case_id: str) -> Request | None:
        """The case's request, or None when there is none."""
        text = await self._papers.read(case_id, _REQUEST)
        return Request.model_validate_json(text) if text is not None else None

    async def order(self, case_id: str) -> ErasureOrder | None:
        """The order of the plan that was last approved, or None when there is none."""
        text = await self._papers.read(case_id, _ORDER)
        return ErasureOrder.model_validate_json(text) if text is not None else None

    async def discard_closed(self, is_closed: Callable[[str], Awaitable[bool]]) -> None:
        """Remove the papers of cases that have closed: whoever closed one may have died before it removed them."""
        for case_id in await asyncio.to_thread(self._parts.cases_with, *_PAPERS):
            if await is_closed(case_id):
                await self.discard(case_id)

    async def forget(self, case_id: str) -> None:
        """Remove all papers of a case that never began: another one has the person. Twice is once."""
        await asyncio.to_thread(self._parts.discard, case_id, OPENING)
        await self.discard(case_id)

    async def discard(self, case_id: str) -> None:
        """Remove the papers of a case that closes, and what a killed process has left half-written. Twice is once."""
        for paper in (*_PAPERS, EVIDENCE):
            await asyncio.to_thread(self._parts.discard, case_id, paper)
        await asyncio.to_thread(self._parts.sweep, case_id)
