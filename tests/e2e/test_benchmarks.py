"""The benchmarks do not rot: a small one runs, from the company's start to the table."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_a_small_benchmark_runs():
    """A case of each kind is counted in its histories, and each figure stands beside its goal."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", "history"],
        cwd=ROOT,
        env={**os.environ, "QUICK": "1"},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for part in ("export", "erasure"):
        assert f"{part}, in four systems: events" in done.stdout
    assert done.stdout.count("billable actions") == 3  # the question, and a figure for each part
    assert "at most 42" in done.stdout
