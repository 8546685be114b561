"""The command as a person types it, and a sandbox of its own that is up as long as the tests are."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typist

import habeas.sandbox
from habeas.sandbox.company import Snapshot, snapshot
from habeas.sandbox.home import Home

COMMAND = Path(sys.executable).parent / "habeas"
# should the tests be killed, the sandbox goes with them
TETHERED = (sys.executable, "-I", Path(habeas.sandbox.__file__).with_name("tethered.py"))
LONGEST = 150


@dataclass(frozen=True)
class Said:
    """What a command printed, and with which code it ended."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object; nothing else was printed."""
        assert self.err == ""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one clear line of a command that could not do what was asked; with --json also the one object."""
        assert self.code != 0
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        assert line.startswith("habeas: ")
        said = line.removeprefix("habeas: ")
        assert self.out == "" or json.loads(self.out) == {"error": said}
        return said


def typed(*words: object, stdin: str = "", **environment: str) -> Said:
    """Run `habeas` with these words, in a process that has no terminal."""
    done = subprocess.run(
        [COMMAND, *map(str, words)],
        input=stdin,
        env={**_known(), **environment},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def quickly(*words: object, stdin: str = "", **environment: str) -> Said:
    """As `typed`, by who need not import everything each time."""
    return Said(*typist.typed(list(map(str, words)), stdin, {**_known(), **environment}, LONGEST))


def _known() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("HABEAS_")}


@dataclass(frozen=True)
class Box:
    """A sandbox that is up: its home, and what it printed once it was ready."""

    home: Path
    places: dict[str, Any]
    process: subprocess.Popen[str]
    pool: ThreadPoolExecutor
    types: Callable[..., Said] = typed

    def do(self, *words: object, stdin: str = "") -> Said:
        """Type a command about this sandbox, with --json."""
        return self.types(*words, "--home", self.home, "--json", stdin=stdin)

    def begin(self, *words: object) -> "Future[Said]":
        """As `do`, in another terminal: it goes on by itself."""
        return self.pool.submit(self.do, *words)

    def until(self, case: str, *states: str, seconds: float = LONGEST) -> dict[str, Any]:
        """Show the case until it is in one of these states."""
        latest = time.monotonic() + seconds
        while (status := self.do("show", case).answer)["state"] not in states:
            assert time.monotonic() < latest, status
        return status

    async def look(self) -> Snapshot:
        """The whole company: every row, and every version of every object."""
        return await snapshot(Home(self.home))

    def processes(self) -> set[int]:
        """Every process of this sandbox."""
        return _children(self.process.pid) | traces(self.home)


def traces(home: Path) -> set[int]:
    """The processes, other than this one, that have the home in their command line or environment."""
    needle = os.fsencode(home)
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is not ours
            if any(needle in (folder / name).read_bytes() for name in ("cmdline", "environ")):
                found.add(int(folder.name))
    return found - {os.getpid()}


def _children(pid: int) -> set[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


@contextmanager
def _up(home: Path, *options: str) -> Iterator[Box]:
    command = [*TETHERED, COMMAND, "sandbox", "up", "--json", "--home", home, *options]
    with (
        ThreadPoolExecutor() as pool,
        (home.parent / f"{home.name}.err").open("w+") as err,
        subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            line = pool.submit(process.stdout.readline).result(LONGEST)
            places = json.loads(line or "{}")
            assert "temporal" in places, line + Path(err.name).read_text()
            yield Box(home, places, process, pool, quickly)
        finally:
            if process.returncode is None:  # else the test has seen to its end
                _stop(Box(home, {}, process, pool))


def _stop(box: Box) -> None:
    """Ctrl-C, as a terminal sends it; then nothing of the sandbox is left."""
    before = box.processes() - {box.process.pid}
    os.killpg(box.process.pid, signal.SIGINT)
    try:
        assert box.process.wait(30) == 0
    except subprocess.TimeoutExpired:
        os.killpg(box.process.pid, signal.SIGKILL)  # else it is waited for, and nobody learns what failed
        raise
    latest = time.monotonic() + 3  # a database server may go a moment after it said goodbye
    while left := {pid for pid in before | traces(box.home) if _runs(pid)}:
        assert time.monotonic() < latest, left
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Whether the process is there, and not merely waiting to be noticed as dead."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture(scope="session")
def habeas_() -> Callable[..., Said]:
    """The command, as it is typed."""
    return typed


@pytest.fixture(scope="session")
def up() -> Callable[..., AbstractContextManager[Box]]:
    """Starts a sandbox in a home, with these options; it is up while the context lasts.

    Who types there need not import everything each time.
    """
    return _up


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """The sandbox that the tests of a file share, each with a person of its own; an idle one costs the others time."""
    with _up(tmp_path_factory.mktemp("sandbox") / "home") as box:
        yield box
