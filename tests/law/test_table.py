"""The table of the law is whole, and tells nothing of tests that are not there."""

import re

import pytest
from honest import CLAIMS
from mutants import MUTANTS
from rule import ROOT, all_tests, number_of, rows

NUMBERS = [
    *(f"L-{n:02}" for n in (*range(1, 26), 27, 28, *range(35, 49), *range(55, 58))),
    *(f"P-{n}" for n in (*range(1, 14), *range(15, 19))),
]
ROWS = {row.number: row for row in rows()}
WRITTEN = set(all_tests())
PLANTED = (*MUTANTS, *(claim.mutant for claim in CLAIMS))
HAS_NONE = ("a person's task: ", "not yet: ", "later: ")


def test_every_rule_has_one_row():
    """Each number that was taken on, once; the others are said to come later."""
    numbers = [row.number for row in rows()]
    assert len(set(numbers)) == len(numbers)
    assert [n for n in numbers if n in NUMBERS] == NUMBERS


@pytest.mark.parametrize("number", ROWS)
def test_a_row_has_a_test_or_says_why_not(number):
    """Each test that is named is there, and bears the number of its row."""
    row = ROWS[number]
    assert row.tests or row.test.startswith(HAS_NONE)
    assert set(row.tests) <= WRITTEN
    assert {number_of(name) for _, name in row.tests} <= {number}


@pytest.mark.parametrize("number", ROWS)
def test_the_code_that_a_row_names_is_there(number):
    """Files move; the table follows."""
    for name in re.findall(r"`([\w/]+\.(?:py|yaml|html))`", ROWS[number].code):
        assert (ROOT / name).is_file(), name


def test_every_numbered_test_is_in_the_table():
    """Who writes a test of a rule names it there."""
    named = {test for row in rows() for test in row.tests}
    assert {test for test in WRITTEN if number_of(test[1])} == named


def test_every_rule_with_a_test_has_a_mutant():
    """Whoever writes a test shows that it sees something; a rule that is kept in several places has several."""
    assert {m.number for m in MUTANTS} == {row.number for row in rows() if row.tests}


@pytest.mark.parametrize("file", sorted({m.file for m in PLANTED}))
def test_every_mistake_can_still_be_planted(file):
    """Code changes; a mistake that fits nowhere any more would show nothing."""
    text = (ROOT / file).read_text()
    assert [m.was for m in PLANTED if m.file == file and text.count(m.was) != 1] == []
