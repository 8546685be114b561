"""Verifying: what was certified is said, by whom and of when; whatever was changed is refused."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.domain.outcome import Became
from habeas.evidence.__main__ import NOT_VERIFIED, UNREADABLE, VERIFIED, main
from habeas.evidence.certificate import CERTIFICATE, OUTCOMES, SUBJECT, verified_certificate
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.commitment import commitment, new_salt
from habeas.evidence.error import NotVerified, Unreadable
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.opening import Opening
from habeas.evidence.proof import Proof
from habeas.evidence.signature import new_key, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import leaf_hash, node_hash

LOG, NOW = "webinars.example/log", datetime(2026, 3, 2, 9, tzinfo=UTC)
OURS, ANOTHERS = new_key(), new_key()
OPENING = Opening(new_salt(), "email:maja.lund@example.org")
SAID = {
    "case": "01a21a79-3e42-7d3a-8d3d-3c1fbb4d8c77",
    "at": NOW.isoformat(),
    "outcomes": [
        {"system": "accounts", "category": "account", "outcome": "erased"},
        {"system": "accounts", "category": "usage", "outcome": "erased"},
        {"system": "billing", "category": "invoice", "outcome": "retained", "until": "2036-12-31"},
    ],
}
HEALTH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def keys(key=OURS, **changes):
    """A company's keys."""
    return KeySet((SigningKey(public_of(key.as_dict(private=True)), NOW - timedelta(days=9), **changes),))


@dataclass(frozen=True)
class Files:
    """A certificate with all that is beside it, as the company hands it out."""

    signed: str
    proof: str
    checkpoint: str


def issued(said=SAID, kind=CERTIFICATE, key=OURS, log_key=OURS, beside=b"another entry"):
    """A certificate that stands in a log of two."""
    subject = Subject(SUBJECT, commitment(OPENING.salt, OPENING.identifier))
    text, salt = signed(Statement(kind, (subject,), said).canonical, key), b"s" * 32
    leaves = leaf_hash(salt + text.encode()), leaf_hash(beside)
    checkpoint = Checkpoint(LOG, 2, node_hash(*leaves)).signed(log_key.private_key)
    return Files(text, Proof(0, (leaves[1],), checkpoint, salt).text, checkpoint)


FILES = issued()


@pytest.fixture
def folder(tmp_path):
    """Where somebody has put what they were given."""
    (tmp_path / "certificate.jws").write_text(FILES.signed + "\n")
    (tmp_path / "certificate.tlog-proof").write_text(FILES.proof)
    (tmp_path / "checkpoint").write_text(FILES.checkpoint)
    (tmp_path / "jwks.json").write_text(keys().text)
    (tmp_path / "mine.json").write_text(OPENING.text)
    return tmp_path


def run(*words):
    """The command as an auditor types it."""
    return main(["verify", *map(str, words)])


def test_what_a_certificate_proves(folder, capsys):
    """What became of how many categories of which system, of when, by which key; and what it does not prove."""
    assert run(folder / "certificate.jws") == VERIFIED
    said = capsys.readouterr().out
    assert f"a certificate of case {SAID['case']}, which speaks of 2026-03-02 09:00:00" in said
    assert f"the key {keys().keys[0].id}, of 2026-02-21" in said
    assert f"In the log {LOG} as entry 0 of 2." in said
    assert "erased: 2 categories of accounts" in said
    assert "retained: 1 category of billing" in said
    assert "It does not prove:" in said


def test_whether_it_is_about_somebody(folder, capsys):
    """With the file that the person got; nobody else's shows it, and the answer names nobody."""
    assert run(folder / "certificate.jws", "--salt", folder / "mine.json") == VERIFIED
    assert "It is about the person" in (said := capsys.readouterr().out)
    assert "maja" not in said
    (folder / "mine.json").write_text(Opening(new_salt(), OPENING.identifier).text)
    assert run(folder / "certificate.jws", "--salt", folder / "mine.json") == VERIFIED
    assert "NOT about the person" in capsys.readouterr().out


def test_what_a_checkpoint_proves(folder, capsys):
    """How long the log was, and its root."""
    assert run(folder / "checkpoint") == VERIFIED
    assert "had 2 entries" in capsys.readouterr().out


def test_a_log_that_forked(folder, capsys):
    """Who holds a checkpoint is not shown another log of that size, signed with the very same key."""
    assert run(folder / "certificate.jws", "--checkpoint", folder / "checkpoint") == VERIFIED
    (folder / "held").write_text(issued(beside=b"what was there before").checkpoint)
    assert run(folder / "certificate.jws", "--checkpoint", folder / "held") == NOT_VERIFIED
    assert "two logs of that size" in capsys.readouterr().err


def test_a_checkpoint_of_another_size(folder, capsys):
    """The proof is asked for under the one that is held."""
    (folder / "held").write_text(Checkpoint(LOG, 9, bytes(32)).signed(OURS.private_key))
    assert run(folder / "certificate.jws", "--checkpoint", folder / "held") == UNREADABLE
    assert "ask for the one of the log with 9 entries" in capsys.readouterr().err


@HEALTH
@given(st.sampled_from(["certificate.jws", "certificate.tlog-proof", "checkpoint"]), st.data(), st.integers(1, 255))
def test_another_byte_is_refused(folder, name, data, by):
    """Anywhere in a certificate, a proof or a checkpoint, but in the end of a line after a certificate."""
    file = folder / name
    before = file.read_bytes()
    raw = bytearray(before)
    raw[data.draw(st.integers(0, len(before.rstrip()) - 1))] ^= by
    file.write_bytes(raw)
    asked = folder / ("checkpoint" if name == "checkpoint" else "certificate.jws")
    assert run(asked) in (NOT_VERIFIED, UNREADABLE)
    file.write_bytes(before)


