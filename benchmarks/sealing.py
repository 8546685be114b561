"""Case files that are sealed as they stream, against a plain copy with SHA-256 of the same file.

`python -m benchmarks.sealing MIB` seals so many and prints the peak of its memory in MiB.
"""

import asyncio
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pyrage
from uuid6 import uuid7

from habeas.vault.folder import CaseFolder
from habeas.vault.sealer import Sealer

from .figure import Figure, Size

TITLE = "sealing a file against copying it with SHA-256"
MIB = 1 << 20
AT_LEAST, MORE = 0.6, 16


async def ask(size: Size) -> list[Figure]:
    """MiB per second of both, which take turns; and how much more memory the largest file takes than a small one."""
    mib, turns = size.of(512, 16), size.of(5, 1)
    sealed, copied = await asyncio.to_thread(_speeds, mib, turns)
    small, large = size.of(64, 8), size.of(5120, 32)
    before, after = [await _peak(one) for one in (small, large)]
    return [
        Figure(f"a plain copy of {mib} MiB", copied, "MiB/s"),
        Figure("  sealed", sealed, "MiB/s"),
        Figure("  against the copy", sealed / copied, "times", at_least=AT_LEAST),
        Figure(f"peak with {small} MiB", before, "MiB"),
        Figure(f"  more with {large} MiB", after - before, "MiB", at_most=MORE),
    ]


def _speeds(mib: int, turns: int) -> tuple[float, float]:
    with TemporaryDirectory(prefix="habeas-bench-") as folder:
        source = Path(folder) / "source"
        with source.open("wb") as out:
            for _ in range(mib):
                out.write(os.urandom(MIB))
        ways: tuple[Callable[[Path, Path], None], ...] = (_seal, _copy)
        took: list[list[float]] = [[], []]
        for turn in range(turns):
            for number, way in enumerate(ways):
                begun = time.monotonic()
                way(source, Path(folder) / f"{turn}-{number}")
                took[number].append(mib / (time.monotonic() - begun))
        return median(took[0]), median(took[1])


def _copy(source: Path, target: Path) -> None:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for chunk in _chunks(source):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _seal(source: Path, target: Path) -> None:
    recipient = pyrage.x25519.Identity.generate().to_public()
    with Sealer(CaseFolder(target), str(uuid7()), recipient).writing("staged/a/b") as out:
        for chunk in _chunks(source):
            out.write(chunk)


def _chunks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as stream:
        while chunk := stream.read(MIB):
            yield chunk


async def _peak(mib: int) -> float:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.sealing", str(mib)), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return float(out)


def main(mib: int) -> None:
    """Seal so many MiB, and print the peak."""
    recipient, block = pyrage.x25519.Identity.generate().to_public(), os.urandom(MIB)
    with TemporaryDirectory(prefix="habeas-bench-") as folder:
        with Sealer(CaseFolder(Path(folder)), str(uuid7()), recipient).writing("staged/a/b") as out:
            for _ in range(mib):
                out.write(block)
        status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]))
