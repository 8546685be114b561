"""What processes cost, as Linux counts it in /proc (proc(5)): processor time, and resident memory."""

import os
from dataclasses import dataclass
from pathlib import Path

MIB = 1024  # in KiB
_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12  # of the fields after the name of the program


@dataclass(frozen=True)
class Meter:
    """Some processes by name."""

    processes: dict[str, int]

    def cpu(self) -> dict[str, float]:
        """The processor time that each has used so far, in seconds."""
        return {name: _seconds(pid) for name, pid in self.processes.items()}

    def peak(self, name: str) -> float:
        """The most memory that one has had since it began, or since `forget_peak`, in MiB."""
        return _status(self.processes[name], "VmHWM")

    def resident(self) -> dict[str, float]:
        """The memory that each has now, in MiB."""
        return {name: _status(pid, "VmRSS") for name, pid in self.processes.items()}

    def forget_peak(self, name: str) -> None:
        """Let the peak of one begin anew (proc_pid_clear_refs(5))."""
        Path(f"/proc/{self.processes[name]}/clear_refs").write_text("5", encoding="ascii")


def used(before: dict[str, float], after: dict[str, float]) -> float:
    """The processor time of all of them between two looks, in seconds."""
    return sum(after[name] - before[name] for name in before)


def load() -> float:
    """How many programs wanted to run in the last minute, on average: what else the machine was at."""
    return os.getloadavg()[0]


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS


def _status(pid: int, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split(f"{name}:")[1].split()[0]) / MIB
