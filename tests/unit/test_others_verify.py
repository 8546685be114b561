"""What others make of our evidence: their libraries verify what we sign, and grow the same tree."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto.common import JWException
from jwcrypto.jwk import JWKSet
from jwcrypto.jws import JWS
from pymerkle import InmemoryTree

from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.signature import new_key, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import Node, Span, completed_by, hash_of, inclusion, joined, leaf_hash, siblings_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY, ANOTHERS = new_key(), new_key()
STATEMENT = Statement("certificate", (Subject("data-subject", "d" * 64),), {"case": "c"})
KEYS = KeySet(tuple(SigningKey(public_of(key.as_dict(private=True)), NOW) for key in (ANOTHERS, KEY)))


def theirs(signature):
    """What jwcrypto reads, by the key set as it is published."""
    token = JWS()
    token.allowed_algs = ["Ed25519"]
    token.deserialize(signature)
    token.verify(JWKSet.from_json(KEYS.text).get_key(json.loads(token.objects["protected"])["kid"]))
    return token.payload


def test_another_library_verifies_our_signatures():
    """By the keys that we publish, and it finds them by the key that the signature names."""
    for key in (KEY, ANOTHERS):
        assert theirs(signed(STATEMENT.canonical, key)) == STATEMENT.canonical


@given(st.data(), st.integers(1, 255))
def test_another_library_refuses_what_was_changed(data, by):
    """In what was said."""
    head, _, signature = signed(STATEMENT.canonical, KEY).split(".")
    raw = bytearray(STATEMENT.canonical)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= by
    with pytest.raises(JWException):
        theirs(f"{head}.{urlsafe_b64encode(raw).rstrip(b'=').decode()}.{signature}")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_library_grows_the_same_tree():
    """Its roots are ours, of each size, and its proofs of inclusion are made of the same hashes."""
    tree, known = InmemoryTree(algorithm="sha256"), dict[Node, bytes]()
    for index in range(40):
        entry = f"entry {index}".encode()
        tree.append_entry(entry)
        hashes = joined(leaf_hash(entry), [known[node] for node in siblings_of(index)])
        known |= zip(completed_by(index), hashes, strict=True)
        size = index + 1
        assert tree.get_root(size) == hash_of(Span(0, size), known)
        for at in range(size):
            path = tree.prove_inclusion(at + 1, size).serialize()["path"]
            ours = [hash_of(span, known).hex() for span in inclusion(at, size)]
            assert sorted(path) == sorted([*ours, leaf_hash(f"entry {at}".encode()).hex()])
