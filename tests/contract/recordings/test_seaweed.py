"""The sandbox's S3 server: it keeps what it was given, and nothing of it outlives us."""

import asyncio
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from adapters.recordings.bucket import opened
from habeas.sandbox.seaweed import Seaweed
from habeas.sandbox.versions import versions

PARENT = """
import asyncio, sys
from pathlib import Path
from habeas.sandbox.seaweed import Seaweed

async def main():
    server = await Seaweed.start(Path(sys.argv[1]))
    print(server._process.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def sockets(folder: Path) -> list[Path]:
    """The sockets of the server that last ran on this folder."""
    ports = json.loads((folder / "ports.json").read_text()).values()
    everyone = Path(tempfile.gettempdir()).glob("seaweedfs-*.sock")
    return [s for s in everyone if any(s.name.endswith((f"-{p}.sock", f"-{p + 10_000}.sock")) for p in ports)]


def is_running(pid: int) -> bool:
    """A process that has ended and is not yet waited for is not running."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


async def test_started_again_it_has_what_it_had(tmp_path):
    """After a restart on the same port the versions are there, by the same credentials."""
    first = await Seaweed.start(tmp_path)
    async with opened(first.writer) as bucket:
        await bucket.client.put_object(Bucket=bucket.name, Key="kept", Body=b"kept")
        before = await versions(bucket)
    await first.stop()
    again = await Seaweed.start(tmp_path, first.port)
    async with opened(first.reader) as bucket:
        assert await versions(bucket) == before
    await again.stop()
    assert (again.port, len(before)) == (first.port, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a program with its parent")
async def test_it_dies_with_its_parent(tmp_path):
    """When the process that started it is killed the server ends, and the next start removes its sockets."""
    command = (sys.executable, "-c", PARENT, str(tmp_path))
    parent = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    pid = int(await parent.stdout.readline())
    assert is_running(pid)
    os.kill(parent.pid, signal.SIGKILL)
    await parent.wait()
    await asyncio.sleep(1)
    assert not is_running(pid)
    left = sockets(tmp_path)
    await (await Seaweed.start(tmp_path)).stop()
    assert len(left) == 6
    assert not [s for s in left if s.exists()]
    assert not sockets(tmp_path)
