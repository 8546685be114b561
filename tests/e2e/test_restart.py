"""The sandbox comes and goes: cases go on where they were, and nothing of it stays behind."""

import stat

import pytest

from habeas.sandbox.people import SUSPENDED


@pytest.mark.long
@pytest.mark.timeout(400)  # it starts twice all that others start once
def test_started_again_cases_go_on(up, tmp_path):
    """A plan that waited for its approval waits for it still; between the two the register can be read."""
    home = tmp_path / "home"
    with up(home) as box:
        plan = box.do("erase", "--plan-only", "--email", SUSPENDED.email).answer
        assert "runs in" in box.do("sandbox", "up").complaint
    assert "is in sqlite" in box.do("sandbox", "up", "--database", "postgresql").complaint
    assert "no Temporal server answers" in box.do("cancel", plan["case_id"]).complaint
    assert [case["case_id"] for case in box.do("list").answer["cases"]] == [plan["case_id"]]
    with up(home) as box:
        assert box.do("erase", "--plan-only", "--email", SUSPENDED.email).answer == plan
        done = box.do("approve", plan["case_id"], plan["plan_digest"]).answer
        assert (done["case_id"], done["state"]) == (plan["case_id"], "erased_with_open_steps")
    assert box.do("show", plan["case_id"]).answer["state"] == "erased_with_open_steps"
    assert stat.S_IMODE((home / "habeas").stat().st_mode) == 0o700
