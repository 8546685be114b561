"""What a company publishes of its keys, statements signed with them, and commitments to whom they are about."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.commitment import commitment, is_of, new_salt
from habeas.evidence.error import NotVerified, Unreadable
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.note import signed as signed_note
from habeas.evidence.signature import new_key, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import EMPTY

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OURS, OLD, ANOTHERS = new_key(), new_key(), new_key()
STATEMENT = Statement("pivot", (Subject("plan", "d" * 64),), {"case": "c", "at": "2026-03-02T09:00:00Z"})


def public(key):
    return public_of(key.as_dict(private=True))


CURRENT = SigningKey(public(OURS), NOW)
REVOKED = SigningKey(public(OLD), NOW - timedelta(days=9), NOW, NOW, "keyCompromise")
KEYS = KeySet((REVOKED, CURRENT))


def test_a_set_is_read_as_it_was_published():
    """With when each key counts, and without its private half."""
    assert KeySet.of(KEYS.text) == KEYS
    assert '"d"' not in KEYS.text
    assert json.loads(KEYS.text)["keys"][0]["revoked"] == {
        "revoked_at": int(NOW.timestamp()),
        "reason": "keyCompromise",
    }


def test_a_statement_is_read_as_it_was_signed():
    """By whichever key of the set."""
    for key in (OURS, OLD):
        assert Statement.of(KEYS.payload(signed(STATEMENT.canonical, key))) == STATEMENT
    assert KEYS.signer(signed(STATEMENT.canonical, OLD)) == REVOKED


def test_a_key_that_is_not_in_the_set_is_refused():
    """Whatever it has signed."""
    with pytest.raises(NotVerified, match="not in this set"):
        KEYS.payload(signed(STATEMENT.canonical, ANOTHERS))


@given(st.data(), st.integers(1, 255))
def test_another_byte_in_a_statement_is_refused(data, by):
    """Any of them."""
    whole = bytearray(signed(STATEMENT.canonical, OURS).encode())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= by
    with pytest.raises((NotVerified, Unreadable)):
        Statement.of(KEYS.payload(whole.decode("utf-8", "replace")))


def test_when_a_key_signs():
    """From when on, and until before its end."""
    assert CURRENT.signs_at(NOW)
    assert CURRENT.signs_at(NOW + timedelta(days=999))
    assert not CURRENT.signs_at(NOW - timedelta(seconds=1))
    assert REVOKED.signs_at(NOW - timedelta(seconds=1))
    assert not REVOKED.signs_at(NOW)


def test_a_revoked_key_signs_no_checkpoint():
    """Who has stolen it cannot show another log with it."""
    text = Checkpoint("log.example", 0, EMPTY).text
    for key, counts in ((OURS, True), (OLD, False)):
        note = signed_note(text, "log.example", key.private_key)
        if counts:
            assert Checkpoint.of(note, KEYS.of_log("log.example")).size == 0
            continue
        with pytest.raises(NotVerified, match="trusted here"):
            Checkpoint.of(note, KEYS.of_log("log.example"))


@pytest.mark.parametrize(
    "change",
    [
        {"kid": "another"},
        {"alg": "EdDSA"},
        {"nbf": None},
        {"nbf": "2026"},
        {"nbf": 10**20},
        {"exp": -1},
        {"exp": "never"},
        {"revoked": True},
        {"revoked": {"reason": "unspecified"}},
        {"crv": "X25519"},
        {"x": "AA"},
    ],
)
def test_a_key_of_another_form_is_refused(change):
    """Rather than taken for one that counts for ever."""
    with pytest.raises(Unreadable):
        KeySet.of(json.dumps({"keys": [{**CURRENT.jwk, **change}]}))


@pytest.mark.parametrize("text", ["[" * 99_999, "", "[]", "{}", '{"keys": 1}', '{"keys": [1]}', '{"keys": [{}]}'])
def test_what_is_no_set_is_refused(text):
    """In one clear line."""
    with pytest.raises(Unreadable):
        KeySet.of(text)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"{}",
        STATEMENT.canonical.replace(b"in-toto.io/Statement/v1", b"in-toto.io/Statement/v0.1"),
        STATEMENT.canonical.replace(b"habeas.example", b"another.example"),
        STATEMENT.canonical.replace(b'"predicate":{', b'"more":1,"predicate":{'),
        STATEMENT.canonical.replace(b'"sha256"', b'"sha1"'),
    ],
)
def test_what_is_no_statement_of_ours_is_refused(said):
    """Although it was signed."""
    with pytest.raises(Unreadable):
        Statement.of(said)


def test_what_a_statement_is_about():
    """By name."""
    assert STATEMENT.digest_of("plan") == "d" * 64
    assert STATEMENT.digest_of("bundle") is None


def test_l_56_a_commitment_says_nothing_and_can_be_shown():
    """Two of one address have nothing in common; who has the salt shows of whom it is."""
    salts = new_salt(), new_salt()
    one, other = (commitment(salt, "email:maja.lund@example.org") for salt in salts)
    assert one != other
    assert is_of(one, salts[0], "email:maja.lund@example.org")
    assert not is_of(one, salts[1], "email:maja.lund@example.org")
    assert not is_of(one, salts[0], "email:another@example.org")
