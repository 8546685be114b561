"""Logs say what happened in words of ours, with ids and counts; nothing that a person or a vendor has said."""

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.log import FIELDS, configure, only_known

CANARY = "canary.of.nobody@example.org"


@pytest.fixture
def said():
    """Logs something; the one object that was written."""
    out, before = io.StringIO(), logging.getLogger().handlers[:]
    level = logging.getLogger().level
    configure(out)

    def say(logger, *words, **extra):
        out.seek(0)
        out.truncate()
        logging.getLogger(logger).warning(*words, **extra)
        (line,) = out.getvalue().splitlines()
        assert "canary" not in line
        return json.loads(line)

    yield say
    logging.basicConfig(level=level, handlers=before, force=True)


def test_our_own_words(said):
    """A constant text, with fields that are on the list."""
    told = said("habeas.register", "tried again", extra={"system": "billing", "count": 3})
    assert (told["event"], told["system"], told["count"]) == ("tried again", "billing", 3)
    assert (told["logger"], told["level"]) == ("habeas.register", "warning")
    assert told["at"].endswith("Z")


def test_a_field_that_is_not_on_the_list(said):
    """It is left out, and its name says that it was."""
    assert said("habeas", "opened", extra={"email": CANARY, "system": "accounts"})["refused"] == ["email"]


def test_arguments_are_not_put_into_the_text(said):
    """Who writes a value into a message finds the message without it."""
    assert said("habeas", "opened for %s", CANARY)["event"] == "opened for %s"


def test_an_exceptions_text_is_never_kept(said):
    """Its class and its place are; not those it came from either."""
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            raise ValueError(f"{CANARY} is no number") from cause
    except ValueError:
        told = said("temporalio.activity", "Completing activity as failed", exc_info=True)
    assert (told["error"], told["event"]) == ("ValueError", "Completing activity as failed")
    assert told["where"].startswith("test_log.py:")


@pytest.mark.parametrize(
    ("logger", "text", "kept"),
    [
        ("temporalio.activity", f"Exception handling failed, original error: {CANARY}", "original error"),
        ("temporal_sdk_core", f'Failing workflow task message: "{CANARY}"', "Failing workflow task message"),
        ("asyncio", f"Task exception was never retrieved\nfuture: <Task {CANARY}>", "never retrieved"),
        ("botocore", f"error for {CANARY}", "not kept"),
        ("aiohttp.access", f"GET /{CANARY}", "not kept"),
        ("habeasnot", CANARY, "not kept"),
    ],
)
def test_what_a_library_says(said, logger, text, kept):
    """What is known to be its own words is kept up to a quotation, and of an unknown one nothing."""
    assert kept in said(logger, text)["event"]


def test_what_the_sdk_tells_of_a_workflow(said):
    """Its ids are kept, in fields of their own."""
    about = {"workflow_id": "habeas/1", "attempt": 2, "memo": CANARY}
    told = said("temporalio.workflow", "trying again", extra={"temporal_workflow": about, "system": "billing"})
    assert (told["workflow_id"], told["attempt"], told["system"]) == ("habeas/1", 2, "billing")


@given(st.dictionaries(st.text(), st.text()))
def test_nothing_passes_but_what_is_on_the_list(event):
    """Whatever the fields, those that are written are known ones."""
    assert set(only_known(None, "", event)) <= FIELDS
