"""Two people open evidence together, and nobody alone."""

from itertools import combinations, product

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.error import InvalidInput
from habeas.vault.holders import Holders, opened_by_two

IDENTITIES = {name: pyrage.x25519.Identity.generate() for name in ("maja", "tomas", "lena", "nobody")}
PEOPLE = ("maja", "tomas", "lena")
SECRET = b"a secret of a case"


def lines(*names):
    """The file of holders with these people."""
    return "# who opens evidence\n" + "".join(f"{name} {IDENTITIES[name].to_public()}\n" for name in names)


def typed(name):
    """A file as `age-keygen` writes it."""
    return f"# created: today\n# public key: {IDENTITIES[name].to_public()}\n{IDENTITIES[name]}\n"


@given(st.binary(max_size=300), st.permutations(PEOPLE))
def test_any_two_of_them_open_it_in_any_order(secret, people):
    """Whoever comes first."""
    sealed = Holders.of(lines(*PEOPLE)).seal(secret)
    for pair in combinations(people, 2):
        assert opened_by_two(sealed, *map(typed, pair)) == secret


@pytest.mark.parametrize("pair", [("maja", "maja"), *product(PEOPLE, ["nobody"]), ("nobody", "nobody")])
def test_nobody_opens_it_alone_or_with_a_stranger(pair):
    """One of them is not two, and a stranger is none of them."""
    sealed = Holders.of(lines(*PEOPLE)).seal(SECRET)
    with pytest.raises(InvalidInput, match="two of the people"):
        opened_by_two(sealed, *map(typed, pair))
    assert SECRET.hex() not in sealed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "two holders or more"),
        (lines("maja"), "two holders or more"),
        (lines("maja", "maja"), "each with a name and a key"),
        (lines("maja") + f"tomas {IDENTITIES['maja'].to_public()}\n", "each with a name and a key"),
        (lines("maja", "tomas") + f"maja {IDENTITIES['lena'].to_public()}\n", "each with a name and a key"),
        (lines("maja") + "tomas\n", "a line of a name"),
        (lines("maja") + "tomas age1nothing\n", "public key of age"),
    ],
    ids=["none", "one", "the same twice", "two names of one key", "two keys of one name", "no key", "no key of age"],
)
def test_a_list_of_holders_that_is_none_is_refused(text, why):
    """Two people at least, each with a name and a key that no other has."""
    with pytest.raises(InvalidInput, match=why):
        Holders.of(text)


@pytest.mark.parametrize(
    "text",
    ["", "AGE-SECRET-KEY-1NOTHING", typed("maja") + typed("tomas")],
    ids=["nothing", "no identity", "two at once"],
)
def test_what_is_no_identity_is_refused_without_being_shown(text):
    """One clear line, and nothing of the key in it."""
    sealed = Holders.of(lines(*PEOPLE)).seal(SECRET)
    with pytest.raises(InvalidInput, match="one line of age-keygen") as refused:
        opened_by_two(sealed, text, typed("maja"))
    assert "NOTHING" not in str(refused.value)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path):
    """It is named, and its place is not."""
    with pytest.raises(InvalidInput, match=r"cannot be read: holders\.txt"):
        Holders.read(tmp_path / "holders.txt")
