"""The page of a bundle: its template has every item of GDPR art. 15, or does not load (L-20)."""

import pytest
from jinja2 import Environment

from habeas.bundle.language.book import WORDS
from habeas.bundle.legal import ITEMS, Omission, check
from habeas.bundle.page import _environment

ENVIRONMENT = _environment(next(iter(WORDS.values())))
SOURCE = ENVIRONMENT.loader.get_source(ENVIRONMENT, "index.html")[0]
PATHS = [path for paths in ITEMS.values() for path in paths]


@pytest.fixture
def environment() -> Environment:
    return ENVIRONMENT


def test_the_page_has_every_item(environment):
    """As it stands."""
    check(environment, SOURCE)


@pytest.mark.parametrize("path", PATHS)
def test_l_20_an_item_that_is_missing_is_found(environment, path):
    """L-20: whatever one item comes from, without it there is no page."""
    without = SOURCE.replace(path, "words.nothing")
    assert without != SOURCE
    with pytest.raises(Omission) as caught:
        check(environment, without)
    assert f"({path})" in str(caught.value)


@pytest.mark.parametrize("way", ["{{% if false %}}{}{{% endif %}}", "{{% macro never() %}}{}{{% endmacro %}}"])
def test_what_is_never_reached_does_not_count(environment, way):
    """A page within a condition that never holds, or in a macro that nobody calls, has nothing on it."""
    with pytest.raises(Omission) as caught:
        check(environment, way.format(SOURCE))
    assert all(f"({path})" in str(caught.value) for path in PATHS)


def test_what_is_only_looked_at_is_not_said(environment):
    """A condition, or a name that is given and never shown, says nothing to the person."""
    hidden = SOURCE.replace("<dt>{{ h.kept }}</dt><dd>{{ category.kept | said }}</dd>", "{% set x = category.kept %}")
    assert hidden != SOURCE
    with pytest.raises(Omission, match=r"art. 15\(1\)\(d\)"):
        check(environment, hidden)