@pytest.mark.parametrize("name", ["certificate.jws", "certificate.tlog-proof", "jwks.json"])
def test_what_is_missing_cannot_be_verified(folder, name, capsys):
    """It says which file."""
    (folder / name).unlink()
    assert run(folder / "certificate.jws") == UNREADABLE
    assert name in capsys.readouterr().err


def test_signed_anew_by_somebody_else_is_refused():
    """The whole of it, or the log alone."""
    for forged in (issued(key=ANOTHERS), issued(log_key=ANOTHERS), issued(key=ANOTHERS, log_key=ANOTHERS)):
        with pytest.raises(NotVerified):
            verified_certificate(forged.signed, forged.proof, keys())


def test_a_proof_of_another_certificate_is_refused():
    """Each has its own."""
    other = issued({**SAID, "at": (NOW + timedelta(seconds=1)).isoformat()})
    with pytest.raises(NotVerified, match="does not have it"):
        verified_certificate(FILES.signed, other.proof, keys())


def test_a_key_of_another_time_is_refused():
    """It had ended before, or begins later."""
    for theirs in (keys(ends_at=NOW), KeySet((SigningKey(keys().keys[0].public, NOW + timedelta(days=1)),))):
        with pytest.raises(NotVerified, match="not one of that moment"):
            verified_certificate(FILES.signed, FILES.proof, theirs)


def test_what_a_revoked_key_has_signed_stands_by_the_log_alone():
    """It counts where a key that was not revoked has signed a checkpoint of the log that has it."""
    revoked = keys(revoked_at=NOW + timedelta(days=1), revoked_for="keyCompromise").keys
    with pytest.raises(NotVerified):
        verified_certificate(FILES.signed, FILES.proof, KeySet(revoked))
    newer = issued(log_key=ANOTHERS)
    certificate = verified_certificate(newer.signed, newer.proof, KeySet((*revoked, *keys(ANOTHERS).keys)))
    assert certificate.key.revoked_for == "keyCompromise"


@pytest.mark.parametrize(
    "change",
    [
        {"case": None},
        {"at": "yesterday"},
        {"at": "2026-03-02T09:00:00"},
        {"outcomes": None},
        {"outcomes": [{"system": "accounts", "category": "account", "outcome": "gone"}]},
        {"outcomes": [{"system": "accounts", "outcome": "erased"}]},
    ],
)
def test_a_certificate_that_does_not_say_enough(change):
    """Although we signed it."""
    files = issued({**SAID, **change})
    with pytest.raises(Unreadable):
        verified_certificate(files.signed, files.proof, keys())


def test_a_statement_of_another_kind_is_no_certificate():
    """The pivot is not proof that anything was erased."""
    files = issued(kind="pivot")
    with pytest.raises(Unreadable, match="another kind: pivot"):
        verified_certificate(files.signed, files.proof, keys())


def test_any_other_statement_is_told_with_all_that_it_says(folder, capsys):
    """And is refused as a certificate is: another proof, a key of another time, no case."""
    said = {"case": SAID["case"], "at": SAID["at"], "system": "accounts", "counts": {"account": 1}}
    for kind, change, code in (
        ("step-done", {}, VERIFIED),
        ("bundle", {"at": None}, VERIFIED),
        ("step-done", {"at": (NOW - timedelta(days=99)).isoformat()}, NOT_VERIFIED),
        ("step-done", {"at": "yesterday"}, UNREADABLE),
        ("step-done", {"case": 7}, UNREADABLE),
    ):
        files = issued({name: value for name, value in {**said, **change}.items() if value is not None}, kind)
        (folder / "one.jws").write_text(files.signed)
        (folder / "one.tlog-proof").write_text(files.proof)
        assert run(folder / "one.jws") == code
        told = capsys.readouterr().out
        assert (f"the statement {kind} of case {SAID['case']}" in told) is (code == VERIFIED)
        assert ('  counts: {"account": 1}' in told) is (code == VERIFIED)
    (folder / "one.tlog-proof").write_text(FILES.proof)
    assert run(folder / "one.jws") != VERIFIED


def test_the_outcomes_are_those_of_the_domain():
    """A certificate and its verifier have the same words."""
    assert {became.value for became in Became} == OUTCOMES


@pytest.mark.parametrize("name", [".", "..", "/", "nothing.jws"])
def test_a_file_that_is_none(name, capsys):
    """One line, and nothing of a traceback."""
    assert run(name) == UNREADABLE
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"words", b"\xff\xfe", b"a.b.c", b"{}"])
def test_what_is_nothing_of_the_kind(folder, content, capsys):
    """One line, and nothing of a traceback."""
    (folder / "certificate.jws").write_bytes(content)
    assert run(folder / "certificate.jws") in (NOT_VERIFIED, UNREADABLE)
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_it_needs_nothing_else_of_ours(folder):
    """Neither Temporal nor a database, nor another package: an auditor has what it imports."""
    code = "import sys; import habeas.evidence.__main__ as m; m.main(sys.argv[1:]); print(*sys.modules)"
    words = [sys.executable, "-c", code, "verify", folder / "certificate.jws"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split("\n")[-2].split()}
    assert not loaded & {"temporalio", "sqlalchemy", "pydantic", "aiohttp", "workflows", "activities", "adapters"}
    ours = {name for name in done.stdout.split("\n")[-2].split() if name.startswith("habeas.")}
    assert all(name.startswith("habeas.evidence") for name in ours)
