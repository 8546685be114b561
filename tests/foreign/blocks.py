"""The commands of `docs/auditor.md`: its ```sh blocks in their order, each with what the page says that it prints.

After `sh` stand the programs or Python packages that a block needs besides Python, OpenSSL and coreutils.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "auditor.md"
SECONDS = 300
_COMMANDS, _PRINTED = r"^```sh(?P<needs>.*)\n(?P<code>(?s:.*?))^```\n", r"\n+^```text\n(?P<prints>(?s:.*?))^```$"
_TITLE_OR_BLOCK = re.compile(rf"^## (?P<title>.+)$|{_COMMANDS}{_PRINTED}", re.MULTILINE)
_END = "=== the next block ==="


@dataclass(frozen=True)
class Block:
    """Commands under a title, what they need, and what they print when all is as it should be."""

    title: str
    needs: frozenset[str]
    code: str
    prints: str


def blocks(page: Path = PAGE) -> tuple[Block, ...]:
    """All of the page. Raises ValueError where a block has nothing under it that it prints."""
    text, title, found = page.read_text(), "", []
    for match in _TITLE_OR_BLOCK.finditer(text):
        title = match["title"] or title
        if match["code"] is not None:
            found.append(Block(title, frozenset(match["needs"].split()), match["code"], match["prints"]))
    if len(found) != text.count("```sh"):
        raise ValueError("a block of commands is not followed by what it prints")
    return tuple(found)


def carried_out(folder: Path, those: Collection[Block]) -> tuple[str, ...]:
    """What each block prints, typed one after the other into one shell in the folder; errors are part of it."""
    script = f"\necho '{_END}'\n".join(block.code for block in those)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path}
    # people type into bash, which carries out more of what it takes for a number than others do
    words = [shutil.which("bash") or "sh", "-c", f"exec 2>&1\n{script}"]
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return tuple(part.lstrip("\n") for part in done.stdout.split(f"{_END}\n"))
