"""How a system of the sandbox is broken: a switchboard in a file, read by whatever sits on the wire to each system."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class How(StrEnum):
    """The ways in which a system can be broken."""

    REFUSE = "refuse"  # reading works, every write is refused for good
    TIMEOUT = "timeout"  # nothing is ever answered
    RATE_LIMIT = "rate-limit"  # too many requests: come back later
    ERROR = "error"  # something of its own is broken (500)
    FAIL_AFTER = "fail-after"  # the write is carried out, and its answer is lost


@dataclass(frozen=True)
class Fault:
    """One break: how, and how many more times (None: until it is mended)."""

    how: How
    times: int | None = None


class Switchboard:
    """Which systems are broken, and how. Shared by processes through one locked file."""

    def __init__(self, file: Path) -> None:
        """`file` is made when it is first needed."""
        self._file = file

    def break_(self, system: str, how: How, times: int | None = None) -> None:
        """Break a system; a break replaces the one before."""
        with self._locked() as faults:
            faults[system] = {"how": how, "times": times}

    def mend(self, *systems: str) -> None:
        """Mend these systems, or all of them."""
        with self._locked() as faults:
            for system in systems or tuple(faults):
                faults.pop(system, None)

    def peek(self, system: str) -> Fault | None:
        """How a system is broken now."""
        if not self._file.exists():
            return None
        with self._locked() as faults:
            return _fault(faults.get(system))

    def take(self, system: str) -> Fault | None:
        """As `peek`, and count one time less: for whoever is about to act on the fault."""
        if not self._file.exists():
            return None
        with self._locked() as faults:
            fault = _fault(faults.get(system))
            if fault is not None and fault.times is not None:
                if fault.times <= 1:
                    del faults[system]
                else:
                    faults[system]["times"] = fault.times - 1
            return fault

    @contextmanager
    def _locked(self) -> Iterator[dict[str, dict[str, object]]]:
        with self._file.open("a+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.seek(0)
            text = stream.read()
            faults = json.loads(text) if text else {}
            yield faults
            if (changed := json.dumps(faults)) != text:
                stream.truncate(0)
                stream.write(changed)


def _fault(entry: dict[str, object] | None) -> Fault | None:
    if entry is None:
        return None
    times = entry["times"]
    return Fault(How(str(entry["how"])), int(str(times)) if times is not None else None)
