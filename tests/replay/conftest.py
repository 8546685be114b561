"""The histories, and the worlds of the sagas to record them in."""

import gzip
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from temporalio.client import WorkflowHandle, WorkflowHistory
from temporalio.worker import Replayer

from habeas.domain.name import case_workflow_id, part_workflow_id
from queues import WORKFLOWS
from worker import RUNNER, build_replayer

HERE = Path(__file__).parent
VERSION = version("habeas")
HISTORIES = HERE / "histories" / VERSION
ROOT = HERE.parents[1]
CHANGES = ROOT / "CHANGELOG.md"
RENEW = "RENEW_HISTORIES"
Record = Callable[..., Awaitable[None]]
Commands = list[list[Any]]
Replay = tuple[Exception | None, Commands]


def _module(name: str, file: Path) -> ModuleType:
    """A module of the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_worlds = _module("saga_worlds", HERE.parent / "saga" / "conftest.py")
_transcript = _module("transcript", HERE / "transcript.py")
accounts, cases, columns, empty_register = _worlds.accounts, _worlds.cases, _worlds.columns, _worlds.empty_register
books, databases, between = _worlds.books, _worlds.databases, _worlds.between
env, keys, register_url, signs = _worlds.env, _worlds.keys, _worlds.register_url, _worlds.signs
remembered, approver_keys = _worlds.remembered, _worlds.approver_keys
rules, world, processing_file = _worlds.rules, _worlds.world, _worlds.processing_file


@pytest.fixture
def seals(request: pytest.FixtureRequest) -> bool:
    """What is recorded is of people who were made up, and must be readable for ever."""
    return not request.path.name.startswith("record_")


@pytest.fixture(scope="session")
def at() -> ModuleType:
    """The situations that cases get into."""
    return _module("situations", HERE / "situations.py")


@pytest.fixture
def shape(request: pytest.FixtureRequest) -> str:
    """What is recorded here, by the test's name. What is there already stays, unless it is to be renewed.

    Before the first release a history may be renewed (docs/rollout.md); those of a version that was released never are.
    """
    name = request.node.name.removeprefix("test_")
    if any(HISTORIES.glob(f"{name}.*")):
        if os.environ.get(RENEW) != "1":
            pytest.skip(f"there is a history of it; {RENEW}=1 replaces it")
        assert f"## {VERSION}" not in CHANGES.read_text(), "the histories of a version that was released stay"
    return name


@pytest.fixture
async def record(shape, world) -> AsyncIterator[Record]:
    """Writes the histories of a case, and of these parts of it, as Temporal's own JSON, an event a line.

    Compressed they are a tenth of it; `zcat` shows them.
    """

    async def write(case_id: str, *parts: str) -> None:
        HISTORIES.mkdir(parents=True, exist_ok=True)
        for kind, workflow_id in {"case": case_workflow_id(case_id), **_parts(case_id, parts)}.items():
            history = await world.temporal.get_workflow_handle(workflow_id).fetch_history()
            text = _lines(history.to_json()).replace(world.temporal.identity, "worker")
            (HISTORIES / f"{shape}.{kind}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))

    yield write
    async for case in world.temporal.list_workflows("ExecutionStatus = 'Running'"):
        await world.temporal.get_workflow_handle(case.id).terminate()  # the next world's workers would serve it


def _parts(case_id: str, parts: tuple[str, ...]) -> dict[str, str]:
    return {part.replace("/", "-"): part_workflow_id(case_id, part) for part in parts}


def _lines(text: str) -> str:
    """An event a line: small, and a reviewer sees which ones there are."""
    events = json.loads(text)["events"]
    return '{"events": [\n' + ",\n".join(json.dumps(event, separators=(",", ":")) for event in events) + "\n]}\n"


def _loaded(file: Path) -> WorkflowHistory:
    """A history that was recorded."""
    text = gzip.decompress(file.read_bytes()).decode()
    started = json.loads(text)["events"][0]["workflowExecutionStartedEventAttributes"]
    return WorkflowHistory.from_json(started["workflowId"], text)


@pytest.fixture
def replay_one(world) -> Callable[..., Awaitable[Exception | None]]:
    """Replays the history of an open or finished workflow of a server with this code; what is wrong with it."""

    async def replay_one(handle: WorkflowHandle, procedures: Sequence[type]) -> Exception | None:
        mine = build_replayer(world.temporal.data_converter)
        replayer = Replayer(**{**mine.config(), "workflows": procedures})
        return (
            await replayer.replay_workflow(await handle.fetch_history(), raise_on_replay_failure=False)
        ).replay_failure

    return replay_one


async def _replayed(files: Sequence[Path], procedures: Sequence[type] = WORKFLOWS) -> dict[Path, Replay]:
    """Each history with what was wrong with it for this code of the procedures, and the commands that came of it."""
    watching = _transcript.Watching(RUNNER)
    replayer = Replayer(**{**build_replayer().config(), "workflow_runner": watching, "workflows": procedures})
    results = {}

    async def histories() -> AsyncIterator[WorkflowHistory]:
        for file in files:
            yield _loaded(file)

    async with replayer.workflow_replay_iterator(histories()) as replays:
        left = iter(files)
        async for one in replays:
            results[next(left)] = one.replay_failure, watching.taken()
    return results


@pytest.fixture(scope="session")
def replay() -> Callable[..., Awaitable[dict[Path, Replay]]]:
    """Replays these histories, with today's code or another's."""
    return _replayed


@pytest.fixture(scope="session")
async def replayed() -> dict[Path, Replay]:
    """Every history that was recorded, replayed with the code of today."""
    return await _replayed(sorted((HERE / "histories").glob("*/*.json.gz")))


class Transcripts:
    """Writes commands down; at the end, the messages in all of them."""

    def __init__(self) -> None:
        self._sent = _transcript.messages()

    def __call__(self, commands: Commands) -> str:
        return str(_transcript.Transcript(self._sent).of(commands))

    def messages(self) -> str:
        return str(_transcript.written(self._sent))


@pytest.fixture
def transcripts() -> Transcripts:
    """Writes down what procedures ask for."""
    return Transcripts()


@pytest.fixture
def changed(tmp_path, monkeypatch) -> Callable[..., Sequence[type]]:
    """Makes other code of the procedures: a copy of today's in which one passage of a file stands differently."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def copy(file: str, old: str, new: str) -> Sequence[type]:
        package = f"procedures_{len(list(tmp_path.glob('procedures_*')))}_{tmp_path.name}"
        shutil.copytree(ROOT / "workflows", tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
        text = (tmp_path / package / file).read_text()
        assert text.count(old) == 1, f"{file} no longer says: {old}"
        (tmp_path / package / file).write_text(text.replace(old, new))
        return [_in_package(package, procedure) for procedure in WORKFLOWS]

    return copy


def _in_package(package: str, procedure: type) -> type:
    """The same procedure of another package."""
    return vars(import_module(procedure.__module__.replace("workflows", package)))[procedure.__name__]
