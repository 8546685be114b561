"""The door for support tools: what it tells, what may be asked twice, and that it raises nothing but its own errors."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from uuid6 import uuid7

from habeas.client import Access, Habeas, InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable
from habeas.domain.case import CaseState
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.justification import Justification
from habeas.domain.name import CASE, HOUSE_QUEUE, case_workflow_id
from habeas.domain.plan import Keep
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.domain.update import Attestation, Cancellation, Link, Refusal
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import SOLO_SPEAKER
from habeas.settings import DoorSettings

CLAIM = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)

PLANTED = "planted.person@example.org"
SOON = timedelta(seconds=1)
OFTEN = timedelta(seconds=0.05)
NOBODY = "01a20ee0-a067-73c8-a03c-83b609ff3f7e"
OF_VERSION_4 = "1567c3e6-78f5-4704-9bc3-9f0e0feb868f"
COPIES = "enrichment/public information/company"
KEEP = Keep(holding=COPIES, ground="a claim in court", until=date(2099, 1, 31), by="dpo")
# 'a' has five bits in HTTP/2's header coding (RFC 7541, appendix B): eight of them are these bytes, wherever they begin
API_KEY, API_KEY_ON_THE_WIRE = "a" * 64, bytes.fromhex("18c6318c63") * 4


class Relay:
    """What lies between a client and Temporal: a way that can be cut, and that ends TLS where it is given a context."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream.split(":")
        self._open: set[asyncio.StreamWriter] = set()
        self.is_cut = False
        self.in_vain = 0
        self.came = bytearray()

    @asynccontextmanager
    async def listening(self, context: ssl.SSLContext | None = None):
        """Listen; the address."""
        server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0, ssl=context)
        try:
            yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            self.cut()

    def cut(self) -> None:
        """Nobody comes through."""
        self.is_cut = True
        for writer in self._open:
            writer.transport.abort()

    def mend(self) -> None:
        """Whoever comes now comes through."""
        self.is_cut = False

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            self.in_vain += 1
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(*self._upstream)
        both = {writer, back}
        self._open |= both
        await asyncio.gather(self._pump(reader, back, self.came), self._pump(there, writer, bytearray()))
        self._open -= both

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, came: bytearray) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(65536):
                came += data
                writer.write(data)
                await writer.drain()
        writer.transport.abort()


@pytest.fixture
def upstream(env) -> str:
    """Where Temporal is."""
    return env.client.service_client.config.target_host


@pytest.fixture
async def relay(upstream):
    """A way to Temporal."""
    return Relay(upstream)


@pytest.fixture
async def far(relay, keys, approver_keys):
    """The cases, by a way that can be cut, for somebody who does not wait long."""
    async with relay.listening() as address:
        yield replace(await Habeas.connect(address, keys), answer=SOON, signers=approver_keys)


def intake(person=PERSON, received_at=None, by="support"):
    """What a support tool knows of a request."""
    received_at = received_at or datetime.now(UTC)
    return Intake(
        identifiers=(email(person.email),), received_at=received_at, identity=Identity(how="logged in", by=by)
    )


def calls(habeas, case_id) -> dict[str, Callable[[], Awaitable[object]]]:
    """Everything that can be said to a case or asked of it, well formed."""
    return {
        "status": lambda: habeas.status(case_id),
        "outcome": lambda: habeas.outcome(case_id),
        "identifiers": lambda: habeas.identifiers(case_id),
        "progress": lambda: habeas.progress(case_id, "erasure"),
        "follow": lambda: followed(habeas.follow(case_id, patience=timedelta(0))),
        **updates(habeas, case_id),
    }


def updates(habeas, case_id, **ids) -> dict[str, Callable[[], Awaitable[object]]]:
    """Every Update."""
    return {
        "approve": lambda: habeas.approve(case_id, "0" * 64, "dpo", **ids),
        "keep": lambda: habeas.keep(case_id, KEEP, **ids),
        "link": lambda: habeas.link(case_id, Link(reference="email-2", is_theirs=True, by="dpo"), **ids),
        "refuse": lambda: habeas.refuse(case_id, CLAIM, **ids),
        "cancel": lambda: habeas.cancel(case_id, "support", **ids),
        "retry": lambda: habeas.retry(case_id, "support", **ids),
        "attest": lambda: habeas.attest(case_id, Attestation(system="accounts", what="did it", by="dpo"), **ids),
    }


