"""The harness sees: it finds each mistake that is planted in the code, and nothing where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest
from mutant import MUTANTS, Mutant, copy_code

_LIMIT = 420
pytestmark = pytest.mark.long


def _harness(folder: Path, *stories: str) -> "subprocess.CompletedProcess[str]":
    told = [word for story in stories for word in ("--story", story)]
    command = [sys.executable, str(folder / "tests" / "faults" / "run.py"), *told]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=_LIMIT)


@pytest.mark.timeout(_LIMIT)
def test_without_mistakes_the_same_stories_end_as_they_must(tmp_path: Path) -> None:
    """All of them side by side, in one company."""
    copy_code(tmp_path)
    done = _harness(tmp_path, *(mutant.story for mutant in MUTANTS))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert done.stdout.count(" => ") == len(MUTANTS)


@pytest.mark.timeout(_LIMIT)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_a_planted_mistake_is_found(mutant: Mutant, tmp_path: Path) -> None:
    """By the invariant that it breaks."""
    mutant.plant(tmp_path)
    done = _harness(tmp_path, mutant.story)
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-1000:]
    assert f"BROKEN {mutant.breaks}" in done.stdout
