"""A request as it enters."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from habeas.domain.identifier import email
from habeas.domain.request import Intake


def test_p_6_when_it_was_received_is_said_by_who_takes_it_in():
    """P-6: there are several official addresses: the moment is an input, never that of the opening; it has a zone."""
    theirs = {"identifiers": (email("somebody@example.org"),)}
    for more in ({}, {"received_at": None}, {"received_at": datetime(2026, 3, 5, 9)}):
        with pytest.raises(ValidationError, match="received_at"):
            Intake(**theirs, **more)
