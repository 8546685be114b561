"""The sandbox's mail server: it keeps what it is given, for its owner alone, and can be broken."""

import asyncio
import stat
import time
from email.message import EmailMessage

import pytest

from habeas.domain.error import OutcomeUnknown, Unavailable, Undeliverable
from habeas.domain.language import Language
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.letterbox import Letterbox
from habeas.sandbox.mail import MailServer

from .conftest import CANARY, RETRY_AFTER, Server, a_mail


class Box:
    """A server of the sandbox's, how to break it, and what it has."""

    def __init__(self, folder, server, switchboard):
        self.folder, self.server, self.switchboard = folder, server, switchboard
        self.post = Server(server.port, None).post()

    @property
    def letters(self):
        return Letterbox(self.folder).letters()


@pytest.fixture
async def box(tmp_path):
    """A server of the sandbox's."""
    switchboard = Switchboard(tmp_path / "faults.json")
    server = await MailServer.start(tmp_path / "mail", switchboard)
    yield Box(tmp_path / "mail", server, switchboard)
    server.stop()


async def test_keeps_letters(box):
    """Each letter is kept as it came, the newest last, in any language, and found by whom it was for."""
    mails = [
        a_mail("kåre@blåbær.example", subject="Kravet ditt", text="Vi har mottatt det – på én måned\n"),
        a_mail(subject="Votre demande", text="Reçue\n", html=None, language=Language.FRENCH),
        a_mail(),
    ]
    for mail in mails:
        await box.post.send(mail)
    kept = box.letters
    assert [(k.number, str(k.message["Subject"]), k.text, k.html) for k in kept] == [
        (number, mail.subject, mail.text, mail.html) for number, mail in enumerate(mails, 1)
    ]
    assert [k.number for k in kept if k.is_for(f" {CANARY.upper()}\n")] == [2, 3]
    assert kept[0].is_for("kåre@blåbær.example")
    assert [str(k.message["Content-Language"]) for k in kept] == ["en", "fr", "en"]
    assert kept[1].message["Delivered-To"] == CANARY
    assert isinstance(kept[1].message, EmailMessage)
    assert CANARY not in repr(kept)


async def test_for_its_owner_alone(box):
    """Nobody else of the machine reads letters, and no file's name says anything."""
    await box.post.send(a_mail())
    (file,) = box.folder.iterdir()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (box.folder, file)] == [0o700, 0o600]
    assert not [part for part in ("kanarifugl", "example", "request") if part in file.name]


async def test_starts_again(box, tmp_path):
    """Started again it has what it had, on the same port."""
    await box.post.send(a_mail())
    box.server.stop()
    again = await MailServer.start(box.folder, box.switchboard, port=box.server.port)
    assert again.port == box.server.port
    await box.post.send(a_mail())
    again.stop()
    assert len(box.letters) == 2


@pytest.mark.parametrize(
    ("how", "error", "says"),
    [
        (How.REFUSE, Undeliverable, "refused the recipient (550)"),
        (How.RATE_LIMIT, Unavailable, "not now (451)"),
        (How.ERROR, Unavailable, "not now (421)"),
        (How.TIMEOUT, Unavailable, "no answer (TimeoutError)"),
    ],
)
async def test_broken(box, failed, how, error, says):
    """A broken server keeps nothing, for as often as it is broken; then the letter is taken."""
    box.switchboard.break_("mail", how, 2)
    for _ in range(2):
        told = await failed(box.post, a_mail())
        assert type(told) is error
        assert str(told).endswith(says)
        assert told.retry_after == (RETRY_AFTER if "not now" in says else None)
    assert box.letters == ()
    await box.post.send(a_mail())
    assert len(box.letters) == 1


async def test_a_lost_answer(box, failed):
    """The letter is kept and nobody hears so; sent again there are two, with the same Message-ID."""
    box.switchboard.break_("mail", How.FAIL_AFTER, 1)
    assert type(await failed(box.post, a_mail())) is OutcomeUnknown
    await box.post.send(a_mail())
    assert [k.message["Message-ID"].strip() for k in box.letters] == [a_mail().message_id] * 2


async def test_mended_while_it_hangs(box):
    """A server that is mended answers whoever still waits."""
    box.switchboard.break_("mail", How.TIMEOUT)
    sending = asyncio.create_task(box.post.send(a_mail()))
    await asyncio.sleep(0.3)
    box.switchboard.mend("mail")
    began = time.monotonic()
    await sending
    assert time.monotonic() - began < 0.6
    assert len(box.letters) == 1
