"""The codec server: who may, reads what is sealed; who may not, nothing; and who has read is written down."""

import base64
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from google.protobuf.json_format import MessageToDict
from temporalio.api.common.v1 import Payload
from uuid6 import uuid7

from habeas.console.audit import Audit
from habeas.console.codec.role import Role
from habeas.console.codec.server import COOKIE, CodecServer
from habeas.console.tokens import Tokens
from habeas.domain.error import InvalidInput
from habeas.domain.key import Kind
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.register.migrate import migrate
from habeas.vault.case_keys import CaseKeys
from habeas.vault.codec import SealingCodec
from habeas.vault.file_keys import FileKeys
from habeas.vault.payload_keys import PayloadKeyCache
from habeas.vault.signing_keys import EvidenceSigner

UI, ELSEWHERE = "http://127.0.0.1:8080", "http://127.0.0.1:8081"
SECRET = "planted.person@example.org"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(SECRET).encode())
CASE = str(uuid7())


@pytest.fixture
async def keys(tmp_path) -> CaseKeys:
    """The secrets of cases; one case has some."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'register.db'}"
    await migrate(url)
    ring = Keyring(register_engine(url, is_kept=False), EvidenceSigner(FileKeys(tmp_path / "signing.json")))
    made = CaseKeys(ring, {Kind.PAYLOAD: FileKeys(tmp_path / "payload.json")})
    await made.create(CASE)
    return made


@pytest.fixture
def tokens(tmp_path) -> Tokens:
    """Who may come."""
    return Tokens(tmp_path / "people.json", Role)


@pytest.fixture
async def server(keys, tokens, tmp_path) -> AsyncIterator[TestClient]:
    """The server, as a client of HTTP meets it."""
    app = CodecServer(keys, tokens, Audit(tmp_path / "reads.jsonl"), UI).app()
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def sealed(keys) -> dict[str, object]:
    """A payload of the case, as Temporal's pages send it."""
    (payload,) = await SealingCodec(PayloadKeyCache(keys), "default", 1).of_case(CASE).encode([PLAIN])
    return {"payloads": [MessageToDict(payload)]}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def read(answer: dict[str, object]) -> list[object]:
    return [json.loads(base64.b64decode(payload["data"])) for payload in answer["payloads"]]


async def test_who_may_read(server, tokens, sealed, tmp_path):
    """With a token it is opened, and one line says who, when and which case; not what."""
    token = tokens.add("ines", Role.READER)
    answer = await server.post("/decode", json=sealed, headers=bearer(token))
    assert read(await answer.json()) == [SECRET]
    assert answer.headers["Cache-Control"] == "no-store"
    text = (tmp_path / "reads.jsonl").read_text()
    (line,) = map(json.loads, text.splitlines())
    assert (line["who"], line["cases"], line["payloads"]) == ("ines", [CASE], {"opened": 1})
    assert SECRET not in text


@pytest.mark.parametrize("headers", [{}, bearer("nobody's"), {"Authorization": "Basic x"}, {"Cookie": f"{COOKIE}=x"}])
async def test_who_may_not(server, tokens, sealed, headers, tmp_path):
    """Without a token, or with nobody's, nothing is opened and nothing sealed."""
    tokens.add("ines", Role.READER)
    for path in ("/decode", f"/cases/{CASE}/decode", f"/cases/{CASE}/encode"):
        answer = await server.post(path, json=sealed, headers=headers)
        assert answer.status == 401
        assert SECRET not in await answer.text()
    assert not (tmp_path / "reads.jsonl").exists()


async def test_who_was_taken_out(server, tokens, sealed):
    """A token that was replaced is nobody's from then on."""
    before = tokens.add("ines", Role.READER)
    tokens.add("ines", Role.READER)
    assert (await server.post("/decode", json=sealed, headers=bearer(before))).status == 401


async def test_signing_in(server, tokens, sealed):
    """The page takes a token, and the browser is known by it from then on; a token that is nobody's is refused."""
    token = tokens.add("ines", Role.READER)
    assert "token" in await (await server.get("/sign-in")).text()
    assert (await server.post("/sign-in", data={"token": "nobody's"})).status == 401
    assert "as ines" in await (await server.post("/sign-in", data={"token": token})).text()
    (cookie,) = server.session.cookie_jar
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    answer = await server.post("/decode", json=sealed, headers={"Cookie": f"{COOKIE}={token}"})
    assert read(await answer.json()) == [SECRET]


