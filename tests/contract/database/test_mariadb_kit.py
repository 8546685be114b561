"""Accounts hold to what every adapter must in MariaDB too; it is looked at where there is a server (`conftest.py`)."""

from functools import partial

import pytest
from accounts_world import accounts_world

from adapters.testing import Contract
from habeas.sandbox.platform import build_platform


class TestAccountsInMariaDB(Contract):
    """Each question in a platform of its own."""

    @pytest.fixture
    async def opens(self, mariadb_place, tmp_path, now):
        await build_platform(mariadb_place.url_owner, now)
        return partial(accounts_world, mariadb_place, tmp_path, now)
