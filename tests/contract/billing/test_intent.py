"""Idempotency keys belong to intents, and are renewed only when they are burnt."""

from dataclasses import replace

import pytest

from adapters.billing.intent import Intent, Keys

INTENT = Intent("01890a5d-ac96-774b-bcce-b302099a8057", "d1", "hold")
CHANGES = {"metadata": {"contact_email:21": ""}}


def test_same_intent():
    """The same intent has the same key, in whatever order its parameters are."""
    keys = Keys()
    one, other = INTENT.digest_of("cus_1", {"a": 1, "b": 2}), INTENT.digest_of("cus_1", {"b": 2, "a": 1})
    assert keys.current(one) == keys.current(other) == Keys().current(one)


@pytest.mark.parametrize("other", [{"case_id": "x"}, {"digest": "d2"}, {"step": "release"}])
def test_other_intents(other):
    """Another case, plan or step is another intent, and so is another object or another change."""
    digest = INTENT.digest_of("cus_1", CHANGES)
    assert digest != replace(INTENT, **other).digest_of("cus_1", CHANGES)
    assert digest not in (INTENT.digest_of("cus_2", CHANGES), INTENT.digest_of("cus_1", {}))


def test_burnt():
    """A burnt key is never used again, and nobody else's is burnt with it."""
    keys, digest = Keys(), INTENT.digest_of("cus_1", CHANGES)
    used = [keys.current(digest)]
    for _ in range(3):
        keys.burn(digest)
        used.append(keys.current(digest))
    assert len(set(used)) == 4
    assert keys.current("another") == Keys().current("another")


def test_form():
    """A key fits into the 255 characters that Stripe allows, and says nothing of what is written."""
    key = Keys().current(INTENT.digest_of("cus_1", CHANGES))
    assert len(key) < 255
    assert "cus_1" not in key
