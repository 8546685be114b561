"""Billing holds to what every adapter must."""

from functools import partial

import pytest
from billing_world import billing_world

from adapters.testing import Contract


class TestBilling(Contract):
    """Each question in a Stripe of its own."""

    @pytest.fixture
    def opens(self, tmp_path):
        return partial(billing_world, tmp_path)