@pytest.mark.parametrize(("origin", "may"), [(UI, True), (ELSEWHERE, False)])
async def test_pages_of_one_origin(server, origin, may):
    """Temporal's pages may ask from a browser, with who is signed in; other pages may not."""
    answer = await server.options("/decode", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is may
    assert ("Access-Control-Allow-Credentials" in answer.headers) is may


async def test_after_the_key_is_gone(server, tokens, keys, sealed):
    """The answer says that the data is gone, and what is not sealed comes back as it was."""
    headers = bearer(tokens.add("ines", Role.READER))
    await keys.destroy(CASE)
    sealed["payloads"].append(MessageToDict(PLAIN))
    answer = await server.post("/decode", json=sealed, headers=headers)
    assert read(await answer.json()) == ["[the data is gone: the key of this case was destroyed]", SECRET]


async def test_what_cannot_be_opened(server, tokens, keys, sealed):
    """A payload that was altered, and one whose key is out of use, say so in their place."""
    headers = bearer(tokens.add("ines", Role.READER))
    data = bytearray(base64.b64decode(sealed["payloads"][0]["data"]))
    data[20] ^= 1
    altered = {**sealed["payloads"][0], "data": base64.b64encode(data).decode()}
    answer = await server.post("/decode", json={"payloads": [altered]}, headers=headers)
    assert "altered" in read(await answer.json())[0]
    other = str(uuid7())
    await keys.create(other)
    await keys.disable(other)
    altered["metadata"] = {**altered["metadata"], "key": base64.b64encode(other.encode()).decode()}
    answer = await server.post("/decode", json={"payloads": [altered]}, headers=headers)
    assert "is disabled" in read(await answer.json())[0]


async def test_who_may_write(server, tokens, keys, tmp_path):
    """A writer seals for the case that the address names, a new one too; it opens nowhere else."""
    headers, case_id = bearer(tokens.add("tool", Role.WRITER)), str(uuid7())
    body = {"payloads": [MessageToDict(PLAIN)]}
    answer = await (await server.post(f"/cases/{case_id}/encode", json=body, headers=headers)).json()
    assert SECRET not in json.dumps(answer)
    assert base64.b64decode(answer["payloads"][0]["metadata"]["key"]).decode() == case_id
    opened = await (await server.post("/decode", json=answer, headers=headers)).json()
    assert read(opened) == [SECRET]
    lines = [json.loads(line) for line in (tmp_path / "reads.jsonl").read_text().splitlines()]
    assert [line["payloads"] for line in lines] == [{"sealed": 1}, {"opened": 1}]


async def test_who_may_not_write(server, tokens):
    """A reader seals nothing, and nobody seals for no case, or for what is none."""
    reader, writer = tokens.add("ines", Role.READER), tokens.add("tool", Role.WRITER)
    body = {"payloads": [MessageToDict(PLAIN)]}
    assert (await server.post(f"/cases/{CASE}/encode", json=body, headers=bearer(reader))).status == 403
    for path in ("/encode", "/cases/nonsense/encode"):
        answer = await server.post(path, json=body, headers=bearer(writer))
        assert answer.status == 400
        assert "Name the case" in await answer.text()
    nothing = await server.post("/encode", json={"payloads": []}, headers=bearer(reader))
    assert await nothing.json() == {"payloads": []}


@pytest.mark.parametrize("body", [b"", b'{"payload": []}', b"{", b'{"payloads": 1}', b"\xff"])
async def test_a_body_that_is_none(server, tokens, body):
    """What is not the JSON of payloads is refused in one line."""
    answer = await server.post("/decode", data=body, headers=bearer(tokens.add("ines", Role.READER)))
    assert (answer.status, await answer.text()) == (400, "the body is not the JSON of payloads")


async def test_a_namespace_that_is_none(server, tokens, sealed):
    """The namespace is bound to what is sealed: another one opens nothing, and a nonsense is refused."""
    headers = bearer(tokens.add("ines", Role.READER))
    answer = await server.post("/decode", json=sealed, headers={**headers, "X-Namespace": "elsewhere"})
    assert "does not open" in read(await answer.json())[0]
    assert (await server.post("/decode", json=sealed, headers={**headers, "X-Namespace": "a b"})).status == 400


def test_a_file_of_people_that_others_may_read(tokens, tmp_path):
    """It is refused, and so is one that holds something else."""
    tokens.add("ines", Role.READER)
    (tmp_path / "people.json").chmod(0o644)
    with pytest.raises(InvalidInput, match="0600"):
        tokens.whose("x")
    (tmp_path / "people.json").chmod(0o600)
    (tmp_path / "people.json").write_text("{}")
    with pytest.raises(InvalidInput, match="does not hold people"):
        tokens.whose("x")
