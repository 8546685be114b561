"""Mistakes that are planted in a copy of the adapter are found: by the plain reader, and by reading back alone."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from random_world import HOUR

ROOT = Path(__file__).resolve().parents[3]
CODE = ("adapters", "habeas", "policy", "tests/contract/database", "tests/conftest.py", "pyproject.toml")
ADAPTER = "adapters/database"
MISTAKES = {
    "a page is skipped": ("erase.py", "last = self._keys(name, rows)[-1]", "return counts"),
    "what was not done is reported": (
        "erase.py",
        "await connection.execute(delete(table).where(self._among(name, keys)))",
        "",
    ),
    "a neighbour is erased": (
        "value.py",
        "return tuple_(*several).in_(keys)",
        "return several[0].in_([k[0] for k in keys]) if isinstance(keys, list) else tuple_(*several).in_(keys)",
    ),
    "case is not ignored": ("sought.py", "if not sought.ignores_case:", "if True:"),
    "what is shared is erased": ("fate.py", "return true() if self.shared is None else ~self.shared", "return true()"),
    "what is shared is nobody else's": (
        "belonging.py",
        "return any_of(self._leads_away(tie, of) for tie in ties)",
        "return None",
    ),
    "a customer's is the company's": ("belonging.py", "if about.controller:", "if False:"),
    "what a law keeps is erased": ("fate.py", "return and_(ours, ~self.kept[category]) if", "return ours if"),
    "another customer's is erased": (
        "fate.py",
        "ours = or_(self.controller.in_(names), and_(ours, is_ours))",
        "ours = true()",
    ),
    "a customer that another table names is none": ("belonging.py", "ways.append(self._over(about.over, of))", "pass"),
    "a second tie is not followed": (
        "belonging.py",
        "any_of(self._leads_here(tie, of) for tie in self.schema.record.tables[name].ties)",
        "any_of(self._leads_here(tie, of) for tie in self.schema.record.tables[name].ties[:1])",
    ),
    "a secret is exported": ("export.py", "if (column.secret or column.is_others) and", "if column.is_others and"),
    "a value is not emptied": (
        "content.py",
        "return {**about.of_category(category), **unlinked}",
        "return {n: c for n, c in {**about.of_category(category), **unlinked}.items() if n != 'hash'}",
    ),
}
# what was not found has no plan, and what is handed out is not erased: neither is read back
NOT_ERASING = {"case is not ignored", "a secret is exported"}
EXACT = "test_exact.py::test_what_is_exported_and_what_is_left_quickly"
CONFIRMED = "test_confirmed.py::test_what_is_read_back_is_what_the_plans_leave"
FALSE = r"test_\w+\.py:\d+: (AssertionError: )?assert "  # what an assertion says, on a line
OWN = r"\.py:\d+: habeas\.domain\.error\."  # what the adapter says of a state that its mistake has led to
COMMAND = (sys.executable, *["-m", "pytest", "-q", "-n", "0", "-m", "long", "-p", "no:cacheprovider", "--tb=line"])
pytestmark = [pytest.mark.long, pytest.mark.timeout(HOUR)]


@pytest.mark.parametrize("test", [EXACT, CONFIRMED])
def test_without_a_mistake_nothing_is_found(test: str, tmp_path: Path) -> None:
    """With pages of two rows, too: what is found otherwise is the mistake."""
    assert _said(tmp_path, test) is None


@pytest.mark.parametrize("name", MISTAKES)
def test_a_planted_mistake_is_found(name: str, tmp_path: Path) -> None:
    """By the plain reader, in a few hundred random databases."""
    assert re.search(f"{FALSE}|{OWN}", _said(tmp_path, EXACT, MISTAKES[name]) or "nothing")


@pytest.mark.parametrize("name", [name for name in MISTAKES if name not in NOT_ERASING])
def test_a_planted_mistake_is_read_back(name: str, tmp_path: Path) -> None:
    """What confirms says that more or less is left than the plan leaves, of this person or of another."""
    assert re.search(FALSE, _said(tmp_path, CONFIRMED, MISTAKES[name]) or "nothing")


def _said(folder: Path, test: str, *mistakes: tuple[str, str, str]) -> str | None:
    """What is said of a copy with pages of two rows, and with these mistakes; None where nothing is found."""
    for place in CODE:
        source, target = ROOT / place, folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        _ = shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for file, was, becomes in (*mistakes, ("erase.py", "BATCH = 500", "BATCH = 2")):
        _edit(folder / ADAPTER / file, was, becomes)
    command = [*COMMAND, f"tests/contract/database/{test}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=HOUR)
    return done.stdout[-3000:] + done.stderr[-1000:] if done.returncode else None


def _edit(file: Path, was: str, becomes: str) -> None:
    text = file.read_text()
    assert text.count(was) == 1, f"{file.name} does not have this once: {was}"
    file.write_text(text.replace(was, becomes))