async def followed(statuses) -> list:
    """All of them."""
    return [status async for status in statuses]


async def nothing_but(expected, said):
    """Each of these calls raises this; the sentences, each of them one line."""
    raised = await asyncio.gather(*(call() for call in said.values()), return_exceptions=True)
    assert {name: type(error) for name, error in zip(said, raised, strict=True)} == dict.fromkeys(said, expected)
    assert not any("\n" in str(error) for error in raised)
    return {str(error) for error in raised}


async def test_each_change_once(world):
    """What follows a case gets each status that differs from the one before, the last of them the outcome."""
    status = await world.planned(PERSON)
    following = asyncio.create_task(followed(world.habeas.follow(status.case_id, pause=OFTEN)))
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    seen = await following
    assert all(before != after for before, after in pairwise(seen))
    assert [one.state.is_open for one in seen] == [True] * (len(seen) - 1) + [False]
    assert seen[-1] == await world.habeas.outcome(status.case_id)


async def test_followed_through_a_silence(world, relay, far):
    """What follows a case goes on when nobody has answered for a while."""
    status = await world.planned(PERSON)
    statuses = far.follow(status.case_id, pause=OFTEN)
    assert await anext(statuses) == status
    relay.cut()
    following = asyncio.create_task(followed(statuses))
    async with asyncio.timeout(30):
        while relay.in_vain < 3:
            await asyncio.sleep(0.05)
    await world.habeas.cancel(status.case_id, "support")
    relay.mend()
    assert (await following)[-1].state is CaseState.NOTHING_CHANGED


async def test_nobody_works(upstream, keys):
    """A case without a worker is waited for as long as was said; who is cancelled while waiting is told so."""
    habeas = replace(await Habeas.connect(upstream, keys), answer=SOON)
    case_id = await habeas.open(Right.CONFIRMATION, intake())
    try:
        with pytest.raises(Unreachable):
            await followed(habeas.follow(case_id, patience=timedelta(seconds=0.1), pause=OFTEN))
        with pytest.raises(Unreachable, match="no worker answered in time"):
            await habeas.cancel(case_id, "support")
        waiting = asyncio.create_task(habeas.cancel(case_id, "support"))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    finally:
        await habeas.temporal.get_workflow_handle(case_workflow_id(case_id)).terminate()


async def test_a_duplicate_leads_to_the_live_case(world):
    """A second case of a person says where the first is, and what follows it lands there."""
    first = await world.planned(PERSON)
    second = await world.open(PERSON)
    duplicate = await world.habeas.outcome(second)
    assert (duplicate.state, duplicate.duplicate_of) == (CaseState.NOTHING_CHANGED, first.case_id)
    assert await world.habeas.original(duplicate) == first
    assert await world.habeas.original(first) == first
    statuses = world.habeas.follow(second, pause=OFTEN)
    assert [await anext(statuses), await anext(statuses)] == [duplicate, first]
    await world.habeas.cancel(first.case_id, "support")
    assert (await followed(statuses))[-1].case_id == first.case_id


async def test_opened_again_it_is_the_same_case(world):
    """The same id and request are one case, while it is open and after; another request of that id is refused."""
    case_id, request = str(uuid7()), intake()
    for _ in range(2):
        assert await world.habeas.open(Right.ERASURE, request, case_id=case_id) == case_id
    await world.until(case_id, CaseState.AWAITING_DECISION)
    others = {
        "right": (Right.ACCESS, request),
        "identifiers": (Right.ERASURE, intake(SOLO_SPEAKER, request.received_at)),
        "received_at": (Right.ERASURE, intake(received_at=request.received_at - timedelta(days=1))),
        "identity, submitted_by": (Right.ERASURE, intake(received_at=request.received_at, by="another")),
    }
    for differing, (right, other) in others.items():
        with pytest.raises(InvalidInput) as refused:
            await world.habeas.open(right, other, case_id=case_id)
        assert f"({differing})" in str(refused.value)
        assert "@" not in str(refused.value)
    await world.habeas.cancel(case_id, "support")
    done = await world.habeas.outcome(case_id)
    assert await world.habeas.open(Right.ERASURE, request, case_id=case_id) == case_id
    assert await world.habeas.status(case_id) == done
    assert {row.case_id for row in await world.register.list()} == {case_id}


