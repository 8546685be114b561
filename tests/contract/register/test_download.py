"""How a copy was handed out: attempts are counted, one is whole, and two never are."""

import asyncio

import pytest
from uuid6 import uuid7

from habeas.register.download import Downloads
from habeas.register.engine import register_engine


@pytest.fixture
def case_id() -> str:
    """A case that no other test knows."""
    return str(uuid7())


async def test_a_whole_one(register, case_id):
    """Nothing is known of it, then an attempt, then that it was whole; after that none begins."""
    assert await register.download_of(case_id) is None
    assert await register.begin_download(case_id) == 1
    known = await register.download_of(case_id)
    assert (known.attempts, known.fetched_at) == (1, None)
    assert await register.end_download(case_id, 1)
    assert (await register.download_of(case_id)).fetched_at is not None
    assert await register.begin_download(case_id) is None


async def test_a_later_attempt_ends_the_one_before(register, case_id):
    """An attempt that another has followed is never the whole one."""
    assert [await register.begin_download(case_id) for _ in range(2)] == [1, 2]
    assert [await register.end_download(case_id, number) for number in (1, 2, 2)] == [False, True, False]


async def test_one_that_broke_at_its_end(register, case_id):
    """What could not be sent after all is taken back, by the attempt that it was and no other."""
    number = await register.begin_download(case_id)
    await register.end_download(case_id, number)
    await register.break_download(case_id, number + 1)
    assert (await register.download_of(case_id)).fetched_at is not None
    await register.break_download(case_id, number)
    assert (await register.download_of(case_id)).fetched_at is None
    assert await register.begin_download(case_id) == number + 1


@pytest.fixture
async def registers(register, url):
    """The same register as five processes have it; `register` has made its tables."""
    engines = [register_engine(url) for _ in range(5)]
    yield [Downloads(engine) for engine in engines]
    for engine in engines:
        await engine.dispose()


async def test_several_at_once(registers, case_id):
    """Attempts of several processes have numbers of their own, and of all that end at once one is whole."""
    numbers = await asyncio.gather(*(one.begin_download(case_id) for one in registers))
    assert sorted(numbers) == list(range(1, len(registers) + 1))
    latest = max(numbers)
    ends = await asyncio.gather(*(one.end_download(case_id, latest) for one in registers))
    assert ends.count(True) == 1
