"""A quick selection of what `make faults` does: some cases, always the same, while things go wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

_LIMIT = 500  # seconds; on an idle machine it takes a fifth of that
_HARNESS = Path(__file__).with_name("run.py")


@pytest.mark.timeout(_LIMIT)
def test_all_of_it_or_none_of_it_whatever_goes_wrong() -> None:
    """Two cases of one company, two dozen faults."""
    which = ("--cases", "2", "--people", "2", "--seed", "7", "--side-by-side", "1", "--as-it-is", "--again")
    command = [sys.executable, str(_HARNESS), *which]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LIMIT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "2 cases" in done.stdout
