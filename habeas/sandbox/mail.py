"""The sandbox's mail server: it takes every letter, passes none on, and keeps each as a file. It can be broken."""

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from .fault import Fault, How, Switchboard
from .letterbox import Letterbox

HOST = "127.0.0.1"
SYSTEM = "mail"
_SLICE = 0.05

TAKEN = "250 2.0.0 kept"
NO_SUCH_MAILBOX = "550 5.1.1 <{}>: there is no such mailbox"  # with the address, as real servers have it
COME_BACK = "451 4.7.1 <{}>: too many letters, come back later"
BROKEN = "421 4.3.0 something of our own is broken"

logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)  # aiosmtpd logs addresses


@dataclass(frozen=True)
class MailServer:
    """A running server; what it was given is in one folder."""

    port: int
    _server: asyncio.Server = field(repr=False)

    @classmethod
    async def start(cls, folder: Path, switchboard: Switchboard, system: str = SYSTEM, port: int = 0) -> Self:
        """Listen on this port, or on any free one, with the letters in this folder, made when there is none."""
        taker, loop = _Taker(Letterbox.made(folder), switchboard, system), asyncio.get_running_loop()

        def served() -> SMTP:
            return SMTP(taker, enable_SMTPUTF8=True, hostname="mail.sandbox.invalid", ident="sandbox", loop=loop)

        server = await loop.create_server(served, HOST, port)
        return cls(server.sockets[0].getsockname()[1], server)

    @property
    def settings(self) -> dict[str, str]:
        """By which a worker sends letters here; it is not patient, as nobody is in the sandbox."""
        return {
            "HABEAS_MAIL_HOST": HOST,
            "HABEAS_MAIL_PORT": str(self.port),
            "HABEAS_MAIL_SECURITY": "none",
            "HABEAS_MAIL_FROM_ADDRESS": "privacy@webinars.example.org",
            "HABEAS_MAIL_FROM_NAME": "Webinars in a box",
            "HABEAS_MAIL_TIMEOUT": "PT5S",
            "HABEAS_MAIL_RETRY_AFTER": "PT2S",
        }

    def stop(self) -> None:
        """Stop listening."""
        self._server.close()


@dataclass(frozen=True)
class _Taker:
    """Takes letters, or does what a broken server does. Its methods are named as aiosmtpd calls them."""

    letterbox: Letterbox
    switchboard: Switchboard
    system: str

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient: the first moment at which a letter is asked about."""
        refusal = await self._refusal()
        if refusal is not None:
            return refusal.format(address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter; where answers are lost, hang up instead of saying so."""
        self.letterbox.keep(envelope.rcpt_tos, bytes(envelope.original_content or b""))
        fault = self.switchboard.peek(self.system)
        if fault is not None and fault.how is How.FAIL_AFTER:
            self.switchboard.take(self.system)
            await _hang_up(server)
        return TAKEN

    async def _refusal(self) -> str | None:
        """What is answered instead of yes; only a fault that is met is counted."""
        fault = self.switchboard.peek(self.system)
        if fault is None or fault.how is How.FAIL_AFTER:
            return None
        self.switchboard.take(self.system)
        match fault.how:
            case How.REFUSE:
                return NO_SUCH_MAILBOX
            case How.RATE_LIMIT:
                return COME_BACK
            case How.ERROR:
                return BROKEN
        await self._mended(fault)
        return None

    async def _mended(self, fault: Fault) -> None:
        """Hang until it is mended, or the client has gone: aiosmtpd then cancels this."""
        while True:
            if fault.times is None and self.switchboard.peek(self.system) != fault:
                return
            await asyncio.sleep(_SLICE)


async def _hang_up(server: SMTP) -> None:
    """Close the connection without an answer; aiosmtpd then cancels whoever waits here."""
    if server.transport is not None:
        server.transport.abort()  # type: ignore[attr-defined]
    await asyncio.Event().wait()
