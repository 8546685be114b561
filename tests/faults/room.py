"""A room of our own: a network and a file system that can be cut and filled without harm to anyone else.

Linux gives both to whoever may make a user namespace (unshare(1)); where it does not, or where there is no C compiler
for the clock, the kinds that need it are left out, and the run says so.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kind import CLOCKS, CUTS, Kind

_OURS = "HABEAS_FAULTS_ROOM"
_LIMIT = "96m"


def enter(build: Path) -> None:
    """Become the same program in a room of its own, once."""
    if _OURS in os.environ:
        return
    os.environ[_OURS] = ""
    if clock := _compiled(build):
        os.environ["LD_PRELOAD"] = str(clock)
    command = [sys.executable, *sys.argv]
    unshare = shutil.which("unshare")
    if (
        unshare
        and shutil.which("ip")
        and not subprocess.run([unshare, "-rnm", "true"], capture_output=True, check=False).returncode
    ):
        os.environ[_OURS] = "network and disk"
        command = [unshare, "-rnm", "--", *command]
    os.execv(command[0], command)


def prepare() -> None:
    """In the room: a loopback, whose own routes are looked up after rules of ours."""
    if os.environ[_OURS]:
        for words in ("link set lo up", "rule add pref 100 lookup local", "rule del pref 0"):
            _ip(words)


def left_out() -> set[Kind]:
    """The kinds that cannot be made here."""
    out = set() if os.environ[_OURS] else {Kind.FULL_DISK, *CUTS}
    return out if "LD_PRELOAD" in os.environ else out | set(CLOCKS)


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """The folder is a disk of its own, which can be filled."""
    if not os.environ[_OURS]:
        yield
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_LIMIT}", "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk to the last byte; the file returned has it all."""
    ballast = folder / "ballast"
    size = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size.f_bavail * size.f_frsize)
    return ballast


def cut(port: int) -> None:
    """From now on no packet reaches this port."""
    _ip(f"rule add pref 10 ipproto tcp dport {port} blackhole")


def join(port: int) -> None:
    """Take back one `cut`."""
    _ip(f"rule del pref 10 ipproto tcp dport {port} blackhole")


def set_clock(seconds: int) -> None:
    """The wall clock of this process is so far from the true one. Where no clock can be set, none was."""
    if "LD_PRELOAD" in os.environ:
        ctypes.c_long.in_dll(ctypes.CDLL(None), "clock_offset").value = seconds


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True, capture_output=True)


def _compiled(build: Path) -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    build.mkdir(parents=True, exist_ok=True)
    library, draft = build / "clock.so", build / f"clock.{os.getpid()}"
    source = Path(__file__).with_name("clock.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", draft, source]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return None
    draft.replace(library)
    return library
