"""A mistake that is planted in a rule of law is found by the tests that bear its number, and by no others.

One that is planted in a certificate is found too.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from honest import CLAIMS, Claim
from mutants import MUTANTS, Mutant
from rule import all_tests, number_of

_LIMIT = 600
_FAILED = re.compile(r"^(?:FAILED|ERROR) (?:\S+?::)+(?P<name>\w+)", re.MULTILINE)
pytestmark = pytest.mark.long


def _numbered(mutant: Mutant) -> str:
    """What pytest's `-k` takes for the tests to be run; what needs a server beside is not among them."""
    names = [f"test_{n.lower().replace('-', '_')}_" for n in mutant.numbers] or ["test_l_", "test_p_"]
    return f"({' or '.join(names)}) and not postgres"


def _run(folder: Path, *asked: str) -> "subprocess.CompletedProcess[str]":
    """Tests, in a tree of their own; where it is the working directory, its code is what is imported."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-rfE", "--tb=line", *asked]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=_LIMIT)


@pytest.mark.timeout(_LIMIT)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.number)
def test_a_planted_mistake_fails_its_number_alone(mutant: Mutant, tmp_path: Path) -> None:
    """Of all the numbered tests that are run."""
    mutant.plant(tmp_path)
    files = sorted({file for file, name in all_tests() if number_of(name) and file.startswith(mutant.where)})
    done = _run(tmp_path, "-k", _numbered(mutant), *files)
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-2000:]
    failed = {number_of(name) for name in _FAILED.findall(done.stdout)}
    assert failed == {mutant.number}, done.stdout[-3000:]


@pytest.mark.timeout(_LIMIT)
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.mutant.number)
def test_a_certificate_that_claims_too_much_is_found(claim: Claim, tmp_path: Path) -> None:
    """By the test that looks for it, and not by chance."""
    claim.mutant.plant(tmp_path)
    done = _run(tmp_path, *claim.mutant.where)
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-2000:]
    assert claim.found_by in _FAILED.findall(done.stdout)
