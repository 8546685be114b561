"""Servers that refuse, stay away or hang up: what it means, and that nothing is said of whom the letter is for."""

import asyncio
import socket

import pytest
from aiosmtpd.smtp import SMTP

from habeas.domain.error import OutcomeUnknown, Refused, Unavailable

from .conftest import CANARY, RETRY_AFTER, a_mail, drops, hangs, serving


def says(reply):
    """What a hook answers; the address is quoted, as servers do."""

    async def hook(*words):
        return reply.format(CANARY, *words)

    return hook


class Deaf(SMTP):
    """A server that does something else once it is told that the letter comes."""

    at_data = staticmethod(drops)

    async def smtp_DATA(self, _arg):  # noqa: N802
        await type(self).at_data(self)


class HangsUpAtData(Deaf):
    """It hangs up before it has asked for the letter."""


class HangsUpInTheMiddle(Deaf):
    """It hangs up when it has the first line of the letter."""

    @staticmethod
    async def at_data(server):
        await server.push("354 go on")
        await server._reader.readuntil(b"\r\n")
        await drops(server)


class Mumbles(Deaf):
    """It answers the letter with something that is no reply."""

    @staticmethod
    async def at_data(server):
        await server.push("354 go on")
        await server._reader.readuntil(b"\r\n.\r\n")
        await server.push(f"who knows, {CANARY}")


@pytest.mark.parametrize(
    ("hook", "reply", "what"),
    [
        ("handle_RCPT", "550 5.1.1 <{}>: no such mailbox", "the recipient (550)"),
        ("handle_RCPT", "553 5.1.3 {} is malformed", "the recipient (553)"),
        ("handle_MAIL", "554 5.7.1 nothing for {}", "the sender (554)"),
        ("handle_DATA", "552 5.2.2 {} is full", "the letter (552)"),
    ],
)
async def test_refused(failed, hook, reply, what):
    """A refusal for good is one, with its reply code and none of the server's words."""
    async with serving({hook: says(reply)}) as server:
        error = await failed(server.post(), a_mail())
    assert isinstance(error, Refused)
    assert str(error) == f"mail: the mail server refused {what}"


@pytest.mark.parametrize("code", [421, 450, 451, 452])
@pytest.mark.parametrize("hook", ["handle_MAIL", "handle_RCPT", "handle_DATA"])
async def test_not_now(failed, hook, code):
    """A server that is too busy, or does not know us yet, is asked again after a while."""
    async with serving({hook: says(f"{code} 4.7.1 <{{}}>: greylisted")}) as server:
        error = await failed(server.post(), a_mail())
    assert isinstance(error, Unavailable)
    assert str(error) == f"mail: the mail server says: not now ({code})"
    assert error.retry_after == RETRY_AFTER


async def test_greylisting(failed):
    """A letter that was not wanted at first is taken when it comes again."""
    tries = []

    async def hook(_server, _session, envelope, address, _options):
        tries.append(address)
        if len(tries) == 1:
            return f"451 4.7.1 <{address}>: greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async with serving({"handle_RCPT": hook}) as server:
        assert isinstance(await failed(server.post(), a_mail()), Unavailable)
        assert (await server.post().send(a_mail())).code == 250
        assert len(server.got) == 1


@pytest.mark.parametrize("hook", ["handle_EHLO", "handle_MAIL", "handle_RCPT"])
@pytest.mark.parametrize("does", [drops, hangs])
async def test_no_answer_before_the_letter(failed, hook, does):
    """A server that goes away, or says nothing, before it has the letter: it is unsent."""
    async with serving({hook: does}) as server:
        error = await failed(server.post(), a_mail())
        assert type(error) is Unavailable
        assert str(error).startswith("mail: no answer (")
        assert server.got == []


@pytest.mark.parametrize("kind", [HangsUpAtData, HangsUpInTheMiddle, Mumbles])
async def test_lost_in_the_middle(failed, kind):
    """A server that goes away, or mumbles, while it is given the letter: nobody knows whether it has it."""
    async with serving(kind=kind) as server:
        assert type(await failed(server.post(), a_mail())) is OutcomeUnknown


@pytest.mark.parametrize("does", [drops, hangs])
async def test_lost_after_the_letter(failed, does):
    """A server has the letter, and its answer is lost: that is not known, and the next try is the same letter."""
    async with serving({"handle_DATA": does}) as server:
        assert type(await failed(server.post(), a_mail())) is OutcomeUnknown
        del server.behaviour.hooks["handle_DATA"]
        await server.post().send(a_mail())
        assert [a_mail().message_id.encode() in raw for _, _, raw in server.got] == [True, True]


@pytest.mark.parametrize("does", [drops, hangs])
async def test_a_goodbye_that_is_lost(does):
    """What happens after the letter was taken changes nothing: it is sent."""
    async with serving({"handle_QUIT": does}) as server:
        assert (await server.post().send(a_mail())).code == 250


async def test_nobody_there(failed):
    """Where nothing listens, and where no name leads to, there is no answer."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    async with serving() as server:
        for where in ({"port": port}, {"host": "nowhere.invalid"}):
            post = type(server)(where.pop("port", server.port), server.behaviour).post(**where)
            error = await failed(post, a_mail())
            assert type(error) is Unavailable


async def test_something_else_there(failed):
    """What is no mail server, or one that greets nobody, is no answer either; its words are not passed on."""
    for greeting in (f"HTTP/1.1 400 {CANARY}\r\n", f"554 go away {CANARY}\r\n", ""):

        async def greet(_reader, writer, greeting=greeting):
            writer.write(greeting.encode())
            await asyncio.sleep(3)
            writer.close()

        listening = await asyncio.start_server(greet, "127.0.0.1", 0)
        async with serving() as server:
            post = type(server)(listening.sockets[0].getsockname()[1], server.behaviour).post()
            error = await failed(post, a_mail())
        listening.close()
        assert type(error) is (Refused if greeting.startswith("554") else Unavailable)


async def test_a_cancel_hangs_up():
    """Who gives up a letter leaves no connection behind."""
    ended = asyncio.Event()

    async def wait(*_):
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with serving({"handle_RCPT": wait}) as server:
        sending = asyncio.create_task(server.post().send(a_mail()))
        await asyncio.sleep(0.3)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await asyncio.wait_for(ended.wait(), 3)
        assert server.got == []
