"""Who comes in by an ID token, and which tokens nobody comes in by."""

import logging

import pytest
from joserfc.jwk import RSAKey

from habeas.console.web.oidc.claims import Claims, roles_in
from habeas.console.web.oidc.provider import Client
from habeas.console.web.oidc.provider import Provider as Asking
from habeas.domain.staff import Role

REFUSED, NO_ROLE = "did not confirm who you are", "no role here"
OTHER = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})


@pytest.mark.parametrize(
    ("claims", "claim"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another"}, "aud"),
        ({"aud": ["habeas", "another"]}, "azp"),
        ({"aud": ["another"], "azp": "habeas"}, "aud"),
        ({"azp": "another"}, "azp"),
        ({"aud": None}, "aud"),
        ({"iss": "https://evil.example"}, "iss"),
        ({"iss": None}, "iss"),
        ({"exp": 1_700_000_000}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": "soon"}, "exp"),
        ({"nbf": 4_000_000_000}, "nbf"),
        ({"iat": 4_000_000_000}, "iat"),
        ({"sub": None}, "sub"),
        ({"at_hash": "another"}, "at_hash"),
    ],
)
async def test_a_token_that_is_not_for_this(account, provider, claims, claim, caplog):
    """A token of another sign-in, client, issuer or time is refused; the log says by which claim, and no value."""
    provider.claims = claims
    with caplog.at_level(logging.WARNING):
        status, said = await account.come_in(provider)
    assert (status, REFUSED in said) == (403, True)
    assert not await account.home()
    assert [record.step for record in caplog.records if record.name.endswith("id_token")] == [claim]
    assert "ines" not in caplog.text


@pytest.mark.parametrize(
    "made",
    [
        {"key": OTHER},
        {"key": OTHER, "signing": {"alg": "RS256", "kid": "two"}},
        {"signing": {"alg": "none", "kid": "one"}},
        {"signing": {"alg": "HS256", "kid": "one"}},
        {"signing": {"alg": "PS256", "kid": "one"}},
        {"token": {"id_token": "no.token.this", "access_token": "a"}},
        {"token": {"id_token": "", "access_token": "a"}},
    ],
)
async def test_a_token_of_anybodys(account, provider, made):
    """A token that the provider's keys did not sign, or not in a way that it says it signs, is refused."""
    for name, value in made.items():
        setattr(provider, name, value)
    status, said = await account.come_in(provider)
    assert (status, REFUSED in said) == (403, True)
    assert not await account.home()


async def test_keys_turn_over(provider):
    """A key that is new is read when it is first met, not oftener than twice a minute; one that is gone is not kept."""
    now = [0.0]
    asking = Asking(provider.url, Client("habeas", "secret", "https://cases.example.org/back"), lambda: now[0])
    async with asking:
        await asking.known()
        provider.keys = [OTHER]
        read = [[key.kid for key in (await asking.known("two")).keys]]
        for seconds, key_id in ((31, "one"), (31, "two"), (31, "three"), (1, "three"), (600, "two")):
            now[0] += seconds
            read.append([key.kid for key in (await asking.known(key_id)).keys])
    assert read == [["one"], ["one"], *[["two"]] * 4]
    assert provider.reads == 4


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"groups": []}, NO_ROLE),
        ({"groups": None}, NO_ROLE),
        ({"groups": {"dpo": True}}, NO_ROLE),
        ({"groups": [["dpo"]]}, NO_ROLE),
        ({"groups": "dp"}, NO_ROLE),
        ({"preferred_username": None}, REFUSED),
        ({"preferred_username": " "}, REFUSED),
        ({"preferred_username": "ines\n"}, REFUSED),
        ({"preferred_username": 1}, REFUSED),
    ],
)
async def test_who_has_no_role(account, provider, claims, said):
    """Who is in no group that has a role, or has no name, does not come in."""
    provider.claims = claims
    status, text = await account.come_in(provider)
    assert (status, said in text) == (403, True)
    assert not await account.home()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("groups", {"groups": ["a", "b"]}),
        ("realm_access.roles", {"realm_access": {"roles": ["b"]}}),
        ("https://example.org/roles", {"https://example.org/roles": "b"}),
    ],
)
def test_where_groups_are(name, said):
    """A claim is found by its whole name or by a path; of several roles the first that is configured counts."""
    claims = Claims("name", name, roles_in("b = dpo, a=auditor"))
    assert claims.visitor({"name": "ines", **said}).role is Role.DPO
