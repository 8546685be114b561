"""Checkpoints where others fetch them: a folder, or a web address that takes PUT."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from uuid6 import uuid7

from habeas.client.proofs import Proofs
from habeas.client.publisher import Publisher
from habeas.domain.error import Permanent, Unavailable
from habeas.domain.letter import Addressee, LetterKind, LetterNote
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.keys import KeySet
from habeas.register.engine import register_engine
from habeas.register.log import EvidenceLog
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.register.signing import SigningRing
from habeas.vault.file_keys import FileKeys
from habeas.vault.signing_keys import EvidenceSigner, SigningKeys

LOG = "webinars.example/log"


class House:
    """A register with a log, and what reads it."""

    def __init__(self, url, folder):
        self.engine, self.signs = register_engine(url), EvidenceSigner(FileKeys(folder / "signing.json"))
        self.register = Register(self.engine, b"k" * 32, signs=self.signs)
        self.proofs = Proofs(EvidenceLog(self.engine), SigningKeys(SigningRing(self.engine), self.signs), LOG)

    async def say_something(self, at):
        """One more entry."""
        note = LetterNote(number=1, kind=LetterKind.RECEIPT, addressee=Addressee.SUBJECT, at=at)
        await self.register.note_notice(str(uuid7()), note)


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[House]:
    """One with nothing in its log."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'register.db'}"
    await migrate(url)
    house = House(url, tmp_path)
    yield house
    await house.engine.dispose()


class Place:
    """A web server that keeps what it is given, or answers as it is told."""

    def __init__(self):
        self.files, self.says, self.url = {}, 201, ""

    async def put(self, request):
        self.files[request.path] = await request.text()
        return web.Response(status=self.says, headers={"Location": "/elsewhere"})


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """On loopback."""
    place, app = Place(), web.Application()
    app.router.add_put("/{file:.*}", place.put)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    place.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/habeas/"
    yield place
    await runner.cleanup()


def size_of(checkpoint, keys):
    """The size that a checkpoint says, which the published keys have signed."""
    return Checkpoint.of(checkpoint, KeySet.of(keys).of_log(LOG)).size


async def test_a_folder_has_the_newest_and_each_by_its_size(house, tmp_path, now):
    """The keys beside them; what was published once is never replaced."""
    folder = tmp_path / "published"
    publisher = Publisher(house.proofs, str(folder))
    await house.say_something(now)
    assert (await publisher.publish()).size == 1
    first = (folder / "checkpoints" / "1").read_bytes()
    await house.say_something(now)
    for _ in range(2):
        assert (await publisher.publish()).size == 2
    assert size_of((folder / "checkpoint").read_text(), (folder / "jwks.json").read_text()) == 2
    assert (folder / "checkpoints" / "1").read_bytes() == first
    assert sorted(file.name for file in (folder / "checkpoints").iterdir()) == ["1", "2"]


async def test_a_web_address_gets_both_files(house, place, now):
    """By PUT, below the address."""
    await house.say_something(now)
    assert (await Publisher(house.proofs, place.url).publish()).size == 1
    assert size_of(place.files["/habeas/checkpoint"], place.files["/habeas/jwks.json"]) == 1


@pytest.mark.parametrize(
    ("says", "raised"), [(503, Unavailable), (429, Unavailable), (403, Permanent), (302, Permanent)]
)
async def test_a_place_that_does_not_take_it_is_said(house, place, now, says, raised):
    """What may be taken later is tried again; what is refused, or sent elsewhere, is a mistake."""
    await house.say_something(now)
    place.says = says
    with pytest.raises(raised, match=str(says)):
        await Publisher(house.proofs, place.url).publish()


async def test_a_place_that_is_not_there_is_tried_again(house, tmp_path, now):
    """A folder that cannot be made, and a server that does not answer."""
    await house.say_something(now)
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="nothing can be written"):
        await Publisher(house.proofs, str(tmp_path / "file")).publish()
    with pytest.raises(Unavailable, match="no answer"):
        await Publisher(house.proofs, "http://127.0.0.1:9/habeas").publish()


async def test_nothing_is_published_nowhere_and_of_an_empty_log(house, tmp_path, now):
    """Without a place, or without an entry."""
    assert (await Publisher(house.proofs, str(tmp_path / "published")).publish()).size is None
    await house.say_something(now)
    assert (await Publisher(house.proofs, None).publish()).size is None
    assert not (tmp_path / "published").exists()