@pytest.mark.parametrize("case_id", ["", "nonsense", OF_VERSION_4, NOBODY.upper(), f"{NOBODY}\n", PLANTED])
async def test_an_id_that_is_none(env, keys, case_id):
    """What is no UUIDv7 is said to be none, in one line that does not repeat it, wherever it is given."""
    habeas = Habeas(env.client, keys)
    said = {**calls(habeas, case_id), "open": lambda: habeas.open(Right.ACCESS, intake(), case_id=case_id)}
    (sentence,) = await nothing_but(InvalidInput, said)
    assert "UUID of version 7" in sentence


async def test_an_unknown_case(world):
    """Of a case that is not, every call says so."""
    assert await nothing_but(NoSuchCase, calls(world.habeas, NOBODY)) == {"there is no such case, or it has ended"}


async def test_a_closed_case(world):
    """A closed case still says how it ended, to all who ask; it cannot be told anything any more."""
    case_id = await world.open(PERSON, Right.CONFIRMATION)
    done = await world.habeas.outcome(case_id)
    assert await world.habeas.status(case_id) == done
    assert await followed(world.habeas.follow(case_id)) == [done]
    assert await world.habeas.identifiers(case_id)
    with pytest.raises(NoSuchCase):
        await world.habeas.progress(case_id, "erasure")
    await nothing_but(NoSuchCase, updates(world.habeas, case_id))


async def test_a_dead_server(world, relay, far):
    """When nobody answers, every call says so, and the case is as it was; whoever was opening one may ask again."""
    status, case_id, request = await world.planned(PERSON), str(uuid7()), intake(SOLO_SPEAKER)
    relay.cut()
    said = {**calls(far, status.case_id), "open": lambda: far.open(Right.CONFIRMATION, request, case_id=case_id)}
    sentences = await nothing_but(Unreachable, said)
    assert any(f"case {case_id} may be open: ask again" in sentence for sentence in sentences)
    relay.mend()
    assert await far.status(status.case_id) == status
    assert await far.open(Right.CONFIRMATION, request, case_id=case_id) == case_id
    assert (await far.outcome(case_id)).state is CaseState.LOCATED


async def test_an_update_asked_twice_is_one(world):
    """With an id of the caller's an Update is done once and answered twice, also when the case has moved on."""
    status = await world.planned(PERSON)
    kept = await world.habeas.keep(status.case_id, KEEP, update_id="keep-1")
    again = await world.habeas.keep(status.case_id, KEEP, update_id="keep-1")
    assert again == kept
    for _ in range(2):
        answer = await world.habeas.approve(status.case_id, kept.plan_digest, "dpo", update_id="approve-1")
        assert answer.approved_by == "dpo"
    await world.habeas.outcome(status.case_id)
    accepted = [
        event
        async for event in world.temporal.get_workflow_handle(case_workflow_id(status.case_id)).fetch_history_events()
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    ]
    assert len(accepted) == 2


async def test_an_update_of_the_wrong_form(world):
    """What is not as it should be is one line that names the field, and nothing that was in it."""
    status = await world.planned(PERSON)
    habeas, case_id = world.habeas, status.case_id
    wrong = {
        "asked for: reason": lambda: habeas.refuse(case_id, Cancellation(by=PLANTED)),
        "holding, ground, until": lambda: habeas.keep(case_id, Cancellation(by=PLANTED)),
        r"by \(string too short\)": lambda: habeas.cancel(case_id, ""),
        r"digest \(string type\)": lambda: habeas.approve(case_id, 1, PLANTED),
        "id of an Update": lambda: habeas.retry(case_id, "support", update_id=PLANTED),
        "one of: export, erasure": lambda: habeas.progress(case_id, PLANTED),
        r"right \(enum\)": lambda: habeas.open(PLANTED, intake()),
    }
    for sentence, send in wrong.items():
        with pytest.raises(InvalidInput, match=sentence) as refused:
            await send()
        assert PLANTED not in str(refused.value)
        assert "\n" not in str(refused.value)
    assert await habeas.status(case_id) == status
    with pytest.raises(NotNow):
        await habeas.approve(case_id, "0" * 64, "dpo")


async def terminated(world, case_id):
    """An operator ends the case's workflow, for reasons that name somebody."""
    await world.temporal.get_workflow_handle(case_workflow_id(case_id)).terminate(PLANTED, reason=PLANTED)


