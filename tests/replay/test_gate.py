"""The gate is no echo: changes that are planted in a copy of the procedures are caught, by replay or by transcript."""

from pathlib import Path

import pytest
from temporalio.workflow import NondeterminismError

HISTORIES = Path(__file__).parent / "histories" / "0.1.0"
ERASED = [HISTORIES / f"erased_with_open_steps.{workflow}.json.gz" for workflow in ("case", "erasure")]
WAITED = [HISTORIES / "erasure_waited_for_an_export.case.json.gz"]
PREFLIGHT = "        await every(*(self._preflight(system) for system in systems))\n"

BREAKING = {
    "a step removed": ("reversible.py", PREFLIGHT, ""),
    "a step added": ("reversible.py", PREFLIGHT, f"{PREFLIGHT}        await workflow.sleep(1)\n"),
    "a step renamed": ("conduct.py", 'house_step("record_approval")', 'house_step("note_approval")'),
    "another step under its name": (
        "reversible.py",
        "SystemSteps.preflight, ",
        "SystemSteps.release, ",
    ),
    "steps in another order": (
        "reversible.py",
        "self._hold(system) for system in systems",
        "self._hold(system) for system in reversed(systems)",
    ),
    "attributes set once more": (
        "board.py",
        "        workflow.upsert_search_attributes(attributes)\n",
        "        workflow.upsert_search_attributes(attributes)\n" * 2,
    ),
    "a failure": ("case.py", "        await to_the_end(self._open())\n", "        raise KeyError\n"),
}
UNNOTICED = {
    "a time-out": ("step.py", "_ONE_ANSWER = timedelta(minutes=5)", "_ONE_ANSWER = timedelta(minutes=6)"),
    "a retry policy": ("step.py", "_LONGEST_PAUSE = timedelta(minutes=1)", "_LONGEST_PAUSE = timedelta(minutes=2)"),
    "a heartbeat": ("step.py", "HEARTBEAT = timedelta(seconds=8)", "HEARTBEAT = timedelta(seconds=9)"),
    "what a cancel waits for": ("step.py", "WAIT_CANCELLATION_COMPLETED", "ABANDON"),
    "a summary": ("step.py", "summary=system", 'summary=f"the {system}"'),
    "a task queue": ("step.py", "task_queue=system_queue(system)", 'task_queue=system_queue("everything")'),
    "the length of a timer": ("inquiry.py", "_LONGEST_TURN = timedelta(hours=1)", "_LONGEST_TURN = timedelta(hours=2)"),
    "the name of a timer": ("inquiry.py", 'timeout_summary="turn"', 'timeout_summary="wait"'),
    "an argument": (
        "reversible.py",
        "return StepOrder.of(self._order.case_id, self._order.plan, system)",
        'return StepOrder.of(self._order.case_id, self._order.plan, system).model_copy(update={"items": ()})',
    ),
    "search attributes": ("board.py", "            _DUE.value_set(clock.due_at),\n", ""),
    "what becomes of a part": ("carry_out.py", "ParentClosePolicy.ABANDON", "ParentClosePolicy.TERMINATE"),
}


@pytest.mark.parametrize("change", BREAKING)
async def test_replay_catches(replay, changed, change):
    """Code that does something else than an old case did cannot replay it."""
    failures = [failure for failure, _ in (await replay(ERASED, changed(*BREAKING[change]))).values() if failure]
    assert failures
    expected = RuntimeError if change == "a failure" else NondeterminismError
    assert {type(failure) for failure in failures} == {expected}


@pytest.mark.parametrize("change", UNNOTICED)
async def test_the_transcript_catches_what_replay_does_not(replay, replayed, changed, transcripts, change):
    """What a replay lets through stands differently in the transcript, or in the fields of the messages."""
    results = await replay([*ERASED, *WAITED], changed(*UNNOTICED[change]))
    assert [failure for failure, _ in results.values()] == [None] * len(results)
    before, after = ({file: of[file][1] for file in results} for of in (replayed, results))
    assert written(transcripts, before) != written(transcripts, after)


def written(transcripts, commands):
    """All that is written down of these commands."""
    new = type(transcripts)()
    return [*(new(one) for one in commands.values()), new.messages()]
