"""Links: one use for what is to be used once, an end for all, and of a token the hash alone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from uuid6 import uuid7

from habeas.domain.error import Barred
from habeas.domain.link import LinkPurpose
from habeas.register.engine import register_engine
from habeas.register.table import link

ONE_TIME = (LinkPurpose.IDENTITY, LinkPurpose.BUNDLE)
LASTING = (LinkPurpose.PAGE, LinkPurpose.CONTROLLER)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def case_id() -> str:
    """A case that no other test knows."""
    return str(uuid7())


async def rows(url: str, case_id: str) -> list:
    """What the register has of a case's links."""
    engine = register_engine(url, is_kept=False)
    async with engine.connect() as connection:
        return list(await connection.execute(select(link).where(link.c.case_id == case_id)))


@pytest.mark.parametrize("purpose", ONE_TIME)
async def test_once(register, case_id, purpose):
    """To look does not use it; the first use gets the case, and then it is good for nothing."""
    token = await register.issue_link(case_id, purpose, soon())
    for _ in range(2):
        assert await register.look_link(token) == (case_id, purpose)
    assert [await register.use_link(token, purpose) for _ in range(2)] == [case_id, None]
    assert await register.look_link(token) is None


@pytest.mark.parametrize("purpose", LASTING)
async def test_until_it_expires(register, case_id, purpose):
    """A page is read as often as the person likes."""
    token = await register.issue_link(case_id, purpose, soon())
    assert [await register.use_link(token, purpose) for _ in range(3)] == [case_id] * 3


@pytest.mark.parametrize("purpose", ONE_TIME)
async def test_of_many_at_once_one_wins(register, case_id, purpose):
    """A compare-and-set: who comes at the same moment gets nothing."""
    token = await register.issue_link(case_id, purpose, soon())
    answers = await asyncio.gather(*(register.use_link(token, purpose) for _ in range(8)))
    assert [answer for answer in answers if answer] == [case_id]


@pytest.mark.parametrize("purpose", LinkPurpose)
async def test_expired(register, case_id, purpose):
    """After its end a link is as unknown."""
    token = await register.issue_link(case_id, purpose, datetime.now(UTC) - timedelta(microseconds=1), letter=1)
    assert await register.use_link(token, purpose) is None
    assert await register.look_link(token) is None
    assert await register.letter_of_link(token) is None


@pytest.mark.parametrize("purpose", LinkPurpose)
async def test_for_another_purpose(register, case_id, purpose):
    """A link opens nothing but what it is for, and is not used up by the attempt."""
    token = await register.issue_link(case_id, purpose, soon())
    others = [other for other in LinkPurpose if other is not purpose]
    assert [await register.use_link(token, other) for other in others] == [None] * len(others)
    assert await register.use_link(token, purpose) == case_id


@pytest.mark.parametrize("token", ["", "x", "é" * 500, "0" * 64])
async def test_unknown(register, token):
    """What is no token of ours is answered with nothing, whatever it looks like."""
    assert await register.look_link(token) is None
    assert [await register.use_link(token, purpose) for purpose in LinkPurpose] == [None] * len(LinkPurpose)


async def test_the_token_is_not_in_the_register(register, case_id, url):
    """Who reads the register opens no page: the hash of a token is not taken for one."""
    token = await register.issue_link(case_id, LinkPurpose.PAGE, soon(), letter=7)
    (row,) = await rows(url, case_id)
    assert token not in str(row)
    assert await register.look_link(row.token_hash) is None
    assert await register.letter_of_link(token) == 7


async def test_proof(register, case_id):
    """An identity link that was used shows when; a page that was read, and a link that nobody opened, show nothing."""
    page = await register.issue_link(case_id, LinkPurpose.PAGE, soon())
    first, second = [await register.issue_link(case_id, LinkPurpose.IDENTITY, soon()) for _ in range(2)]
    await register.use_link(page, LinkPurpose.PAGE)
    assert await register.proof(case_id) is None
    before = datetime.now(UTC)
    await register.use_link(second, LinkPurpose.IDENTITY)
    proof = await register.proof(case_id)
    assert before <= proof <= datetime.now(UTC)
    await register.use_link(first, LinkPurpose.IDENTITY)
    assert await register.proof(case_id) == proof


async def test_revoked(register, case_id):
    """Links of one purpose and case end at once; what was shown by one stays known, and no other link is touched."""
    used, unused = [await register.issue_link(case_id, LinkPurpose.IDENTITY, soon()) for _ in range(2)]
    page = await register.issue_link(case_id, LinkPurpose.PAGE, soon())
    foreign = await register.issue_link(str(uuid7()), LinkPurpose.IDENTITY, soon())
    await register.use_link(used, LinkPurpose.IDENTITY)
    for _ in range(2):
        await register.revoke_links(case_id, LinkPurpose.IDENTITY)
    assert await register.use_link(unused, LinkPurpose.IDENTITY) is None
    assert await register.proof(case_id)
    assert await register.look_link(page)
    assert await register.look_link(foreign)


async def test_shredded(register, case_id, url):
    """With the secrets of a case its links go, no new one is issued, and those of another case stay."""
    page = await register.issue_link(case_id, LinkPurpose.PAGE, soon())
    other = await register.issue_link(str(uuid7()), LinkPurpose.PAGE, soon())
    await register.destroy_keys(case_id)
    assert await register.look_link(page) is None
    with pytest.raises(Barred, match="shredded"):
        await register.issue_link(case_id, LinkPurpose.PAGE, soon())
    assert await rows(url, case_id) == []
    assert await register.look_link(other)
