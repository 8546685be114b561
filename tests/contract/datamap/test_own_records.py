"""The records of this company fit the database of the sandbox, in which each finds the tables of other systems too."""

from pathlib import Path

import pytest

from habeas.datamap.check import check_database
from habeas.datamap.connection import ask
from habeas.datamap.reading import read_schema

SYSTEMS = Path(__file__).parents[3] / "policy" / "systems"


@pytest.mark.parametrize("system", ["accounts", "activity", "marketing", "recordings"])
async def test_a_record_of_ours_fits(company_platform, system):
    """Nothing to mend; so the daily check of the sandbox finds nothing."""
    found = check_database(SYSTEMS / f"{system}.yaml", await ask(company_platform.url_read, read_schema))
    assert [str(fault) for fault in found if not fault.is_warning] == []