async def reset(world, case_id):
    """An engineer lets it go on where it was."""
    handle, task = world.temporal.get_workflow_handle(case_workflow_id(case_id)), 0
    async for event in handle.fetch_history_events():
        if event.HasField("workflow_task_completed_event_attributes"):
            task = event.event_id
    await world.temporal.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=world.temporal.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            reason="a test",
            request_id=str(uuid4()),
            workflow_task_finish_event_id=task,
        )
    )


async def test_a_terminated_case(world):
    """It is said to be one, by every call, with what is safe and what to do; and that done, it goes on."""
    status = await world.planned(PERSON)
    await terminated(world, status.case_id)
    said = calls(world.habeas, status.case_id)
    assert await said.pop("identifiers")()
    with pytest.raises(NoSuchCase):
        await said.pop("progress")()
    (sentence,) = await nothing_but(Stopped, said)
    assert "was terminated" in sentence
    assert "habeas resume" in sentence
    assert PLANTED not in sentence
    assert (await world.habeas.outcome(await world.open(PERSON))).duplicate_of == status.case_id
    await reset(world, status.case_id)
    waiting = asyncio.create_task(world.habeas.outcome(status.case_id))
    assert await world.until(status.case_id, CaseState.AWAITING_DECISION) == status
    await world.habeas.cancel(status.case_id, "support")
    assert (await waiting).state is CaseState.NOTHING_CHANGED


