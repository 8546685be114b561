"""The papers of an open case: what it is rebuilt from when Temporal or the register has lost it.

They go when the case closes. They name the person, as the case's own history does; the register never does. A copy of
the case's wrapped secrets is among them: a register that was restored from before the case gets them back from there.
"""

from collections.abc import Awaitable, Callable

from pydantic import TypeAdapter

from habeas.domain.key import CaseKey, Kind
from habeas.domain.part import ErasureOrder
from habeas.domain.request import Request

from .case_keys import Keyring
from .folder import CaseFolder

_REQUEST = "request.json"
_ORDER = "order.json"
_KEYS = {kind: f"{kind}-key.json" for kind in Kind}
_KEY = TypeAdapter(CaseKey)


class CasePapers:
    """The request of each open case, and the order by which its approved plan is carried out."""

    def __init__(self, folder: CaseFolder, ring: Keyring) -> None:
        """`folder` is the case folder; secrets are copied from `ring`."""
        self._folder = folder
        self._ring = ring

    async def keep_request(self, request: Request) -> None:
        """Keep the request and the secrets of a case that begins, or begins anew: files may be staged for it again.

        A register that has lost the secrets gets them back: the copy goes when the case closes, and they are needed on.
        """
        await self._folder.reopen_staging(request.case_id)
        await self._keep(request.case_id, _REQUEST, request.model_dump_json())
        for kind in Kind:
            if key := await self._ring.key_of(request.case_id, kind):
                await self.keep_key(key)
            elif copy := await self.key_of(request.case_id, kind):
                await self._ring.add_key(copy)

    async def keep_key(self, key: CaseKey) -> None:
        """Keep a copy of a wrapped secret."""
        await self._keep(key.case_id, _KEYS[key.kind], _KEY.dump_json(key).decode())

    async def key_of(self, case_id: str, kind: Kind) -> CaseKey | None:
        """The copy of a secret, or None when there is none."""
        text = await self._read(case_id, _KEYS[kind])
        return _KEY.validate_json(text) if text is not None else None

    async def keep_order(self, order: ErasureOrder) -> None:
        """Keep the order of a plan; that of another plan of the same case takes its place."""
        await self._keep(order.case_id, _ORDER, order.model_dump_json())

    async def request(self, case_id: str) -> Request | None:
        """The case's request, or None when there is none."""
        text = await self._read(case_id, _REQUEST)
        return Request.model_validate_json(text) if text is not None else None

    async def order(self, case_id: str) -> ErasureOrder | None:
        """The order of the plan that was last approved, or None when there is none."""
        text = await self._read(case_id, _ORDER)
        return ErasureOrder.model_validate_json(text) if text is not None else None

    async def discard_closed(self, is_closed: Callable[[str], Awaitable[bool]]) -> None:
        """Remove the papers of cases that have closed: whoever closed one may have died before it removed them."""
        for case_id in await self._folder.cases_with(_REQUEST, _ORDER, *_KEYS.values()):
            if await is_closed(case_id):
                await self.discard(case_id)

    async def discard(self, case_id: str) -> None:
        """Remove the papers of a case that closes, and what a killed process has left half-written. Twice is once."""
        for paper in (_REQUEST, _ORDER, *_KEYS.values()):
            await self._folder.discard(case_id, paper)
        await self._folder.sweep(case_id)

    async def _keep(self, case_id: str, paper: str, text: str) -> None:
        async with self._folder.write(case_id, paper) as file:
            await file.write(text.encode())

    async def _read(self, case_id: str, paper: str) -> bytes | None:
        try:
            return b"".join([chunk async for chunk in self._folder.read(case_id, paper)])
        except FileNotFoundError:
            return None
