"""Marketing holds to what every adapter must, by its record alone, in either database."""

import pytest
from record_world import marketing_world

from adapters.testing import Contract, StopsContract


@pytest.mark.long
class TestMarketing(Contract, StopsContract):
    """Each question in a platform of its own."""

    @pytest.fixture
    def opens(self, platform, tmp_path, now):
        return lambda: marketing_world(platform, tmp_path, now)
