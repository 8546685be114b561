"""The company's job: whom it looks up, what it keeps, and what it notes of whom it told."""

import asyncio
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from adapters.enrichment.address import address_hash
from habeas.domain.disclosure import Location
from habeas.domain.error import Refused, Unavailable
from habeas.sandbox import people
from habeas.sandbox.clearbit.entity import Entity
from habeas.sandbox.clearbit.meaning import LookedUp, Outcome
from habeas.sandbox.fault import How

FREJA, UNKNOWN = people.MANY_SIDED.email, people.UNKNOWN.email
US = Location(country="US", how="the address on her invoices")
KEY = bytes(range(32))


async def suppress(job, **more: object) -> None:
    row = {"address_hash": address_hash(FREJA, KEY), "ground": "g", "since": datetime.now(UTC), "held_by": None}
    await job.put("suppression", **{**row, "review_on": datetime.now(UTC).date(), **more})


def signed(job, document: object) -> tuple[bytes, str]:
    body = json.dumps(document).encode()
    secret = job.clearbit.server.key.removeprefix("sk_").encode()
    return body, "sha1=" + hmac.new(secret, body, hashlib.sha1).hexdigest()


async def test_a_look_up(job) -> None:
    """The copy is kept with its source and where the person is, and the disclosure is noted by a hash."""
    assert await job.enricher.look_up(FREJA, 10, US) == LookedUp(Outcome.STORED)
    ((_, email, account, _, source, person, country, how, is_in_use),) = await job.rows("enrichment")
    assert (email, account, source, country, how, bool(is_in_use)) == (FREJA, 10, "APIHub, Inc.", "US", US.how, True)
    assert json.loads(person)["name"]["givenName"] == "Freja"
    ((_, digest, *told, _, at),) = await job.rows("disclosure")
    assert (digest, told) == (address_hash(FREJA, KEY), ["APIHub, Inc.", "US", "e-mail address"])
    assert at


async def test_again(job) -> None:
    """A newer copy replaces the older one, and each look-up is a disclosure."""
    for written in (FREJA, FREJA.upper()):
        await job.enricher.look_up(written, 10, US)
    assert len(await job.rows("enrichment")) == 1
    assert len(await job.rows("disclosure")) == 2


@pytest.mark.parametrize("where", [Location(), *(Location(country=c, how="h") for c in ("FR", "NO", "IS"))])
async def test_p_1_nothing_goes_to_the_united_states(job, where: Location) -> None:
    """P-1: of whom is in the EEA, or nobody knows where, nothing is sent: the server never gets a request."""
    assert await job.enricher.look_up(FREJA, 10, where) == LookedUp(Outcome.BARRED)
    assert job.clearbit.server.log == ()
    assert await job.rows("disclosure") == []


async def test_another_entity(job) -> None:
    """An entity that is not in the United States may be told."""
    entity = Entity("Enrich Ltd", "IE", "e-mail address", "a contract")
    enricher = job.of(job.access(entity=entity))
    assert (await enricher.look_up(FREJA, 10, Location())).outcome is Outcome.STORED
    ((*_, country, how, _),) = await job.rows("enrichment")
    assert (country, how) == (None, None)


@pytest.mark.parametrize("held_by", [None, "01890a5d-ac96-774b-bcce-b302099a8057"])
async def test_who_is_to_be_left_alone(job, held_by: str | None) -> None:
    """Who is suppressed, or held by a case, is not looked up: the server never gets a request."""
    await suppress(job, held_by=held_by)
    assert await job.enricher.look_up(FREJA.upper(), 10, US) == LookedUp(Outcome.SUPPRESSED)
    assert job.clearbit.server.log == ()
    assert await job.rows("disclosure") == []


async def test_who_asks_meanwhile(job) -> None:
    """Who is suppressed while Clearbit answers has told all the same, and nothing of the answer is kept."""
    job.clearbit.switchboard.break_("clearbit", How.TIMEOUT)
    looking = asyncio.create_task(job.enricher.look_up(FREJA, 10, US))
    while not job.clearbit.server.log:
        await asyncio.sleep(0.02)
    await suppress(job)
    job.clearbit.switchboard.mend()
    assert await looking == LookedUp(Outcome.SUPPRESSED)
    assert await job.rows("enrichment") == []
    assert len(await job.rows("disclosure")) == 1


@pytest.mark.parametrize(("address", "outcome"), [(UNKNOWN, Outcome.UNKNOWN), ("no address", Outcome.INVALID)])
async def test_nobody(job, address: str, outcome: Outcome) -> None:
    """Where nobody is found nothing is kept, and the address was told all the same."""
    assert await job.enricher.look_up(address, None, US) == LookedUp(outcome)
    assert await job.rows("enrichment") == []
    assert len(await job.rows("disclosure")) == 1


