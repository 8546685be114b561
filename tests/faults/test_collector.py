"""A system's worker as another user of the machine: it reads its own tasks, and no case file, its own included."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import text

from habeas.client import Habeas
from habeas.client.files import case_parts, house_keys
from habeas.domain.case import CaseState
from habeas.domain.key import Kind
from habeas.domain.right import Right
from habeas.register.migrate import migrate
from habeas.sandbox.people import MANY_SIDED
from habeas.sandbox.postgres import OWNER, SUPERUSER
from habeas.settings import HouseSettings
from habeas.vault.case_files import CaseFiles

ROOT = Path(__file__).parents[2]
NOBODY = 65534
OTHER = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
OTHERS = "house,recordings,billing,enrichment"
# what the collector tries with all that it has: its settings, the register, its bucket, its wrapping key
TRIES = """
import asyncio, os, sys
from pathlib import Path
from habeas.client.files import case_parts, house_keys
from habeas.domain.error import Permanent
from habeas.domain.key import Kind
from habeas.settings import HouseSettings
from habeas.vault.case_files import CaseFiles

async def main(case_id, path, file_keys):
    settings = HouseSettings.read()
    keys = house_keys(settings)
    part = case_parts(settings).get(case_id, path)
    payload = await keys.unwrap(case_id, Kind.PAYLOAD)
    try:
        await CaseFiles(case_parts(settings), keys).opener(case_id)
        said = "opened"
    except Permanent as error:
        said = str(error)
    try:
        Path(file_keys).read_bytes()
        said = "read"
    except PermissionError:
        pass
    print(os.getuid(), len(part), len(payload), said)

asyncio.run(main(*sys.argv[1:]))
"""

OURS_ALONE = ("HABEAS_FILE_", "HABEAS_SIGNING_")

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may start a process as somebody else"
)


@pytest.fixture
def theirs():
    """A folder of the other user's own."""
    with TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


@dataclass(frozen=True)
class Python:
    """An interpreter, and what it needs in its environment."""

    file: Path
    environment: dict[str, str]

    def may_run(self, folder="/"):
        """Whether the other user may run it in this folder, with all its libraries."""
        words = (self.file, "-c", "import os, ssl, sqlite3; os.listdir()")
        try:
            return subprocess.run(words, env=self.environment, cwd=folder, check=False, **OTHER).returncode == 0
        except OSError:
            return False


@pytest.fixture
def python(theirs) -> Python:
    """The interpreter for the other user, who may not be let into where it is installed."""
    found = Python(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}", {})
    if not found.may_run():
        copy = theirs / "python"
        subprocess.run(["cp", "--archive", "--link", sys.base_prefix, copy], check=True)
        found = Python(copy / "bin" / found.file.name, {"LD_LIBRARY_PATH": str(copy / "lib")})
    if not found.may_run(ROOT):
        pytest.skip("the other user may not read this interpreter, or this code")
    return found


@pytest.fixture
async def register(postgres) -> AsyncIterator[str]:
    """A register that both users reach, for as long as a test lasts."""
    name = f"register_{uuid4().hex}"
    async with postgres.as_superuser(SUPERUSER) as connection:
        await connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER}"))
    await migrate(postgres.url(OWNER, name))
    modes = {folder: folder.stat().st_mode for folder in (postgres.socket, *postgres.socket.parents[:-2])}
    for folder, mode in modes.items():
        folder.chmod(mode | 0o011)  # they are let through
    yield postgres.url(OWNER, name)
    for folder, mode in modes.items():
        folder.chmod(mode)


@pytest.fixture
async def world(new_world, seaweed, kms, register):
    """A company whose case files are in S3, and whose payload keys are wrapped by KMS."""
    world = await new_world()
    theirs = {
        "HABEAS_REGISTER_URL": register,
        "HABEAS_PAYLOAD_WRAPPING_KEYS": f"awskms:alias/{uuid4()}?region=eu-west-3&endpoint={kms}",
        "HABEAS_CASE_FOLDER": f"s3://{seaweed.writer.bucket}/cases-{uuid4()}",
        "HABEAS_CASE_S3_ENDPOINT": seaweed.endpoint,
        "HABEAS_CASE_S3_KEY": seaweed.writer.key_id,
        "HABEAS_CASE_S3_SECRET": seaweed.writer.secret,
    }
    world.environment.update(theirs)
    world.habeas = await Habeas.at(HouseSettings.given(world.environment))
    return world


