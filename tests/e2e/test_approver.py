"""Who may decide, by the command: with a key of their own, until it is revoked."""

import json
import stat

import pytest

from habeas.sandbox.people import CO_OWNER, SUSPENDED


@pytest.fixture
def plan(box):
    """A plan that waits."""
    plan = box.do("erase", "--plan-only", "--email", CO_OWNER.email).answer
    yield plan
    box.do("cancel", plan["case_id"])


def known(box):
    """Whom the register knows."""
    return {one["name"]: one for one in box.do("approver", "list").answer["approvers"]}


@pytest.mark.long
def test_another_role_approves_nothing(box, plan):
    """Who was added as something else than a data protection officer is refused, in one line, and the plan waits."""
    added = box.do("approver", "add", "ines", "--role", "support").answer
    assert (added["name"], added["role"], added["revoked_at"]) == ("ines", "support", None)
    case, digest = plan["case_id"], plan["plan_digest"]
    assert "only a dpo approves" in box.do("approve", case, digest, "--by", "ines").complaint
    assert box.do("show", case).answer["state"] == "awaiting_decision"


def test_who_is_revoked_approves_nothing(box, plan):
    """A key that was revoked is gone from the folder and counts no more; in a sandbox too nobody is added again."""
    box.do("approver", "add", "pal", "--role", "dpo")
    assert box.do("approver", "revoke", "pal").code == 0
    assert known(box)["pal"]["revoked_at"]
    assert "nobody signs here" in box.do("approve", plan["case_id"], plan["plan_digest"], "--by", "pal").complaint
    assert "nobody of that name" in box.do("approver", "revoke", "pal").complaint
    first = known(box)["pal"]["key_id"]
    assert box.do("approver", "add", "pal", "--role", "dpo").answer["key_id"] != first


def test_a_key_made_elsewhere(box, habeas_, tmp_path):
    """Who approves makes a key of their own, and only its public half is handed over."""
    made = habeas_("approver", "key", "eva", "--folder", tmp_path / "hers", "--json").answer
    assert set(made) == {"kty", "crv", "x"}
    assert habeas_("approver", "key", "eva", "--folder", tmp_path / "hers", "--json").answer == made
    (file,) = (tmp_path / "hers").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (tmp_path / "eva.jwk").write_text(json.dumps(made))
    added = box.do("approver", "add", "eva", "--role", "dpo", "--public-key", tmp_path / "eva.jwk").answer
    assert added["public"] == made
    assert file.name == f"{added['key_id']}.jwk"


def test_whoever_approves_in_the_sandbox_is_enrolled(box):
    """Without a word said before, the command approves as whoever is logged in, and that is on record."""
    plan = box.do("erase", "--plan-only", "--email", SUSPENDED.email).answer
    done = box.do("approve", plan["case_id"], plan["plan_digest"], "--by", "somebody").answer
    assert done["state"].startswith("erased")
    assert known(box)["somebody"]["role"] == "dpo"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("add", "x", "--role", "boss"), "--role is one of: dpo, support, auditor"),
        (("add", "", "--role", "dpo"), "name"),
        (("add", "x", "--role", "dpo", "--public-key", "{}/private"), "not the private one"),
        (("add", "x", "--role", "dpo", "--public-key", "{}/other"), "Ed25519"),
        (("add", "x", "--role", "dpo", "--public-key", "{}/nothing"), "cannot be read"),
    ],
)
def test_what_is_typed_wrong(box, tmp_path, words, complaint):
    """A role that there is not, and files of another kind, are one clear line."""
    (tmp_path / "private").write_text('{"kty": "OKP", "crv": "Ed25519", "x": "", "d": ""}')
    (tmp_path / "other").write_text('{"kty": "RSA"}')
    assert complaint in box.do("approver", *(word.format(tmp_path) for word in words)).complaint
    assert "x" not in known(box)
