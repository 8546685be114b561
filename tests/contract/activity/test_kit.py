"""The activity log holds to what every adapter must, by its record alone, in either database."""

import pytest
from record_world import activity_world

from adapters.testing import Contract


@pytest.mark.long
class TestActivity(Contract):
    """Each question in a platform of its own."""

    @pytest.fixture
    def opens(self, platform, tmp_path, now):
        return lambda: activity_world(platform, tmp_path, now)
