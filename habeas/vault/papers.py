"""The papers of an open case: what it is rebuilt from when Temporal has lost it. They go when the case closes.

They name the person, as the case's own history does; the register never does.
"""

from typing import TypeVar

from pydantic import BaseModel

from habeas.domain.part import ErasureOrder
from habeas.domain.request import Request

from .folder import CaseFolder

M = TypeVar("M", bound=BaseModel)

_REQUEST = "request.json"
_ORDER = "order.json"


class CasePapers:
    """The request of each open case, and the order by which its approved plan is carried out."""

    def __init__(self, folder: CaseFolder) -> None:
        """`folder` is the case folder."""
        self._folder = folder

    async def keep_request(self, request: Request) -> None:
        """Keep the request of a case that begins, or begins anew: files may be staged for it again."""
        await self._folder.reopen_staging(request.case_id)
        await self._keep(request.case_id, _REQUEST, request)

    async def keep_order(self, order: ErasureOrder) -> None:
        """Keep the order of a plan; that of another plan of the same case takes its place."""
        await self._keep(order.case_id, _ORDER, order)

    async def request(self, case_id: str) -> Request | None:
        """The case's request, or None when there is none."""
        return await self._read(case_id, _REQUEST, Request)

    async def order(self, case_id: str) -> ErasureOrder | None:
        """The order of the plan that was last approved, or None when there is none."""
        return await self._read(case_id, _ORDER, ErasureOrder)

    async def discard(self, case_id: str) -> None:
        """Remove the papers of a case that closes, and what a killed process has left half-written. Twice is once."""
        for paper in (_REQUEST, _ORDER):
            await self._folder.discard(case_id, paper)
        await self._folder.sweep(case_id)

    async def _keep(self, case_id: str, paper: str, message: BaseModel) -> None:
        async with self._folder.write(case_id, paper) as file:
            await file.write(message.model_dump_json().encode())

    async def _read(self, case_id: str, paper: str, kind: type[M]) -> M | None:
        try:
            text = b"".join([chunk async for chunk in self._folder.read(case_id, paper)])
        except FileNotFoundError:
            return None
        return kind.model_validate_json(text)
