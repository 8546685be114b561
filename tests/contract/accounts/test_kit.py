"""Accounts hold to what every adapter must, in either database."""

from functools import partial

import pytest
from accounts_world import accounts_world

from adapters.testing import Contract


class TestAccounts(Contract):
    """Each question in a platform of its own."""

    @pytest.fixture
    def opens(self, platform, tmp_path, now):
        return partial(accounts_world, platform, tmp_path, now)