@pytest.mark.long
async def test_a_case_that_is_terminated_after_the_pivot(world):
    """Its part goes on alone; the case, reset, learns what came of it."""
    world.break_at("erase:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    await terminated(world, status.case_id)
    with pytest.raises(Stopped):
        await world.habeas.outcome(status.case_id)
    await reset(world, status.case_id)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    world.switchboard.mend()
    await world.habeas.retry(status.case_id, "support")
    assert (await world.habeas.outcome(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS


async def test_reset_while_its_outcome_is_awaited(world):
    """Who waits for the outcome of a case that is reset waits for that of its new run."""
    status = await world.planned(PERSON)
    waiting = asyncio.create_task(world.habeas.outcome(status.case_id))
    await asyncio.sleep(0.2)  # it waits by now; were it not, it would wait for the new run at once
    await reset(world, status.case_id)
    await world.habeas.cancel(status.case_id, "support")
    assert (await waiting).state is CaseState.NOTHING_CHANGED


async def test_a_case_that_could_not_begin(world):
    """A request that the worker cannot read is said to be one, with its fields, and what to do next."""
    case_id = str(uuid7())
    given = {"case_id": case_id, "right": PLANTED}
    await world.habeas.keys.create(case_id)
    await world.temporal.start_workflow(CASE, given, id=case_workflow_id(case_id), task_queue=HOUSE_QUEUE)
    said = calls(world.habeas, case_id)
    (sentence,) = await nothing_but(Stopped, {"outcome": said.pop("outcome")})
    assert await nothing_but(Stopped, {name: said[name] for name in ("status", "follow", "cancel")}) == {sentence}
    assert "could not begin" in sentence
    assert "identifiers, received_at" in sentence
    assert PLANTED not in sentence
    with pytest.raises(InvalidInput, match="cannot be read"):
        await world.habeas.open(Right.ACCESS, intake(), case_id=case_id)


@pytest.mark.parametrize("address", ["", "a b:c"])
async def test_an_address_that_is_none(address, keys):
    """What cannot be an address is said to be none."""
    with pytest.raises(InvalidInput, match="HOST:PORT"):
        await Habeas.connect(address, keys)


async def test_nobody_there(keys):
    """Where nobody listens, that is what is said."""
    with pytest.raises(Unreachable, match=r"no Temporal server answers at 127\.0\.0\.1:1"):
        await Habeas.connect("127.0.0.1:1", keys)


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> Path:
    """A certificate authority, what it gave a server and a tool, another authority, and a key of an API."""
    openssl, folder = shutil.which("openssl"), tmp_path_factory.mktemp("papers")
    if openssl is None:
        pytest.skip("openssl, which makes the certificates, is not on this machine")

    def make(*words):
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True)

    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    for name in ("ca", "other"):
        make(*new, "-x509", "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
    (folder / "names").write_text("subjectAltName=DNS:temporal.example,IP:127.0.0.1\n")
    for name in ("server", "tool"):
        make(*new, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        by = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names")
        make("x509", "-req", "-in", f"{name}.csr", *by, "-days", "2", "-out", f"{name}.pem")
    (folder / "api.key").write_text(f"{API_KEY}\n")
    (folder / "nonsense").write_text(f"{PLANTED}\n\n{PLANTED}")
    return folder


def guarded(papers, *, knows_callers=False) -> ssl.SSLContext:
    """How a server guards its door, for all that trust its authority, or for those too that it knows itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / "server.pem", papers / "server.key")
    context.set_alpn_protocols(["h2"])
    if knows_callers:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(papers / "ca.pem")
    return context


async def test_through_tls(world, register_url, tmp_path, relay, papers, monkeypatch):
    """With certificates and an API key from the environment's settings a case is opened and followed to its end."""
    files = {"TLS_CA": "ca.pem", "TLS_CERTIFICATE": "tool.pem", "TLS_KEY": "tool.key", "API_KEY": "api.key"}
    for name, file in files.items():
        monkeypatch.setenv(f"HABEAS_TEMPORAL_{name}_FILE", str(papers / file))
    monkeypatch.setenv("HABEAS_REGISTER_URL", register_url)
    monkeypatch.setenv("HABEAS_PAYLOAD_WRAPPING_KEYS", f"file:{tmp_path / 'payload.json'}")
    async with relay.listening(guarded(papers, knows_callers=True)) as address:
        habeas = await Habeas.at(DoorSettings.read(temporal_address=address))
        seen = await followed(habeas.follow(await habeas.open(Right.CONFIRMATION, intake()), pause=OFTEN))
    assert seen[-1].state is CaseState.LOCATED
    assert API_KEY_ON_THE_WIRE in relay.came


async def test_a_server_by_another_name(relay, papers, keys):
    """The name in the server's certificate may be said, and has then to be that."""
    async with relay.listening(guarded(papers)) as address:
        ours = Access(ca_file=papers / "ca.pem", server_name="temporal.example")
        assert await Habeas.connect(address, keys, access=ours)
        with pytest.raises(Unreachable, match="is not trusted"):
            await Habeas.connect(address, keys, access=Access(ca_file=papers / "ca.pem", server_name="other.example"))


async def test_a_refused_handshake(relay, upstream, papers, keys):
    """Who is not trusted, or does not trust, or meets a door of the other kind, is told so in one line."""
    ca, tool = {"ca_file": papers / "ca.pem"}, {"certificate_file": papers / "tool.pem"}
    async with relay.listening(guarded(papers, knows_callers=True)) as address:
        doors = {
            "asked without TLS": (address, Access()),
            "of another authority": (address, Access(ca_file=papers / "other.pem")),
            "is not trusted": (address, Access(tls=True)),
            "does not accept our certificate": (address, Access(**ca)),
            "by TLS at": (upstream, Access(**ca, **tool, key_file=papers / "tool.key")),
        }
        for sentence, (where, access) in doors.items():
            with pytest.raises(Unreachable, match=sentence) as refused:
                await Habeas.connect(where, keys, access=access)
            assert "\n" not in str(refused.value)


async def test_an_api_key_goes_through_tls_alone(relay, upstream, papers, keys):
    """Where there is no TLS a key is not sent."""
    async with relay.listening() as address:
        with pytest.raises(Unreachable):
            await Habeas.connect(address, keys, access=Access(api_key_file=papers / "api.key"))
    assert API_KEY_ON_THE_WIRE not in relay.came


async def test_papers_that_are_none(papers, keys):
    """A file that is missing or not what it should be is named by what it is for, and not by what is in it."""
    tool, key, none = papers / "tool.pem", papers / "tool.key", papers / "none"
    wrong = {
        "certificate authority cannot be read": Access(ca_file=none),
        "has no certificate in PEM": Access(ca_file=papers / "nonsense"),
        "go together": Access(certificate_file=tool),
        "do not match": Access(certificate_file=tool, key_file=papers / "server.key"),
        "are not in PEM": Access(certificate_file=papers / "nonsense", key_file=key),
        "key cannot be read": Access(certificate_file=tool, key_file=none),
        "API key has to hold one line": Access(api_key_file=papers / "nonsense"),
        "API key cannot be read": Access(api_key_file=none),
    }
    for sentence, access in wrong.items():
        with pytest.raises(InvalidInput, match=sentence) as refused:
            await Habeas.connect("127.0.0.1:1", keys, access=access)
        assert PLANTED not in str(refused.value)
