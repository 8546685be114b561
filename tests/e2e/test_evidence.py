"""What an erasure leaves in people's hands: a certificate that strangers check, and an escrow that two people open."""

import json
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path

import pytest

from habeas.evidence.tree import is_consistent
from habeas.sandbox.people import CO_OWNER, SOLO_SPEAKER, UNKNOWN
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

COMMAND = Path(sys.executable).parent / "temporal"


def check(*words):
    """Verify in a process that has nothing else of ours, as an auditor would."""
    command = [sys.executable, "-m", "habeas.evidence", "verify", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def erased(box):
    """A case that erased somebody."""
    done = box.do("erase", "--approve", "--email", PERSON.email).answer
    assert done["state"] in ("erased", "erased_with_open_steps")
    return done["case_id"]


@pytest.fixture(scope="module")
def handed(box, erased, tmp_path_factory):
    """The folder that the DPO hands over."""
    folder = tmp_path_factory.mktemp("handed") / "certificate"
    assert box.do("certificate", erased, "--out", folder).answer["case_id"] == erased
    return folder


def test_what_is_handed_over_verifies_and_names_nobody(box, erased, handed):
    """By our command and by the module alone; no file has the person's address."""
    names = {file.name for file in handed.iterdir()}
    pages = {f"certificate.{language}.html" for language in ("nb", "fr", "en")}
    assert names == {"certificate.jws", "certificate.tlog-proof", "checkpoint", "jwks.json", *pages}
    told = check(handed / "certificate.jws")
    assert (told.returncode, told.stderr) == (0, "")
    assert erased in told.stdout
    assert "erased:" in told.stdout
    assert box.types("verify", handed / "certificate.jws", "--json").answer["verified"] is True
    assert check(handed / "checkpoint").returncode == 0
    assert not any(PERSON.email.encode() in file.read_bytes() for file in handed.iterdir())
    assert all(erased in (handed / page).read_text() for page in pages)


def test_a_changed_certificate_does_not_verify(box, handed, tmp_path):
    """Exit 1 for what is not so, 2 for what cannot be read; one clear line each."""
    for file in handed.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    proof = (tmp_path / "certificate.tlog-proof").read_text().replace("index ", "index 1", 1)
    (tmp_path / "certificate.tlog-proof").write_text(proof)
    changed = check(tmp_path / "certificate.jws")
    assert (changed.returncode, changed.stdout) == (1, "")
    assert box.types("verify", tmp_path / "certificate.jws").complaint.startswith("it does not verify")
    assert check(tmp_path / "nothing.jws").returncode == 2
    assert box.types("verify", tmp_path / "nothing.jws").code == 2


def test_who_holds_a_checkpoint_sees_that_the_log_only_grew(box, erased, tmp_path):
    """A later one is consistent with it; the certificate is proven for the one that is held."""
    held = box.do("evidence", "checkpoint").answer["checkpoint"]
    size, root = int(held.split("\n")[1]), b64decode(held.split("\n")[2])
    box.do("locate", "--email", UNKNOWN.email)
    later = box.do("evidence", "checkpoint").answer["checkpoint"].split("\n")
    path = box.do("evidence", "consistency", size, later[1]).answer["consistency"].split()
    assert is_consistent(size, int(later[1]), [b64decode(one) for one in path], root, b64decode(later[2]))
    (tmp_path / "held").write_text(held)
    box.do("certificate", erased, "--out", tmp_path / "then", "--size", size)
    assert check(tmp_path / "then" / "certificate.jws", "--checkpoint", tmp_path / "held").returncode == 0
    box.do("certificate", erased, "--out", tmp_path / "now")
    assert check(tmp_path / "now" / "certificate.jws", "--checkpoint", tmp_path / "held").returncode == 2
    assert "name two sizes" in box.do("evidence", "consistency", later[1], size).complaint


def test_an_addendum_is_handed_over_with_the_certificate(box, erased, handed, tmp_path):
    """Who had a copy was told since; what the certificate does not name cannot be added to it."""
    claims = json.loads(b64decode((handed / "certificate.jws").read_text().split(".")[1] + "==", altchars=b"-_"))
    told = next(one for one in claims["predicate"]["outcomes"] if one.get("recipient"))
    words = (erased, told["system"], told["category"], "notified", "--recipient", told["recipient"])
    assert box.do("evidence", "add", *words).answer == {"case_id": erased, "outcome": "notified"}
    assert "does not speak of" in box.do("evidence", "add", *words[:3], "notified", "--recipient", "nobody").complaint
    assert "OUTCOME is one of" in box.do("evidence", "add", *words[:3], "erased").complaint
    box.do("certificate", erased, "--out", tmp_path / "more")
    added = check(tmp_path / "more" / "addendum-1.jws")
    assert added.returncode == 0
    assert "an addendum to a certificate" in added.stdout
    assert check(tmp_path / "more" / "certificate.jws").returncode == 0


def test_a_case_without_a_confirmed_erasure_has_none(box):
    """One clear line."""
    case = box.do("locate", "--email", UNKNOWN.email).answer["case_id"]
    assert "has no certificate" in box.do("certificate", case, "--out", "nowhere").complaint


def test_a_copy_that_was_given_is_proven_to_be_in_the_log(box, tmp_path):
    """The bundle and what lies beside it are all that anybody needs."""
    case = box.do("export", "--email", SOLO_SPEAKER.email, "--out", tmp_path / "bundle.zip").answer["case_id"]
    assert box.do("evidence", "bundle", case, "--out", tmp_path).answer["files"][0] == "bundle.tlog-proof"
    told = check(tmp_path / "bundle.zip")
    assert (told.returncode, told.stderr) == (0, "")
    assert "In the log habeas.example/evidence as entry" in told.stdout
    located = box.do("locate", "--email", UNKNOWN.email).answer["case_id"]
    assert "no bundle of that case" in box.do("evidence", "bundle", located, "--out", tmp_path).complaint


def test_every_statement_of_a_case_is_handed_out(box, erased, tmp_path):
    """In their order, each with its proof; also of a case that erased nothing."""
    for case, first, last in ((erased, "case-opened", "case-closed"), (refused(box), "case-opened", "case-closed")):
        files = box.do("evidence", "statements", case, "--out", tmp_path / case).answer["files"]
        signed = [name for name in files if name.endswith(".jws")]
        told = [check(tmp_path / case / name) for name in (signed[0], signed[-1])]
        assert [one.returncode for one in told] == [0, 0]
        assert f"the statement {first} of case {case}" in told[0].stdout
        assert any(f"the statement {last} of case {case}" in check(tmp_path / case / n).stdout for n in signed[-3:])
    assert any("refusal" in name for name in files)


def refused(box):
    """A case that the DPO refused."""
    planned = box.do("erase", "--plan-only", "--email", CO_OWNER.email).answer
    words = ("--reason", "a claim is pending", "--code", "LegalClaimDefenceImpaired")
    box.do("refuse", planned["case_id"], *words)
    box.until(planned["case_id"], "refused")
    return planned["case_id"]


def test_two_people_open_what_is_kept_and_nobody_alone(box, erased, tmp_path):
    """The letters, the decisions and the salt, with which the certificate is shown to be about the person."""
    holders, out = box.home / "habeas" / "keys" / "holders", tmp_path / "escrow.json"
    one, other = (("--identity", holders / f"{name}.txt") for name in ("dpo", "counsel"))
    assert "two of the people" in box.do("evidence", "open", erased, *one, *one, "--out", out).complaint
    assert "twice" in box.do("evidence", "open", erased, *one, "--out", out).complaint
    assert not out.exists()
    box.do("evidence", "open", erased, *one, *other, "--out", out)
    kept = json.loads(out.read_text())
    assert kept["request"]["identifiers"][0]["value"] == PERSON.email
    assert {letter["kind"] for letter in kept["letters"]} >= {"receipt", "done"}
    assert kept["decisions"][0]["signature"]
    assert out.stat().st_mode & 0o777 == 0o600
    box.do("certificate", erased, "--out", tmp_path / "c")
    (tmp_path / "salt").write_text(json.dumps(kept["opening"]))
    told = check(tmp_path / "c" / "certificate.jws", "--salt", tmp_path / "salt")
    assert "It is about the person" in told.stdout


def test_keys_are_replaced_and_revoked(box, erased, handed, tmp_path):
    """What was signed is verified on with what is published then; a revoked key is said to be one."""
    (key,) = (one["kid"] for one in box.do("evidence", "keys").answer["jwks"]["keys"] if "exp" not in one)
    new = box.do("evidence", "replace-key").answer["key_id"]
    assert new != key
    box.do("certificate", erased, "--out", tmp_path / "replaced")
    assert check(tmp_path / "replaced" / "certificate.jws").returncode == 0
    assert "one word" in box.do("evidence", "revoke-key", key, "--why", "it was stolen").complaint
    assert box.do("evidence", "revoke-key", key, "--why", "compromised").answer == {"revoked": key}
    assert "no key of that id" in box.do("evidence", "revoke-key", key, "--why", "compromised").complaint
    box.do("certificate", erased, "--out", tmp_path / "revoked")
    told = check(tmp_path / "revoked" / "certificate.jws")
    assert told.returncode == 0
    assert "revoked" in told.stdout
    old = check(handed / "certificate.jws", "--jwks", tmp_path / "revoked" / "jwks.json")
    assert old.returncode == 1  # the checkpoint that was signed with it counts no more
    assert box.do("locate", "--email", UNKNOWN.email).answer["state"] == "no_data"


def test_checkpoints_are_published_by_schedule(box, erased):
    """Where others fetch them: the newest one, each by its size, and the keys."""
    folder = box.home / "habeas" / "published"
    command = [COMMAND, "schedule", "trigger", "--schedule-id", "habeas-publish", "--address", box.places["temporal"]]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    latest = time.monotonic() + 60
    while not (folder / "jwks.json").exists():
        assert time.monotonic() < latest
        time.sleep(0.1)
    told = check(folder / "checkpoint")
    assert told.returncode == 0
    assert list((folder / "checkpoints").iterdir())
