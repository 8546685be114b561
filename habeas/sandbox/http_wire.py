"""What sits on the wire to an HTTP server of the sandbox, and breaks it as the switchboard says.

The switchboard is read for every request; how a system refuses and what it answers is for that system's wire to say.
"""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from aiohttp import web

from .fault import Fault, How, Switchboard

RETRY_AFTER = 2  # seconds, as a system that is too busy says
_SLICE = 0.05
_WRITES = ("PUT", "POST", "DELETE")


@dataclass(frozen=True)
class HttpWire(ABC):
    """Lets requests by to one system of the switchboard, or not."""

    switchboard: Switchboard
    system: str
    spares_reads: ClassVar[bool] = True
    """Whether what only reads meets neither a refusal nor a lost answer."""

    @abstractmethod
    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What the system answers when it is whole."""

    @abstractmethod
    def refusal(self, request: web.Request) -> web.Response:
        """How the system says no."""

    @abstractmethod
    def too_many(self, request: web.Request) -> web.Response:
        """How the system says that there are too many requests."""

    async def carry_out(self, request: web.Request) -> None:
        """Do what is asked, and answer nothing."""
        await self.answer(request)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The answer, or what a broken system gives instead."""
        fault = self._met(request)
        if fault is None:
            return await self.answer(request)
        match fault.how:
            case How.REFUSE:
                return self.refusal(request)
            case How.RATE_LIMIT:
                return self.too_many(request)
            case How.ERROR:
                return web.Response(status=500)
            case How.FAIL_AFTER:
                await self.carry_out(request)
                return hung_up(request)
            case How.TIMEOUT:
                is_mended = await self._is_mended(request, fault)
                return await self.answer(request) if is_mended else hung_up(request)

    def _met(self, request: web.Request) -> Fault | None:
        """The fault that this request meets; only a fault that is met is counted."""
        fault = self.switchboard.peek(self.system)
        is_spared = self.spares_reads and request.method not in _WRITES
        if fault is None or (is_spared and fault.how in (How.REFUSE, How.FAIL_AFTER)):
            return None
        return self.switchboard.take(self.system)

    async def _is_mended(self, request: web.Request, fault: Fault) -> bool:
        """Hang until the system is mended, or the client has gone: then nothing is carried out any more."""
        while request.transport is not None and not request.transport.is_closing():
            if fault.times is None and self.switchboard.peek(self.system) != fault:
                return True
            await asyncio.sleep(_SLICE)
        return False


def hung_up(request: web.Request) -> web.Response:
    """The connection is closed without an answer; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
