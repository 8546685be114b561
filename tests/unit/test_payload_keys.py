"""Payload keys are remembered for a while, waited for, and forgotten when they die."""

import asyncio

import pytest

from habeas.domain.error import Permanent, Unavailable
from habeas.domain.key import Kind
from habeas.vault.error import Disabled, Gone, Missing
from habeas.vault.payload_keys import PayloadKeyCache

CASE, KEY = "a-case", b"k" * 32


class Store:
    """A key store that says these things, one after the other, and the last one from then on."""

    def __init__(self, *says):
        self.says = list(says)
        self.asked = 0

    async def unwrap(self, case_id, kind):
        assert (case_id, kind) == (CASE, Kind.PAYLOAD)
        self.asked += 1
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(said, Exception):
            raise said
        return said


async def test_remembered():
    """A key that is used all the time is asked for once."""
    store = Store(KEY)
    keys = PayloadKeyCache(store)
    assert [await keys.payload_key(CASE, 0) for _ in range(5)] == [KEY] * 5
    assert store.asked == 1


async def test_forgotten():
    """A key that died is known no longer than was said."""
    keys = PayloadKeyCache(Store(KEY, Gone(CASE)), remembered=0.05)
    assert await keys.payload_key(CASE, None) == KEY
    await asyncio.sleep(0.06)
    with pytest.raises(Gone):
        await keys.payload_key(CASE, None)


@pytest.mark.parametrize("why", [Unavailable("register", "no answer"), Disabled(CASE), Missing(CASE)])
async def test_waited_for(why):
    """Who waits for ever has the key as soon as the store has it again."""
    store = Store(why, KEY)
    assert await asyncio.wait_for(PayloadKeyCache(store).payload_key(CASE, None), 10) == KEY
    assert store.asked == 2


@pytest.mark.parametrize("why", [Unavailable("register", "no answer"), Disabled(CASE), Missing(CASE)])
async def test_not_waited_for(why):
    """Who does not wait is told why."""
    with pytest.raises(type(why)):
        await PayloadKeyCache(Store(why)).payload_key(CASE, 0.1)


@pytest.mark.parametrize("why", [Gone(CASE), Permanent("key store", "was altered")])
async def test_for_good(why):
    """What will not change is not waited for, by nobody."""
    store = Store(why, KEY)
    with pytest.raises(type(why)):
        await PayloadKeyCache(store).payload_key(CASE, None)
    assert store.asked == 1


async def test_not_too_many():
    """However many cases there are, it remembers a thousand keys at most."""

    class Any:
        async def unwrap(self, case_id, kind):
            return KEY

    keys = PayloadKeyCache(Any())
    for number in range(1500):
        await keys.payload_key(str(number), 0)
    assert len(keys._known) == 1000


@pytest.mark.parametrize("why", [Unavailable("register", "no answer"), Missing(CASE)])
async def test_who_ends_waits_no_more(why):
    """A process that ends does not hang on a key that does not come."""
    keys = PayloadKeyCache(Store(why))
    waiting = asyncio.create_task(keys.payload_key(CASE, None))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    keys.stop_waiting()
    with pytest.raises(type(why)):
        await asyncio.wait_for(waiting, 0.5)
