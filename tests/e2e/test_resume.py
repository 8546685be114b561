"""Temporal loses its database; the register and the papers of the cases are all that is left."""

import sqlite3
from contextlib import closing

import pytest

from habeas.sandbox.people import MANY_SIDED, SUSPENDED


@pytest.mark.timeout(400)  # it starts twice all that others start once
def test_temporal_loses_its_database(up, tmp_path):
    """Open cases are found and go on, closed ones are left alone, and nothing is asked of a database shell."""
    home = tmp_path / "home"
    with up(home) as box:
        closed = box.do("locate", "--email", MANY_SIDED.email).answer["case_id"]
        plan = box.do("erase", "--plan-only", "--email", SUSPENDED.email).answer
        assert box.do("resume").answer == {"orphans": []}
    for file in (home / "habeas" / "temporal").glob("temporal.db*"):
        file.unlink()
    with up(home) as box:
        assert "habeas resume" in box.do("show", plan["case_id"]).complaint
        (lost,) = box.do("resume", "--look").answer["orphans"]
        assert (lost["case_id"], lost["was"], lost["now"]) == (plan["case_id"], "unknown to Temporal", "lost")
        (resumed,) = box.do("resume").answer["orphans"]
        assert (resumed["case_id"], resumed["now"]) == (plan["case_id"], "resumed")
        again = box.do("erase", "--plan-only", "--email", SUSPENDED.email).answer
        assert again["case_id"] == plan["case_id"]
        done = box.do("approve", plan["case_id"], again["plan_digest"]).answer
        assert done["state"] == "erased_with_open_steps"
        assert box.do("show", closed).answer["state"] == "located"
        assert not list((home / "habeas" / "cases").glob(f"{plan['case_id']}/*.json"))
        the_register_is_an_older_copy(home, plan["case_id"])
        (told,) = box.do("resume").answer["orphans"]
        assert (told["was"], told["now"]) == ("has ended", "written down: erased_with_open_steps")
        assert box.do("show", plan["case_id"]).answer["state"] == "erased_with_open_steps"
        assert box.do("certificate", plan["case_id"], "--out", tmp_path / "certificate").code == 0


def the_register_is_an_older_copy(home, case_id):
    """From when the case was not carried out yet, as far as this case goes."""
    with closing(sqlite3.connect(home / "habeas" / "register.db")) as register, register:
        register.execute("DELETE FROM plan_decision WHERE case_id = ?", [case_id])
        undone = "closed_at = NULL, report = NULL, state = 'awaiting_decision'"
        register.execute(f"UPDATE case_file SET {undone} WHERE case_id = ?", [case_id])
