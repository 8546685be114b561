"""`habeas staff`: a token is given once, and taken away."""

import json
import subprocess
import sys
from pathlib import Path

from habeas.console.tokens import Tokens
from habeas.domain.staff import Role


def habeas(*words):
    """What the command says, and its exit code."""
    command = [Path(sys.executable).parent / "habeas", "staff", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_token_is_given_and_taken_away(tmp_path):
    """The token that is printed is in no file; who is taken out has none."""
    people = tmp_path / "staff.json"
    code, said, _ = habeas("token", "ines", "--role", "auditor", "--people", people, "--json")
    token = json.loads(said)["token"]
    person = Tokens(people, Role).whose(token)
    assert (code, person.name, person.role) == (0, "ines", Role.AUDITOR)
    assert (token in people.read_text(), people.stat().st_mode & 0o777) == (False, 0o600)
    assert habeas("remove", "ines", "--people", people)[0] == 0
    assert Tokens(people, Role).whose(token) is None


def test_what_is_mistyped(tmp_path):
    """A role or a name that is none, and somebody who is not there, are one line that does not repeat them."""
    people = tmp_path / "staff.json"
    for words in (("token", "planted", "--role", "boss"), ("token", " ", "--role", "dpo"), ("remove", "planted")):
        code, said, error = habeas(*words, "--people", people)
        assert (code, said, error.count("\n")) == (2, "", 1)
        assert "planted" not in error
    assert not people.exists()