def of_the_collector(world, theirs, python):
    """Its own settings: what it needs of ours, a copy of its database, and nothing that opens files or signs."""
    mine = {name: value for name, value in world.environment.items() if not name.startswith(OURS_ALONE)}
    shutil.copy(world.folder / "platform.db", theirs / "platform.db")
    shutil.copy(world.folder / "claim.key", theirs / "claim.key")
    policy = shutil.copytree(world.folder / "policy", theirs / "policy")
    for file in (theirs / "platform.db", theirs / "claim.key", policy, *policy.rglob("*")):
        os.chown(file, NOBODY, NOBODY)
    url = f"sqlite+aiosqlite:///{theirs / 'platform.db'}"
    mine |= {"HABEAS_CLAIM_KEY_FILE": str(theirs / "claim.key"), "HABEAS_PROCESSING_FILE": f"{policy}/processing.yaml"}
    mine |= {"HABEAS_ACCOUNTS_WRITING_URL": url, "HABEAS_ACCOUNTS_READING_URL": url}
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    aws = {name: os.environ[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    return {
        **mine,
        **aws,
        **python.environment,
        "PYTHONPATH": f"{ROOT}:{packages}",
        "HOME": str(theirs),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@asynccontextmanager
async def running(*words, log, **how):
    """A process, while the context lasts."""
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=out, stderr=out, **how)
        try:
            yield process
        finally:
            process.kill()
            await process.wait()


def users_of(pid):
    """As whom a process runs."""
    return Path(f"/proc/{pid}/status").read_text().split("Uid:")[1].split()[:4]


def tried(words, known):
    """What the other user gets."""
    done = subprocess.run(words, cwd=ROOT, env=known, capture_output=True, text=True, check=True, **OTHER)
    return done.stdout.strip()


@pytest.mark.timeout(200)
async def test_a_collector_of_another_user(world, theirs, python, tmp_path):
    """The export is made with its help; then it has the register, the bucket and its keys, and opens nothing of it."""
    house = {**os.environ, **world.environment}
    case_id = await world.open(MANY_SIDED, Right.ACCESS)
    async with running(sys.executable, "worker.py", "--systems", OTHERS, log=tmp_path / "house.log", env=house):
        while not (world.folder / "claim.key").exists():
            await asyncio.sleep(0.1)
        known = of_the_collector(world, theirs, python)
        words = (python.file, "worker.py", "--systems", "accounts")
        async with running(*words, log=tmp_path / "accounts.log", env=known, **OTHER) as collector:
            done = await world.closed(case_id)
            uids = users_of(collector.pid)
    assert (done.state, set(uids)) == (CaseState.READY, {str(NOBODY)})
    assert done.exported["accounts"].records > 0

    settings = HouseSettings.given(world.environment)
    keys = house_keys(settings)
    opener = await CaseFiles(case_parts(settings), keys).opener(case_id)
    assert b"".join(opener.chunks(done.bundle.name, done.bundle.parts, done.bundle.sealed_sha256)).startswith(b"PK")
    own = await CaseFiles(case_parts(settings), keys).sealer(case_id)
    with own.writing("bundle/own") as out:
        out.write(b"what it wrote itself")
    for path in (f"{done.bundle.name}/000001", "bundle/own/000001"):
        words = (python.file, "-c", TRIES, case_id, path, world.folder / "file.json")
        uid, part, payload, said = tried(words, known).split(" ", 3)
        assert (uid, payload) == (str(NOBODY), "32")
        assert int(part) > 0
        assert said == "key store: this process has no wrapping keys for the file secrets of cases"
    assert len(await keys.unwrap(case_id, Kind.FILE)) > 32
