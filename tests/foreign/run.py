"""Checks a bundle, evidence, the sandbox's servers, the web doors, Temporal's UI and the data map with others' here.

Prints a line for each check, and exits with 1 when one failed. A tool that is missing is installed where that needs
nobody's leave (root on Debian: a CI machine), else skipped and named. With QUICK=1 in the environment what takes
minutes is left out: journeys through the people's doors, Temporal's UI, and databases that nobody here designed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from threading import Lock
from zipfile import ZipFile

HERE = Path(__file__).parent
BROWSER = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
BROWSER += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
ON_THE_PAGE = ["<title>Your personal data</title>", "Ada", "Bonjour tout le monde", "The first 100 of 300 records."]
SECONDS = 300
LONGER_SECONDS = 900  # several requests, one after the other
_INSTALLING = Lock()  # Debian's packages are installed one at a time


def main() -> int:
    """Run every check; the number of failures decides the exit code."""
    with tempfile.TemporaryDirectory() as temporary:
        lines = list(_checks(Path(temporary)))
    passed, failed, skipped = (sum(line.startswith(word) for line in lines) for word in ("ok", "FAILED", "skipped"))
    _say(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def _checks(folder: Path) -> Iterator[str]:
    made = _run(sys.executable, HERE / "make_bundle.py", folder / "cases")
    if made.returncode:
        yield _say(f"FAILED: no bundle was made: {_last_line(made)}")
        return
    bundle = Path(made.stdout.strip())
    with ZipFile(bundle) as archive:
        archive.extractall(folder / "unpacked")
    unpacked = folder / "unpacked"
    checks = (
        (_verified, bundle),
        (_unzip, bundle),
        (_age, bundle.parent),
        (_validators, unpacked),
        (_browser, unpacked),
    )
    for check, subject in checks:
        for line in check(subject):
            yield _say(line)
    for line in chain(_auditor(), _clearbit(), _stripe(), _oidc(), _door()):
        yield _say(line)
    if os.environ.get("QUICK", "") not in {"", "0"}:
        yield _say("skipped: what takes minutes (QUICK is set)")
        return
    public = folder / "public"
    doors = chain(_journey(), _trouble(folder))
    databases = chain(_maria(), _maps(public), _erased(public), _house(public))
    with ThreadPoolExecutor() as pool:  # what waits for a browser leaves time for what works in databases
        yield from chain.from_iterable(pool.map(_said, (doors, databases)))


def _said(lines: Iterator[str]) -> list[str]:
    return [_say(line) for line in lines]


def _verified(bundle: Path) -> Iterator[str]:
    """What it says of itself by its signature; all that follows is then said of the very bundle that was signed."""
    answer = _run(sys.executable, "-m", "habeas.evidence", "verify", bundle)
    yield f"FAILED: the bundle: {_last_line(answer)}" if answer.returncode else "ok: the bundle is as it was signed"


def _unzip(bundle: Path) -> Iterator[str]:
    """Info-ZIP finds the archive sound."""
    if not _is_here("unzip"):
        yield "skipped: unzip is not installed (apt-get install unzip)"
        return
    answer = _run("unzip", "-t", bundle)
    yield f"FAILED: the archive: {_last_line(answer)}" if answer.returncode else "ok: the archive is sound (unzip)"


def _age(folder: Path) -> Iterator[str]:
    """Debian's age opens a bundle that is sealed to a person, and the parts that a bundle is kept in."""
    if not _is_here("age"):
        yield "skipped: age is not installed (apt-get install age)"
        return
    plain = (folder / "bundle.zip").read_bytes()
    sealed = {"a bundle sealed to a recipient": ("person.txt", [folder / "bundle.zip.age"])}
    sealed["the parts of a bundle"] = ("case.txt", sorted((folder / "part").iterdir()))
    for what, (identity, files) in sealed.items():
        opened = [_run_raw("age", "--decrypt", "--identity", folder / identity, file) for file in files]
        is_right = b"".join(opened) == plain
        yield f"ok: {what} opens (age)" if is_right else f"FAILED: age does not open {what}"
    wrong = _run_raw("age", "--decrypt", "--identity", folder / "case.txt", folder / "bundle.zip.age")
    yield "FAILED: the case's key opens a bundle of the person's" if wrong else "ok: the case's key does not (age)"


def _validators(unpacked: Path) -> Iterator[str]:
    """Node's validators find tables and page valid; they are installed beside this file, as the lock file says."""
    if not (_is_here("node", "nodejs") and _is_here("npm")):
        yield "skipped: npm is not installed (apt-get install npm)"
        return
    installed = _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", HERE)
    if installed.returncode:
        yield f"FAILED: npm could not install the validators: {_last_line(installed)}"
        return
    answer = _run("node", HERE / "validate.mjs", unpacked)
    yield from answer.stdout.splitlines()
    if answer.returncode:
        yield f"FAILED: the validators: {_last_line(answer)}"


def _auditor() -> Iterator[str]:
    """OpenSSL, coreutils and Go's own libraries check evidence as the auditor's page says."""
    if not _is_here("openssl"):
        yield "skipped: openssl is not installed (apt-get install openssl)"
        return
    _is_here("go", "golang-go", "golang-golang-x-mod-dev")
    answer = _run(sys.executable, HERE / "auditor.py")
    yield from answer.stdout.splitlines() or [f"FAILED: the auditor's page: {_last_line(answer)}"]


