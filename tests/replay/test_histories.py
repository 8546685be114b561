"""The code of today replays every history, of every shape of case; and asks Temporal for what it asked for before."""

import base64
import gzip
import json
import os
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted((HERE / "histories").glob("*/*.json.gz"))
RENEW = "RENEW_GOLDEN"
CASE, EXPORT, ERASURE = ["case"], ["case", "export"], ["case", "erasure"]
QUESTION, HANDED_OVER = "question-1", "hand-over-1"
SHAPES = {
    "confirmation": CASE,
    "duplicate": CASE,
    "erased": ERASURE,
    "erased_with_open_steps": ERASURE,
    "erasure_all_retained": CASE,
    "erasure_attested": ERASURE,
    "erasure_beyond_then_approved_again": ERASURE,
    "erasure_by_an_instruction": [*ERASURE, HANDED_OVER],
    "erasure_cancelled_before_its_decision": CASE,
    "erasure_looked_at_again": ERASURE,
    "erasure_no_data": CASE,
    "erasure_of_a_manual_system": [*ERASURE, QUESTION, "question-4"],
    "erasure_of_a_manual_system_unwound": [*ERASURE, QUESTION],
    "erasure_of_a_signed_approval": ERASURE,
    "erasure_of_two_approvals": ERASURE,
    "erasure_refused": CASE,
    "erasure_reset_after_the_pivot": ERASURE,
    "erasure_resumed_after_termination": ERASURE,
    "erasure_stuck_then_retried": ERASURE,
    "erasure_that_temporal_cancelled_too_late": ERASURE,
    "erasure_unwound_after_a_cancel": ERASURE,
    "erasure_unwound_after_a_failure": ERASURE,
    "erasure_unwound_after_a_hold_of_two_attempts": ERASURE,
    "erasure_waited_for_an_export": ERASURE,
    "erasure_whose_part_was_adopted": ERASURE,
    "erasure_whose_customer_is_silent": [*CASE, HANDED_OVER],
    "erasure_with_a_kept_holding": ERASURE,
    "erasure_with_a_linked_identifier": ERASURE,
    "export_cancelled": EXPORT,
    "export_no_data": CASE,
    "export_of_a_manual_system_that_is_silent": [*EXPORT, QUESTION],
    "export_of_a_shared_identifier": EXPORT,
    "export_ready": EXPORT,
    "export_stuck_then_retried": EXPORT,
    "export_waited_for_an_erasure": EXPORT,
    "export_with_a_breach": [*EXPORT, "breach"],
    "objection_by_a_mailed_link": CASE,
    "open_awaiting_a_second_approval": CASE,
    "open_awaiting_decision": CASE,
    "open_export_stuck": EXPORT,
    "open_holding": ERASURE,
    "open_stuck_after_the_pivot": ERASURE,
    "open_stuck_while_it_looks": CASE,
    "open_stuck_while_it_unwinds": ERASURE,
    "open_waiting_for_a_turn": CASE,
    "withdrawal_stuck_then_retried": CASE,
}
DOMAIN = re.compile(r"@([\w.-]+)")
RESERVED = re.compile(r"(^|\.)(example|test|invalid)(\.(org|com|net))?$")  # RFC 2606
OF_A_MACHINE = ("/home/", "/root/", "/tmp/", "/work/", "Traceback", 'File "')


def name(file):
    """A history, without the folder's version."""
    return file.name.removesuffix(".json.gz")


def test_every_shape():
    """Every shape of case has the history of each of its workflows, and there is none that no shape names."""
    expected = {f"{shape}.{workflow}" for shape, workflows in SHAPES.items() for workflow in workflows}
    assert {name(file) for file in FILES} == expected


@pytest.mark.parametrize("file", FILES, ids=name)
async def test_it_replays(replayed, file):
    """A history that was recorded once replays for ever."""
    failure, _ = replayed[file]
    assert failure is None


@pytest.mark.parametrize("file", FILES, ids=name)
async def test_it_asks_for_what_it_asked_for(replayed, transcripts, file):
    """Ids, queues, time-outs, retries, cancellation, timers and summaries are those written down."""
    _, commands = replayed[file]
    golden(HERE / "golden" / file.parent.name / f"{name(file)}.txt", transcripts(commands))


async def test_messages_have_the_fields_that_they_had(replayed, transcripts):
    """No field is added to what procedures send, or taken from it, unnoticed."""
    for _, commands in replayed.values():
        transcripts(commands)
    golden(HERE / "golden" / "messages.txt", transcripts.messages())


def golden(file, text):
    """What is written down; or, when it is to be renewed, what will be. The difference is for a reviewer to read."""
    if os.environ.get(RENEW) == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert text == file.read_text(), f"if that is meant: make golden, and have the difference of {file.name} reviewed"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nobody_and_no_machine(file):
    """The people of the histories are made up, and nothing is said of the machine that recorded them."""
    text = gzip.decompress(file.read_bytes()).decode()
    decoded = [base64.b64decode(data).decode() for data in re.findall(r'"data":"([^"]*)"', text)]
    whole = "\n".join([text, *decoded])
    assert [part for part in OF_A_MACHINE if part in whole] == []
    assert [domain for domain in DOMAIN.findall(whole) if not RESERVED.search(domain)] == []


def test_the_identity_of_a_worker_is_scrubbed():
    """What Temporal calls a worker's identity holds a host's name: it stands in no history."""
    for file in FILES:
        text = json.dumps(json.loads(gzip.decompress(file.read_bytes())))
        assert set(re.findall(r'"identity": "([^"]*)"', text)) <= {"worker", "history-service"}
