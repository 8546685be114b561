"""Signatures as compact JWS (RFC 7515) with Ed25519 (RFC 8037, by its name in RFC 9864), and the keys for them as JWK.

A key is known by its thumbprint (RFC 7638). A signature names its key by that, and nothing else stands in its header.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from .error import NotVerified, Unreadable

Sign: TypeAlias = Callable[[bytes], str]
"""Signs canonical bytes, as a compact JWS."""

ALGORITHM: Final = "Ed25519"
_PUBLIC = ("kty", "crv", "x")


def new_key() -> OKPKey:
    """A new private key."""
    return OKPKey.generate_key(ALGORITHM)


def private_key(jwk: Mapping[str, Any]) -> OKPKey:
    """The key of a private JWK. Raises Unreadable for anything else."""
    key = _key(jwk)
    if not key.is_private:
        raise Unreadable("that JWK has no private half")
    return key


def raw(key: OKPKey) -> Ed25519PrivateKey:
    """A private key as it signs checkpoints. Raises Unreadable for what is none."""
    if not isinstance(key.private_key, Ed25519PrivateKey):
        raise Unreadable("that JWK has no private half")
    return key.private_key


def public_of(jwk: Mapping[str, Any]) -> dict[str, str]:
    """The public half of a JWK, without all that is not the key. Raises Unreadable for another kind of key."""
    half = _key(jwk).as_dict(private=False)
    return {name: str(half[name]) for name in _PUBLIC}


def key_id(jwk: Mapping[str, Any]) -> str:
    """The thumbprint by which a key is known. Raises Unreadable for another kind of key."""
    return _key(jwk).thumbprint()


def signed(canonical: bytes, key: OKPKey) -> str:
    """The signature over these bytes, which it carries."""
    header = {"alg": ALGORITHM, "kid": key.thumbprint()}
    return jws.serialize_compact(header, canonical, key, algorithms=[ALGORITHM])


def signer_of(signature: str) -> str:
    """The id of the key that a signature names. Nothing is proven by that. Raises NotVerified when it names none."""
    try:
        header = jws.extract_compact(signature.encode()).headers()
    except (JoseError, ValueError):
        raise NotVerified("that is no compact JWS") from None
    if set(header) != {"alg", "kid"} or header["alg"] != ALGORITHM or not isinstance(header["kid"], str):
        raise NotVerified(f"the header of the JWS has to be alg {ALGORITHM} and kid, and nothing else")
    return header["kid"]


def verified(signature: str, public: Mapping[str, Any]) -> bytes:
    """What was signed with the private half of this key. Raises NotVerified when it was not, or not canonically."""
    if signer_of(signature) != key_id(public):
        raise NotVerified("the signature names another key")
    try:
        payload = jws.deserialize_compact(signature.encode(), _key(public), algorithms=[ALGORITHM]).payload
    except (JoseError, ValueError):
        raise NotVerified("the signature is not of the key that it names") from None
    if not _is_canonical(payload):
        raise NotVerified("what was signed is not in canonical form (RFC 8785)")
    return payload


def _is_canonical(payload: bytes) -> bool:
    try:
        return rfc8785.dumps(json.loads(payload)) == payload
    except (ValueError, RecursionError):
        return False


def _key(jwk: Mapping[str, Any]) -> OKPKey:
    """Raises Unreadable for what is no JWK of Ed25519."""
    try:
        key = OKPKey.import_key({name: str(jwk[name]) for name in (*_PUBLIC, "d") if name in jwk})
    except (JoseError, ValueError, KeyError):
        raise Unreadable("that is no JWK of a key for Ed25519 (RFC 8037)") from None
    if key.as_dict(private=False).get("crv") != ALGORITHM:
        raise Unreadable("that is no JWK of a key for Ed25519 (RFC 8037)")
    return key
