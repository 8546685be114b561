"""Mail servers of aiosmtpd's, each told what to do with a letter, and a post that knows where they are."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from habeas.domain.error import HabeasError
from habeas.domain.language import Language
from habeas.post.account import Account, Security
from habeas.post.mail import Mail
from habeas.post.post import Post

CANARY = "kanarifugl.xylofon@example.org"
SENDER = "privacy@webinars.example.org"
PATIENCE = timedelta(seconds=1)
RETRY_AFTER = timedelta(minutes=7)

Does = Callable[..., Awaitable[str]]


def a_mail(to: str = CANARY, **other: Any) -> Mail:
    """A letter; what a test does not care about is filled in."""
    known = {
        "subject": "Your request",
        "text": "We have it.\n",
        "html": "<p>We have it.</p>\n",
        "message_id": "<01890000-0000-7000-8000-000000000000.received@webinars.example.org>",
        "language": Language.ENGLISH,
    }
    return Mail(to=to, **{**known, **other})


@dataclass
class Behaviour:
    """What a server does at each command, where it is not what servers do; and every letter that it took."""

    hooks: dict[str, Does]
    got: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Does:
        """A hook, as aiosmtpd looks for it."""
        try:
            return self.__dict__["hooks"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        return [*self.hooks, "handle_DATA"]

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return await self.hooks["handle_DATA"](_server) if "handle_DATA" in self.hooks else "250 kept"


@dataclass(frozen=True)
class Server:
    """A server that runs: where, and what it got."""

    port: int
    behaviour: Behaviour

    @property
    def got(self):
        return self.behaviour.got

    def post(self, security: Security = Security.NONE, **other: Any) -> Post:
        """A post that uses this server."""
        known = {"timeout": PATIENCE, "retry_after": RETRY_AFTER, "from_address": SENDER, "host": "127.0.0.1"}
        return Post(Account(security=security, port=self.port, **{**known, **other}))


@asynccontextmanager
async def serving(
    hooks: dict[str, Does] | None = None, kind: type[SMTP] = SMTP, ssl: Any = None, **options: Any
) -> AsyncIterator[Server]:
    """A server on loopback, with what it does instead of what servers do (`handle_RCPT`, ...)."""
    behaviour, loop = Behaviour(hooks or {}), asyncio.get_running_loop()

    def made() -> SMTP:
        return kind(behaviour, **{"hostname": "mail.example", "loop": loop, **options})

    server = await loop.create_server(made, "127.0.0.1", 0, ssl=ssl)
    try:
        yield Server(server.sockets[0].getsockname()[1], behaviour)
    finally:
        server.close()


async def drops(server: SMTP, *_: Any) -> str:
    """The connection is gone; aiosmtpd then cancels whoever serves it."""
    server.transport.abort()
    await asyncio.Event().wait()
    raise AssertionError


async def hangs(*_: Any) -> str:
    """Nothing is answered any more."""
    await asyncio.Event().wait()
    raise AssertionError


@pytest.fixture
def failed(caplog) -> Callable[..., Awaitable[HabeasError]]:
    """Sends a letter that cannot be sent: the error, once it is clear that nothing about it says the address."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)  # the server's own, which is not ours

    async def send(post: Post, mail: Mail) -> HabeasError:
        with pytest.raises(HabeasError) as caught:
            await post.send(mail)
        error = caught.value
        assert (error.__cause__, error.__context__, error.system) == (None, None, "mail")
        said = (str(error), repr(error), repr(vars(error)), *traceback.format_exception(error), caplog.text, repr(mail))
        for part in (mail.to, *mail.to.split("@")[:1], mail.text.strip(), mail.subject):
            assert not [text for text in said if part in text]
        return error

    return send