def _clearbit() -> Iterator[str]:
    """Clearbit's client for Node, installed with the validators, understands the sandbox's Clearbit."""
    if not (HERE / "node_modules" / "clearbit").exists():
        yield "skipped: Clearbit's client is not installed (it comes with the validators)"
        return
    answer = _run(sys.executable, HERE / "clearbit.py")
    yield from answer.stdout.splitlines()
    if answer.returncode:
        yield f"FAILED: Clearbit's client: {_last_line(answer)}"


def _maria() -> Iterator[str]:
    """The schema of a MariaDB server is read, and people are found and erased there as in any other database."""
    if not _is_here("mariadbd", "mariadb-server"):
        yield "skipped: MariaDB is not installed (apt-get install mariadb-server)"
        return
    answer = _run(sys.executable, HERE / "maria.py", seconds=LONGER_SECONDS)
    yield from answer.stdout.splitlines() or [f"FAILED: MariaDB: {_last_line(answer)}"]


def _maps(public: Path) -> Iterator[str]:
    """Records of databases that nobody here designed are drafted and answered, and fit; they are downloaded here."""
    answer = _run(sys.executable, HERE / "maps.py", public, seconds=LONGER_SECONDS)
    yield from answer.stdout.splitlines() or [f"FAILED: the data map: {_last_line(answer)}"]


def _stripe() -> Iterator[str]:
    """The preview release of Stripe's own client understands the sandbox's redaction jobs; pip installs it apart."""
    answer = _run(sys.executable, HERE / "stripe_preview.py")
    yield from answer.stdout.splitlines()
    if answer.returncode:
        yield f"FAILED: Stripe's preview client: {_last_line(answer)}"


def _erased(public: Path) -> Iterator[str]:
    """People are erased from databases that nobody here designed, by their records alone, and nothing else changes."""
    answer = _run(sys.executable, HERE / "erased.py", public, seconds=LONGER_SECONDS)
    yield from answer.stdout.splitlines() or [f"FAILED: the erasure by a record: {_last_line(answer)}"]


def _house(public: Path) -> Iterator[str]:
    """A company that has none of our systems carries out real cases, by the programs that it runs and YAML alone."""
    answer = _run(sys.executable, HERE / "house.py", public, seconds=LONGER_SECONDS)
    yield from answer.stdout.splitlines()
    if answer.returncode:
        yield f"FAILED: the other company: {_last_line(answer)}"


def _oidc() -> Iterator[str]:
    """Staff sign in by a certified OpenID provider, installed with the validators, and what must fail does."""
    if not (HERE / "node_modules" / "oidc-provider").exists():
        yield "skipped: the OpenID provider is not installed (it comes with the validators)"
        return
    answer = _run(sys.executable, HERE / "oidc.py")
    yield from answer.stdout.splitlines() or [f"FAILED: the OpenID provider: {_last_line(answer)}"]


def _door() -> Iterator[str]:
    """A browser signs in to the web door, takes our forms for ours and a stranger's for a stranger's."""
    if not _is_here("chromium"):
        yield "skipped: chromium is not installed (apt-get install chromium)"
        return
    answer = _run(sys.executable, HERE / "door.py")
    yield from answer.stdout.splitlines() or [f"FAILED: the web door: {_last_line(answer)}"]


def _journey() -> Iterator[str]:
    """A person and the DPO carry requests from the first page to the last letter, in a browser without scripts."""
    if not _is_here("chromium"):
        yield "skipped: chromium is not installed (apt-get install chromium)"
        return
    answer = _run(sys.executable, HERE / "journey.py", seconds=LONGER_SECONDS)
    yield from answer.stdout.splitlines() or [f"FAILED: the people's doors: {_last_line(answer)}"]


def _browser(unpacked: Path) -> Iterator[str]:
    """A browser shows the page from the disk, with its text and without running what the text contains."""
    if not _is_here("chromium"):
        yield "skipped: chromium is not installed (apt-get install chromium)"
        return
    with tempfile.TemporaryDirectory() as profile:
        page = (unpacked / "index.html").as_uri()
        answer = _run("chromium", *BROWSER, f"--user-data-dir={profile}", "--dump-dom", page)
    missing = [text for text in ON_THE_PAGE if text not in answer.stdout]
    yield f"FAILED: the page lacks {missing}" if missing else "ok: the page shows what it should (chromium)"


def _trouble(folder: Path) -> Iterator[str]:
    """Temporal's own UI says what keeps a case from going on. The picture in docs/ is renewed by `trouble.py` alone."""
    if not _is_here("chromium"):
        yield "skipped: chromium is not installed (apt-get install chromium)"
        return
    answer = _run(sys.executable, HERE / "trouble.py", folder / "temporal-ui.png")
    yield from answer.stdout.splitlines() or [f"FAILED: the Temporal UI: {_last_line(answer)}"]


def _is_here(program: str, *packages: str) -> bool:
    """Whether the program can be used, after root on Debian has had it installed."""
    with _INSTALLING:
        if shutil.which(program) is None and shutil.which("apt-get") and os.geteuid() == 0:
            _run("apt-get", "update", "-qq")
            _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *(packages or (program,)))
        return shutil.which(program) is not None


def _run(*command: str | Path, seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {seconds} seconds")


def _run_raw(*command: str | Path) -> bytes:
    """What a program writes; nothing where it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=SECONDS, check=False)
    return done.stdout if done.returncode == 0 else b""


def _last_line(answer: subprocess.CompletedProcess[str]) -> str:
    return ((answer.stderr.strip() or answer.stdout.strip()).splitlines() or ["it said nothing"])[-1]


def _say(line: str) -> str:
    print(line, flush=True)  # noqa: T201 - this is a command
    return line


if __name__ == "__main__":
    sys.exit(main())
