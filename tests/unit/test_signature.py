"""Signatures: what was signed with a key is what comes out, and nothing else passes for it."""

import base64
import json
from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey, RSAKey

from habeas.domain.approval import Statement
from habeas.evidence.error import NotVerified, Unreadable
from habeas.evidence.signature import key_id, new_key, private_key, public_of, signed, signer_of, verified

KEY, OTHER = new_key(), new_key()
PUBLIC = public_of(KEY.as_dict(private=True))
STATEMENT = Statement(case="c", digest="d" * 64, by="dpo", at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
SIGNED = signed(STATEMENT.canonical, KEY)


def compact(header, payload, key=KEY):
    """A JWS with any header, signed as its header says."""
    alg = header["alg"]
    return jws.serialize_compact(header, payload, key, algorithms=[alg])


def coded(value):
    """Base64url as JOSE writes it."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def test_what_was_signed_comes_out():
    """With the key that it names, and by which it is known."""
    assert verified(SIGNED, PUBLIC) == STATEMENT.canonical
    assert signer_of(SIGNED) == key_id(PUBLIC) == KEY.thumbprint()
    assert Statement.model_validate_json(verified(SIGNED, PUBLIC)) == STATEMENT


def test_the_key_of_the_rfc():
    """Keys are known as RFC 8037, appendix A.3, says."""
    public = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert key_id(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.filterwarnings("ignore:EdDSA")
@pytest.mark.parametrize(
    "header",
    [
        {"alg": "EdDSA", "kid": KEY.thumbprint()},
        {"alg": "Ed25519"},
        {"alg": "Ed25519", "kid": KEY.thumbprint(), "typ": "JWT"},
        {"alg": "Ed25519", "kid": KEY.thumbprint(), "jwk": PUBLIC},
        {"alg": "Ed25519", "kid": OTHER.thumbprint()},
    ],
)
def test_a_header_of_another_form(header):
    """A header says the one algorithm and the key, and nothing else: no other algorithm, and no key of its own."""
    with pytest.raises(NotVerified):
        verified(compact(header, STATEMENT.canonical), PUBLIC)


@pytest.mark.filterwarnings("ignore")
def test_other_algorithms():
    """None, and one that takes the public key for a shared secret, are no signatures."""
    secret = OctKey.import_key(json.dumps(PUBLIC))
    head = coded(json.dumps({"alg": "none", "kid": KEY.thumbprint()}).encode())
    for forged in (
        f"{head}.{coded(STATEMENT.canonical)}.",
        f"{head}.{coded(STATEMENT.canonical)}.AA",
        compact({"alg": "HS256", "kid": KEY.thumbprint()}, STATEMENT.canonical, secret),
    ):
        with pytest.raises(NotVerified):
            verified(forged, PUBLIC)


def test_another_key():
    """A signature is of one key."""
    with pytest.raises(NotVerified):
        verified(signed(STATEMENT.canonical, OTHER), PUBLIC)
    with pytest.raises(NotVerified, match="not of the key"):
        verified(compact({"alg": "Ed25519", "kid": KEY.thumbprint()}, STATEMENT.canonical, OTHER), PUBLIC)


@pytest.mark.parametrize("payload", [b'{"b":1,"a":2}', b'{"a": 1}', b"{}\n", b"", b"\xff", b"[" * 1000])
def test_another_form_of_the_same(payload):
    """One statement has one form: what is not canonical is no statement, whoever signed it."""
    with pytest.raises(NotVerified, match="canonical"):
        verified(signed(payload, KEY), PUBLIC)


@given(st.text(max_size=80))
def test_anything_else(text):
    """Whatever comes instead of a signature is said to be none."""
    with pytest.raises(NotVerified):
        verified(text, PUBLIC)


@given(st.integers(0, len(SIGNED) - 1), st.sampled_from("ABCxyz019-_."))
def test_one_character_is_enough(position, character):
    """No character can be another one, but for bits that the last of a part does not use."""
    changed = SIGNED[:position] + character + SIGNED[position + 1 :]
    try:
        assert verified(changed, PUBLIC) == STATEMENT.canonical
    except NotVerified:
        return
    assert changed == SIGNED or position == len(SIGNED) - 1


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {**PUBLIC, "x": "AA"},
        {**PUBLIC, "crv": "Ed448"},
        OKPKey.generate_key("X25519").as_dict(private=False),
        RSAKey.generate_key(2048).as_dict(private=False),
        OctKey.generate_key(256).as_dict(),
    ],
)
def test_other_kinds_of_keys(jwk):
    """Only keys for Ed25519 are keys here."""
    for call in (key_id, public_of, private_key):
        with pytest.raises(Unreadable, match="Ed25519"):
            call(jwk)


def test_halves():
    """The public half has nothing of the private one, and does not pass for it."""
    whole = KEY.as_dict(private=True)
    assert set(public_of({**whole, "habeas_name": "dpo"})) == {"kty", "crv", "x"}
    assert private_key(whole).thumbprint() == KEY.thumbprint()
    with pytest.raises(Unreadable, match="no private half"):
        private_key(PUBLIC)


def test_the_canonical_form():
    """Names are in order, and there is no white space (RFC 8785)."""
    assert STATEMENT.canonical == rfc8785.dumps(json.loads(STATEMENT.canonical))
    assert STATEMENT.canonical.startswith(b'{"at":"2026-03-02T09:30:00Z","by":"dpo","case":"c","digest":')
