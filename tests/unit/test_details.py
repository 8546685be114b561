"""What an engineer reads in the Temporal UI."""

from datetime import UTC, date, datetime

from habeas.domain.case import CaseState, CaseStatus, SystemCounts
from habeas.domain.right import Right
from workflows.details import case_details, part_details


def test_a_part_says_where_it_is_and_what_each_system_is_at():
    """The system that the others wait for is seen at once."""
    details = part_details("preflight", {"accounts": "ready", "billing": "preflight"})
    assert details == "**preflight**\n\n- **accounts**: ready\n- **billing**: preflight"


def test_a_case_says_what_it_waits_for_and_what_becomes_of_what():
    """State, date, who must do what, why; and of each system what was found, without the counts that are none."""
    status = CaseStatus(
        case_id="01890a5d-ac96-774b-bcce-b302099a8057",
        right=Right.ERASURE,
        state=CaseState.NEEDS_ATTENTION,
        received_at=datetime(2026, 3, 5, 9, tzinfo=UTC),
        due=date(2026, 4, 7),
        submitted_by="somebody",
        verified_how="at the counter",
        verified_by="somebody",
        phase="erase",
        waits_for="a person",
        reason="a cancel came after the pivot and is ignored",
        systems={"billing": SystemCounts(found=7, erased=0, retained=4), "accounts": SystemCounts(found=2, erased=2)},
    )
    head, waits, why, counts = case_details(status).split("\n\n")
    assert head == "**needs_attention** · erase · due 2026-04-07"
    assert (waits, why) == ("waits for: a person", "because: a cancel came after the pivot and is ignored")
    assert counts == "- **billing**: 7 found, 4 retained\n- **accounts**: 2 found, 2 erased"
