"""Identifiers: the one personal thing that a workflow carries, and that nothing shows by accident."""

import importlib
import pkgutil
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import habeas.domain
from habeas.domain.error import InvalidInput
from habeas.domain.identifier import ACCOUNT_ID, EMAIL, Identifier, cookie_id, email, merge, values

SECRET = "ada.secret@example.org"
IDENTIFIER = Identifier(kind=EMAIL, value=SECRET)


def carriers() -> list[type[BaseModel]]:
    """Every model of the domain that holds an identifier, itself or in a model within it."""
    modules = [importlib.import_module(f"habeas.domain.{m.name}") for m in pkgutil.iter_modules(habeas.domain.__path__)]
    models = {
        m for module in modules for m in vars(module).values() if isinstance(m, type) and issubclass(m, BaseModel)
    }
    return sorted((m for m in models if carries(m)), key=lambda m: m.__name__)


def carries(annotation: Any) -> bool:
    if annotation is Identifier:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(carries(field.annotation) for field in annotation.model_fields.values())
    return any(carries(argument) for argument in get_args(annotation))


def sample(annotation: Any) -> Any:
    """A value of that type with the secret in it."""
    if annotation is Identifier:
        return IDENTIFIER
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: f.annotation for name, f in annotation.model_fields.items() if carries(f.annotation)}
        return annotation.model_construct(**{name: sample(inner) for name, inner in fields.items()})
    inside = next(sample(argument) for argument in get_args(annotation) if carries(argument))
    return {"accounts": inside} if getattr(annotation, "__origin__", None) is dict else (inside,)


def test_there_are_models_that_carry_identifiers():
    """What the next tests go through is not empty: the request, the plan and the orders are among it."""
    assert {"Identifier", "Request", "Plan", "Findings", "StepOrder", "CollectOrder"} <= {
        m.__name__ for m in carriers()
    }


@pytest.mark.parametrize("model", carriers())
def test_no_model_shows_an_identifier(model):
    """However a model is turned into text, the value of its identifiers is not in it."""
    one = sample(model)
    assert SECRET in str(one.model_dump(warnings=False))
    for text in (repr(one), str(one), f"{one}", f"{[one]}", f"{ {'a': one} }", "%s" % (one,)):  # noqa: UP031
        assert SECRET not in text


@pytest.mark.parametrize("model", carriers())
@pytest.mark.parametrize(
    "wrong", [SECRET, [SECRET], [{"kind": SECRET, "value": SECRET}], [{"kind": "email", "value": SECRET * 20}]]
)
def test_no_validation_error_quotes_its_input(model, wrong):
    """An input that does not fit is refused without being repeated."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(dict.fromkeys(model.model_fields, wrong))
    assert SECRET not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "a@b.co",
        "Ada.Lovelace+x@mail.example.org",
        "o'neil@example.org",
        "ä@bücher.example",
        "a_b-c@x-y.example",
        "a@b.c.d",
    ],
)
def test_addresses_as_people_have_them_are_read(text):
    """An address is taken as it is typed, without the blanks around it."""
    assert email(f" {text}\n") == Identifier(kind=EMAIL, value=text)


MALFORMED = ["", "a", "a@", "@b.co", "a@b", "a@@b.co", "a@b@c.co", "a b@c.co", "a@b..co", "a@.co", "a@b.co.", "a@"]
DECORATED = [
    "Ada <a@b.co>",
    "<a@b.co>",
    '"a"@b.co',
    "a@[1.2.3.4]",
    "a;b@c.co",
    "a@b.co,c@d.co",
    "a\x00@b.co",
    "a@b.co\x1b",
]


@pytest.mark.parametrize("text", [*MALFORMED, *DECORATED, "a" * 250 + "@b.co"])
def test_what_is_no_address_is_refused_without_being_repeated(text):
    """Names, lists, quotes, control characters and overlong text are refused; the message does not quote them."""
    with pytest.raises(InvalidInput) as caught:
        email(text)
    assert str(caught.value) == "that is not an e-mail address: it needs the form name@example.org"


def test_two_writings_of_an_address_are_one_and_two_of_an_id_are_not():
    """Addresses differ in case only by accident, ids on purpose."""
    assert email("ADA@Example.org").normalised() == email("ada@example.org ").normalised()
    assert Identifier(kind=ACCOUNT_ID, value="aB").normalised() != Identifier(kind=ACCOUNT_ID, value="ab").normalised()
    assert (
        Identifier(kind=ACCOUNT_ID, value="1").normalised() != Identifier(kind="participant_id", value="1").normalised()
    )


IDENTIFIERS = st.lists(
    st.builds(
        Identifier,
        kind=st.sampled_from(["email", "account_id"]),
        value=st.sampled_from(["1", "2", "3"]),
        found_in=st.sampled_from(["request", "accounts", "recordings"]),
    ),
    max_size=6,
).map(tuple)


@given(IDENTIFIERS, IDENTIFIERS)
def test_merging_keeps_each_once_and_the_first_way_to_it(known, found):
    """The plan shows how each identifier was reached first; a later way does not replace it."""
    merged = merge(known, found)
    first = {}
    for identifier in (*known, *found):
        first.setdefault((identifier.kind, identifier.value), identifier)
    assert {(i.kind, i.value): i for i in merged} == first
    assert len(merged) == len(first)


@given(IDENTIFIERS, IDENTIFIERS)
def test_merging_again_changes_nothing(known, found):
    """A wave that finds nothing new is the last, in whatever order answers come."""
    merged = merge(known, found)
    assert merge(merged, found) == merge(merged, known) == merge(merged, tuple(reversed(merged))) == merged


def test_values_are_of_one_kind_in_order_and_once():
    """An adapter asks for its own kind of identifier."""
    known = tuple(Identifier(kind=k, value=v) for k, v in [("a", "2"), ("b", "9"), ("a", "1"), ("a", "2")])
    assert values(known, "a") == ("2", "1")


@pytest.mark.parametrize(
    "text", ["b1f0c6d2a9e84c75", " GA1.2.1234567890 ", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "a" * 64]
)
def test_the_id_in_a_cookie_is_read_as_it_is(text: str) -> None:
    """Blanks around it go, and capitals stay: another writing is another id."""
    one = cookie_id(text)
    assert (one.kind, one.value) == ("cookie_id", text.strip())
    assert one.normalised() == f"cookie_id:{text.strip()}"


@pytest.mark.parametrize(
    "text",
    ["", "short12", "a" * 65, "with blank", "vid=1;path=/", "a,b,c,d,e", 'quo"ted12', "ada@example.org\n2", "é" * 9],
)
def test_what_can_be_no_cookies_value_is_refused_without_being_repeated(text: str) -> None:
    """Too short to be unguessable, too long, or with what no cookie holds (RFC 6265)."""
    with pytest.raises(InvalidInput) as caught:
        cookie_id(text)
    assert not text.strip() or text.strip() not in str(caught.value)
