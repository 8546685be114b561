"""Enrichment holds to what every adapter must, in either database."""

from functools import partial

import pytest
from enrichment_world import enrichment_world

from adapters.testing import Contract, StopsContract


class TestEnrichment(Contract, StopsContract):
    """Each question in a platform of its own."""

    @pytest.fixture
    def opens(self, platform, tmp_path, now):
        return partial(enrichment_world, platform, tmp_path, now)
