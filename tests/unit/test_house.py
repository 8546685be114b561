"""Who may import whom, where a package is too coarse a word for import-linter."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONSOLE_DOORS = {"temporalio.client", "temporalio.service", "temporalio.common", "temporalio.exceptions"}
CASES = {
    "activities": {"temporalio.activity", "temporalio.exceptions"},
    # its client has no call that deletes an execution: that is asked of the service itself
    "habeas/client": CONSOLE_DOORS | {"temporalio.converter", "temporalio.api"},
    "habeas/console": CONSOLE_DOORS,
    "habeas/console/embedded.py": CONSOLE_DOORS | {"temporalio.worker", "temporalio.runtime"},
    "habeas/letters": set(),
    "habeas/post": set(),
    "habeas/vault": {"temporalio.api", "temporalio.contrib", "temporalio.converter"},
}


def imported(file: Path) -> Iterator[str]:
    """Every module that a file imports, with the names taken from it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def files(place: str) -> list[Path]:
    """The modules of a package, or the one file."""
    path = ROOT / place
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


@pytest.mark.parametrize("place", CASES)
def test_parts_of_temporal(place):
    """A package, but for modules with a rule of their own, uses only those parts of Temporal's SDK that it may."""
    own = [file for file in files(place) if file == ROOT / place or str(file.relative_to(ROOT)) not in CASES]
    used = {name for file in own for name in imported(file) if name.startswith("temporalio.")}
    assert {name for name in used if not name.startswith(tuple(CASES[place]))} == set()


def test_the_sandbox_has_one_door():
    """Only one module of the console knows the sandbox, and none the composition root but that one."""
    knowing = {
        file.name
        for file in files("habeas/console")
        for name in imported(file)
        if name.startswith("habeas.sandbox") or name.split(".")[0] in {"worker", "queues"}
    }
    assert knowing == {"embedded.py"}


def test_signatures_are_made_and_verified_in_one_place():
    """JWS is the affair of one module: elsewhere nobody chooses what is taken for a signature."""
    knowing = {
        file.relative_to(ROOT) for file in files("habeas") for n in imported(file) if n.startswith("joserfc.jws")
    }
    assert knowing == {Path("habeas/evidence/signature.py")}


def test_nobody_imports_the_composition_root():
    """`worker` and `queues` are imported by nothing of the product but the sandbox and its console."""
    product = [f for p in ("habeas", "workflows", "activities", "adapters") for f in files(p)]
    importing = {
        f.relative_to(ROOT).parts[:2] for f in product for n in imported(f) if n.split(".")[0] in {"worker", "queues"}
    }
    assert importing <= {("habeas", "sandbox"), ("habeas", "console")}


def test_adapters_are_known_where_they_are_registered():
    """Of the product only what registers a system knows an adapter; the sandbox builds what adapters find."""
    product = [f for place in ("habeas", "workflows", "activities", "worker.py", "queues.py") for f in files(place)]
    knowing = {f.relative_to(ROOT).parts[:2] for f in product for n in imported(f) if n.split(".")[0] == "adapters"}
    assert knowing == {("habeas", "registered"), ("habeas", "sandbox")}


def test_the_kit_needs_pytest_and_the_domain_alone():
    """Whoever inherits it installs nothing more."""
    known = {"habeas.domain", "pytest", *sys.stdlib_module_names}
    used = {name for file in files("adapters/testing") for name in imported(file)}
    assert {n for n in used if n.split(".")[0] not in known and not n.startswith("habeas.domain.")} == set()


def test_letters_know_words_and_mails_alone():
    """Of the bundle the letters know the words of its languages, and of the post what a mail is."""
    ours = {name for file in files("habeas/letters") for name in imported(file) if name.startswith("habeas.")}
    others = {n for n in ours if n.startswith(("habeas.bundle.", "habeas.post."))}
    assert others
    assert {n for n in others if not n.startswith(("habeas.bundle.language.", "habeas.post.mail."))} == set()


def test_the_page_of_a_certificate_knows_the_domain_and_the_evidence_alone():
    """Whatever it says comes from a certificate and the record of processing."""
    ours = {name for file in files("habeas/proof") for name in imported(file) if name.startswith("habeas.")}
    assert ours
    assert {n for n in ours if not n.startswith(("habeas.domain.", "habeas.evidence."))} == set()


def test_the_data_map_knows_files_and_databases_alone():
    """What drafts and checks records knows the domain, the company's files, and nothing of cases."""
    ours = {name for file in files("habeas/datamap") for name in imported(file) if name.startswith("habeas.")}
    assert ours
    read = ("habeas.domain.", "habeas.document.", "habeas.complaint.", "habeas.fault.", "habeas.policy.")
    assert {n for n in ours if not n.startswith((*read, "habeas.system_file."))} == set()


_FINDS = {"erase", "locate", "hold", "release", "inventory", "event_data", "held", "adapter"}
_FINDS |= {"belonging", "fate", "people", "needed", "value", "content", "export", "rows"}


def test_confirm_shares_no_query_with_erase():
    """What confirms imports nothing of what locates, holds or erases in the same system."""
    for system in ("database", "recordings"):
        tree = ast.parse((ROOT / "adapters" / system / "confirm.py").read_text())
        own = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level == 1}
        assert own.isdisjoint(_FINDS)
