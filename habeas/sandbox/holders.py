"""Two people who were made up, who open together what the sandbox keeps of its closed cases."""

import os
from pathlib import Path

import pyrage

NAMES = ("dpo", "counsel")
_LIST = "holders.txt"


def holders(folder: Path) -> Path:
    """The file with them, made once; the identity of each lies beside it, as each would have it elsewhere."""
    file = folder / _LIST
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text("".join(f"{name} {_made(folder / f'{name}.txt')}\n" for name in NAMES), encoding="utf-8")
    return file


def _made(file: Path) -> str:
    """The public half of a new identity, whose private half is in the file now."""
    identity = pyrage.x25519.Identity.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write(f"{identity}\n")
    return str(identity.to_public())