async def test_too_many(job) -> None:
    """The caller learns when Clearbit takes requests again, and nothing is asked a second time."""
    job.clearbit.switchboard.break_("clearbit", How.RATE_LIMIT)
    looked_up = await job.enricher.look_up(FREJA, 10, US)
    assert looked_up.outcome is Outcome.NOT_NOW
    assert timedelta() < looked_up.again_at - datetime.now(UTC) <= timedelta(minutes=1)
    assert len(job.clearbit.server.log) == 1


async def test_a_wrong_key(job) -> None:
    """It is refused, and the error says neither key nor person."""
    with pytest.raises(Refused, match="401 invalid_api_key") as refused:
        await job.of(job.access(key="sk_wrong")).look_up(FREJA, 10, US)
    assert FREJA not in str(refused.value)


async def test_a_lost_answer(job) -> None:
    """An address that went out counts as told when the answer is lost, and not when there was no connection."""
    job.clearbit.switchboard.break_("clearbit", How.FAIL_AFTER)
    with pytest.raises(Unavailable):
        await job.enricher.look_up(FREJA, 10, US)
    assert len(await job.rows("disclosure")) == 1
    with pytest.raises(Unavailable, match="no connection"):
        await job.of(job.access(endpoint="http://127.0.0.1:9")).look_up(FREJA, 10, US)
    assert len(await job.rows("disclosure")) == 1


async def test_given_up(job) -> None:
    """A look-up that was cancelled under way is noted as told."""
    job.clearbit.switchboard.break_("clearbit", How.TIMEOUT)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(job.enricher.look_up(FREJA, 10, US), 0.5)
    assert len(await job.rows("disclosure")) == 1


@pytest.mark.parametrize("in_silence", [True, False])
async def test_queued(job, in_silence: bool) -> None:
    """A queued look-up has its row at once, and its webhook fills it; it is one disclosure."""
    job.clearbit.server.reindex(FREJA, in_silence=in_silence)
    assert await job.enricher.look_up(FREJA, 10, US) == LookedUp(Outcome.QUEUED)
    ((number, *_, person, country, _, _),) = await job.rows("enrichment")
    assert (person, country) == ("{}", "US")
    await job.clearbit.server.settle()
    assert await job.enricher.take_webhook(*job.listener.got[0]) == LookedUp(Outcome.STORED)
    ((same, *_, person, country, how, _),) = await job.rows("enrichment")
    assert (same, json.loads(person)["email"], country, how) == (number, FREJA, "US", US.how)
    assert len(await job.rows("disclosure")) == 1


async def test_queued_and_unknown(job) -> None:
    """Of whom Clearbit finds nobody after all, no empty row is left, however that is learnt."""
    for learn in (
        lambda: job.enricher.take_webhook(*job.listener.got[0]),
        lambda: job.enricher.look_up(UNKNOWN, 1, US),
    ):
        job.clearbit.server.reindex(UNKNOWN)
        assert await job.enricher.look_up(UNKNOWN, 1, US) == LookedUp(Outcome.QUEUED)
        await job.clearbit.server.settle()
        assert await learn() == LookedUp(Outcome.UNKNOWN)
        assert await job.rows("enrichment") == []


async def test_a_webhook_that_comes_too_late(job) -> None:
    """What comes after the row was erased, or for somebody who is to be left alone, is not kept."""
    job.clearbit.server.reindex(FREJA)
    await job.enricher.look_up(FREJA, 10, US)
    await job.clearbit.server.settle()
    await suppress(job)
    assert await job.enricher.take_webhook(*job.listener.got[0]) == LookedUp(Outcome.UNASKED)
    await job.clear("suppression")
    await job.clear("enrichment")
    assert await job.enricher.take_webhook(*job.listener.got[0]) == LookedUp(Outcome.UNASKED)
    assert await job.rows("enrichment") == []


async def test_a_webhook_of_somebody_else(job) -> None:
    """One that is not signed with our key is refused, and one about another person than was asked is not kept."""
    await job.enricher.look_up(FREJA, 10, US)
    ((number, *_, before, _, _, _),) = await job.rows("enrichment")
    body, signature = signed(job, {"id": number, "type": "person", "status": 200, "body": {"email": UNKNOWN}})
    assert await job.enricher.take_webhook(body, signature) == LookedUp(Outcome.UNASKED)
    for wrong in (None, "", "sha1=0", signature + "0", "sha1=é"):
        with pytest.raises(Refused, match="not signed"):
            await job.enricher.take_webhook(body, wrong)
    with pytest.raises(Refused, match="no person"):
        await job.enricher.take_webhook(*signed(job, ["nothing"]))
    assert (await job.rows("enrichment"))[0][5] == before


async def test_clearbit_knows_better_where_they_are(job) -> None:
    """Where Clearbit names another country than we knew, nobody knows: the next look-up is the caller's to bar."""
    await job.enricher.look_up(FREJA, 10, US)
    ((number, *_),) = await job.rows("enrichment")
    person = {"email": FREJA, "geo": {"countryCode": "FR"}}
    await job.enricher.take_webhook(*signed(job, {"id": number, "type": "person", "status": 200, "body": person}))
    ((*_, country, how, _),) = await job.rows("enrichment")
    assert (country, how) == (None, None)
