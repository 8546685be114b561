"""Carries out what `docs/auditor.md` says, block by block; and Go's libraries refuse whatever was changed.

Prints a line for each check, and for each tool that is missing; exits with 1 when a check failed.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from blocks import blocks, carried_out
from handout import hand_out

HERE = Path(__file__).parent
GO_PATH = Path("/usr/share/gocode")
GO = {"GO111MODULE": "off", "GOPATH": str(GO_PATH), "GOFLAGS": "", "GOPROXY": "off"}
FILES = ("held", "checkpoint", "consistency", "certificate.jws", "certificate.tlog-proof", "verifier")
SECONDS = 120
GETTING = {
    "go": "apt-get install golang-go golang-golang-x-mod-dev",
    "bagit": "pip install bagit",
    "frictionless": "pip install frictionless",
}


def main() -> int:
    """Everything in a folder of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        hand_out(folder)
        shutil.copy(HERE / "verify.go", folder)
        lines = [_said(line) for line in (*_page(folder), *_refusals(folder))]
    return 1 if any(line.startswith("FAILED") for line in lines) else 0


def _page(folder: Path) -> Iterator[str]:
    """Each block prints what the page says, as far as its tools are here."""
    missing = {need for block in blocks() for need in block.needs if not _is_here(need)}
    those = [block for block in blocks() if not block.needs & missing]
    wrong = dict[str, str]()
    for block, printed in zip(those, carried_out(folder, those), strict=True):
        what = f"the auditor's page: {block.title} ({', '.join(block.needs) or 'openssl'})"
        wrong[what] = wrong.get(what) or ("" if printed == block.prints else printed or "it printed nothing")
    for what, printed in wrong.items():
        yield f"FAILED: {what}: {printed.splitlines()[-1]}" if printed else f"ok: {what}"
    yield from (f"skipped: {need} is not installed ({GETTING[need]})" for need in sorted(missing))


def _refusals(folder: Path) -> Iterator[str]:
    """Another byte anywhere in what Go's libraries read, but in how the last digit of a line is spelt: Go takes any."""
    if not _is_here("go"):
        return
    verify = folder / "verify"
    words = ("go", "build", "-o", verify, folder / "verify.go")
    subprocess.run(words, env={**os.environ, **GO}, check=True, timeout=SECONDS)
    changes = passed = 0
    for file in (folder / name for name in FILES):
        before = file.read_bytes()
        for at in _that_count(before):
            file.write_bytes(before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :])
            changes, passed = changes + 1, passed + (_exit(verify, folder) == 0)
        file.write_bytes(before)
    is_right = not passed and changes > 1000 and _exit(verify, folder) == 0
    what = f"of {changes} changed bytes in evidence none passes (golang.org/x/mod)"
    yield f"ok: {what}" if is_right else f"FAILED: {what}: {passed} passed"


def _that_count(content: bytes) -> Iterator[int]:
    """Every byte of the lines, but for the last digit of Base64, its padding and the end of the line."""
    at = 0
    for line in content.splitlines(keepends=True):
        yield from range(at, at + max(1, len(line.rstrip(b"=\n")) - 1))
        at += len(line)


def _exit(verify: Path, folder: Path) -> int:
    return subprocess.run((verify, folder), capture_output=True, timeout=SECONDS, check=False).returncode


def _is_here(need: str) -> bool:
    if need == "go":
        return shutil.which("go") is not None and (GO_PATH / "src/golang.org/x/mod/sumdb/tlog").exists()
    return importlib.util.find_spec(need) is not None


def _said(line: str) -> str:
    print(line, flush=True)  # noqa: T201 - this is a command
    return line


if __name__ == "__main__":
    sys.exit(main())
