"""One process for each system, with its own settings alone: it serves its own queue, with nobody else's credential."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import yaml
from crossed import mainly
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from habeas.catalogue import Catalogue
from habeas.domain.name import HOUSE_QUEUE, setting_prefix, system_queue
from habeas.register.migrate import migrate
from habeas.sandbox.temporal import Temporal

ROOT = Path(__file__).parents[2]
SYSTEMS = Catalogue.read().systems
SHOWN = ("accounts", "billing")
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


@pytest.fixture
async def temporal(tmp_path) -> AsyncIterator[Temporal]:
    """Temporal's own server."""
    folder = tmp_path / "temporal"
    folder.mkdir()
    server = await Temporal.start(folder)
    yield server
    await server.stop()


@pytest.fixture
async def settings(temporal, tmp_path) -> dict[str, dict[str, str]]:
    """What each process is told: the variables that its service has in the Compose file, with values of these tests.

    No credential leads anywhere: a worker opens its system when it is asked something, and here nobody asks.
    """
    url = f"sqlite+aiosqlite:///{tmp_path / 'register.db'}"
    await migrate(url)
    values = {
        "HABEAS_TEMPORAL_ADDRESS": temporal.address,
        "HABEAS_TEMPORAL_NAMESPACE": "default",
        "HABEAS_REGISTER_URL": url,
        "HABEAS_CLAIM_KEY_FILE": str(tmp_path / "claim.key"),
        "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{tmp_path / 'payload.json'}",
        "HABEAS_CASE_FOLDER": str(tmp_path / "cases"),
        "HABEAS_ENRICHMENT_KEY_FILE": str(tmp_path / "enrichment.key"),
    }
    told = {system: [n for n, v in SERVICES[system]["environment"].items() if v is not None] for system in SYSTEMS}
    return {s: {name: values.get(name, _secret(name)) for name in names} for s, names in told.items()}


def _secret(name: str) -> str:
    return f"postgresql+asyncpg://{name.lower()}@127.0.0.1:9/none" if name.endswith("_URL") else name.lower()


@asynccontextmanager
async def worker(system: str, known: dict[str, str], log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process of one system, as its container runs it."""
    words = (sys.executable, ROOT / "worker.py", *SERVICES[system]["command"])
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*words, env=known, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.kill()
            await process.wait()


async def servers_of(client: Client, queue: str) -> set[int]:
    """The processes that ask for the steps of a queue; the SDK calls each `PID@HOST`."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    answer = await client.workflow_service.describe_task_queue(request)
    return {int(poller.identity.partition("@")[0]) for poller in answer.pollers}


@pytest.mark.timeout(300)
async def test_each_process_serves_its_own_queue_and_no_other(temporal, settings, tmp_path):
    """Of every queue there is one server, the process of that system; of the house's there is none."""
    client = await Client.connect(temporal.address)
    async with AsyncExitStack() as stack, asyncio.timeout(250):
        processes = {s: await stack.enter_async_context(worker(s, settings[s], tmp_path / f"{s}.log")) for s in SYSTEMS}
        while not all([await servers_of(client, system_queue(system)) for system in SYSTEMS]):
            assert not [s for s, p in processes.items() if p.returncode is not None], "one of them has ended"
            await asyncio.sleep(0.2)
        await asyncio.sleep(2)  # whoever asked for more would have by now
        served = {system: await servers_of(client, system_queue(system)) for system in SYSTEMS}
        assert served == {system: {process.pid} for system, process in processes.items()}
        assert await servers_of(client, HOUSE_QUEUE) == set()
        for system, process in processes.items():
            assert _foreign(system, process.pid) == []


@pytest.mark.parametrize("system", mainly(*SHOWN, besides=[s for s in SYSTEMS if s not in SHOWN]))
async def test_a_process_cannot_open_another_system(settings, system):
    """Told to serve another one, it says which settings it lacks, by their names alone, and ends."""
    other = next(s for s in SYSTEMS if s != system)
    words = (sys.executable, ROOT / "worker.py", "--systems", other)
    done = await asyncio.to_thread(
        subprocess.run, words, env=settings[system], capture_output=True, text=True, timeout=120, check=False
    )
    said = done.stderr.splitlines()[-1]  # before it are lines of the log
    assert done.returncode == 2
    assert set(re.findall(r"HABEAS_\w+", said)) <= _needed(other)
    assert setting_prefix(other) in said


def _foreign(system: str, process_id: int) -> list[str]:
    """The variables of other systems that a process has."""
    environment = Path(f"/proc/{process_id}/environ").read_text()
    others = tuple(setting_prefix(s) for s in SYSTEMS if s != system)
    return [entry for entry in environment.split("\0") if entry.startswith(others)]


def _needed(system: str) -> set[str]:
    return {name for name in SERVICES[system]["environment"] if name.startswith(setting_prefix(system))}
