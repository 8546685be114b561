"""`habeas map` as it is typed: a draft, its questions, its answers, and what scripts see of it."""

import json
import os
import sqlite3
from pathlib import Path

import pytest
from typist import typed

POLICY = Path(__file__).parents[2] / "policy" / "processing.yaml"


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """The address of a database with one table of people."""
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        connection.execute("CREATE TABLE customer (id integer PRIMARY KEY, email varchar(80))")
        connection.execute("INSERT INTO customer VALUES (1, 'freja.holm@example.org')")
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "processing.yaml").write_bytes(POLICY.read_bytes())
    return f"sqlite:///{tmp_path / 'shop.db'}"


@pytest.fixture
def habeas(tmp_path: Path):
    """Types a command beside the policy of its own; says its exit code and what it printed."""

    def type_it(*words: str, stdin: str = "") -> tuple[int, str, str]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        environment["HABEAS_PROCESSING_FILE"] = str(tmp_path / "policy" / "processing.yaml")
        return typed(("map", *words), stdin, environment, 60)

    return type_it


def test_a_draft_is_written_checked_and_drafted_again(shop, habeas, tmp_path):
    """The address may come by standard input; no value of the database is anywhere; drafting again adds nothing."""
    code, out, err = habeas("draft", "-", stdin=f"{shop}\n")
    file = tmp_path / "policy" / "systems" / "shop.yaml"
    assert (code, err) == (0, "")
    assert str(file) in out
    assert "freja" not in out + file.read_text()
    code, out, _ = habeas("check", str(file), "--url", shop, "--json")
    found = json.loads(out)
    assert code == 1
    assert found["to_mend"] == len([f for f in found["findings"] if "is open" in f["what"]]) == 8
    assert found["warnings"] == 1  # no index on the addresses
    before = file.read_text()
    assert habeas("draft", shop, "--json")[1].count("customer") == 0
    assert file.read_text() == before


def test_each_finding_is_a_line_that_editors_follow(shop, habeas):
    """File, line, key and what; and an exit code for CI."""
    habeas("draft", shop)
    code, out, _ = habeas("check")
    *lines, summary = out.splitlines()
    assert code == 1
    assert all("/policy/systems/shop.yaml:" in line for line in lines)
    assert summary == f"{len(lines)} to mend, 0 warnings"


def test_a_policy_without_a_finding_is_well(shop, habeas):
    """Nothing wrong is exit code 0."""
    assert habeas("check")[:2] == (0, "0 to mend, 0 warnings\n")


def test_what_was_not_understood(shop, habeas):
    """A database that is none, and one that belongs to no record that was named, are one line and exit code 2."""
    code, _, err = habeas("draft", "postgresql://nn:hunter2@127.0.0.1:1/shop")
    assert (code, "hunter2" in err, len(err.splitlines())) == (2, False, 1)
    code, _, err = habeas("check", "--url", shop)
    assert (code, "name its FILE" in err) == (2, True)


def test_it_is_printed_where_it_is_asked_for(shop, habeas, tmp_path):
    """With `--out -` nothing is written, and what is printed is the file."""
    code, out, _ = habeas("draft", shop, "--system", "till", "--out", "-")
    assert (code, out.startswith("# The record of the database till")) == (0, True)
    assert not (tmp_path / "policy" / "systems").exists()
