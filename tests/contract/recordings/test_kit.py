"""Recordings hold to what every adapter must, in either database."""

from functools import partial

import pytest
from recordings_world import recordings_world

from adapters.testing import Contract


class TestRecordings(Contract):
    """Each question in a platform, and in a place in the bucket, of its own."""

    @pytest.fixture
    def opens(self, platform, seaweed, tmp_path, now):
        return partial(recordings_world, platform, seaweed, tmp_path, now)
