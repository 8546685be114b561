"""Fetching the copy: by a link that goes to the address on file, whole, and once."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta

import pytest
from aiohttp import ClientError

from habeas.console.web.limit import Limit
from habeas.console.web.person.office import Limits
from habeas.domain.identifier import Identifier, email
from habeas.domain.link import LinkPurpose
from habeas.vault.sealed import PART

FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
PERSON = "maja.canary@example.org"

COPY = b"PK" + os.urandom(3 * PART + 1000)  # of four parts


async def prepared(served, data=COPY):
    """A case with a copy, and a browser on its page."""
    case_id = await served.case()
    await served.bundle(case_id, data)
    return case_id, await served.visitor(case_id)


async def test_the_copy(served):
    """The button sends a link to the address on file; its own button gives the bytes, with headers that keep them."""
    case_id, browser = await prepared(served)
    assert (await browser.send("/case", "/case/copy")).headers["Location"] == "/case?done=sent"
    (mail,) = served.letterbox.letters()
    assert mail.is_for(PERSON)
    stranger = await served.browser()
    answer = await stranger.send(served.links_sent()[0])
    assert await answer.read() == COPY
    assert answer.headers["Content-Disposition"] == 'attachment; filename="copy.zip"'
    assert (answer.headers["Cache-Control"], answer.headers["Accept-Ranges"]) == ("no-store", "none")
    assert (answer.content_type, answer.content_length) == ("application/zip", len(COPY))
    assert (await served.office.register.download_of(case_id)).fetched_at is not None
    text = await browser.text("/case")
    assert ("The copy was fetched on" in text, 'action="/case/copy"' in text) == (True, False)


async def test_once(served):
    """After a whole copy no link gives another: not the used one, not one that is still out, and none is sent."""
    case_id, browser = await prepared(served)
    first, second = [await served.link(case_id, LinkPurpose.BUNDLE) for _ in range(2)]
    assert await (await browser.send(first)).read() == COPY
    fields = await browser.fields("/case/withdraw")
    assert [(await browser.send(path)).status for path in (first, second)] == [404, 404]
    assert (await browser.post("/case/copy", fields)).status == 409
    assert served.letterbox.letters() == ()


async def test_two_at_once(served):
    """Two links that are used at the same moment give one whole copy between them."""
    case_id, _ = await prepared(served)
    paths = [await served.link(case_id, LinkPurpose.BUNDLE) for _ in range(2)]

    async def fetched(path):
        browser = await served.browser()
        with suppress(ClientError):
            answer = await browser.send(path)
            return await answer.read()
        return b""

    got = await asyncio.gather(*map(fetched, paths))
    assert [one == COPY for one in got].count(True) == 1


async def test_a_broken_download(served):
    """Whoever lost the connection has no copy, that link is used, and a new one gives it."""
    case_id, browser = await prepared(served, b"PK" + os.urandom(24 * PART))
    path = await served.link(case_id, LinkPurpose.BUNDLE)
    fields = await browser.fields(path)
    answer = await browser.client.post(served.url + path, data=fields, headers=FORM)
    await answer.content.read(1000)
    answer.close()
    for _ in range(100):
        known = await served.office.register.download_of(case_id)
        if known.fetched_at is None:
            await asyncio.sleep(0.02)
    assert known.fetched_at is None
    assert (await browser.send(path)).status == 404
    await browser.send("/case", "/case/copy")
    whole = await (await browser.send(served.links_sent()[-1])).read()
    assert len(whole) == 24 * PART + 2


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=0-1", "bytes=-5"])
async def test_no_part_of_it(served, header):
    """Who asks for a range gets the whole, and that was it."""
    case_id, browser = await prepared(served)
    path = await served.link(case_id, LinkPurpose.BUNDLE)
    fields = await browser.fields(path)
    answer = await browser.post(path, fields, headers={**FORM, "Range": header})
    assert (answer.status, await answer.read() == COPY) == (200, True)


async def test_a_copy_that_was_altered(served, caplog):
    """A file that is not what its receipt says is never whole: the connection breaks, and the copy stays unfetched."""
    case_id, browser = await prepared(served)
    sealer = await served.office.files.sealer(case_id)
    async with sealer.write("bundle/other") as out:
        await out.write(os.urandom(PART))
    parts = served.parts
    parts.put(case_id, "bundle/one/000004", parts.get(case_id, "bundle/other/000001"))
    answer = await browser.send(await served.link(case_id, LinkPurpose.BUNDLE))
    with pytest.raises(ClientError):
        await answer.read()
    assert (await served.office.register.download_of(case_id)).fetched_at is None
    assert case_id not in caplog.text


async def test_looking_gives_nothing(served):
    """To open the link shows a button, and the copy is still there."""
    case_id, browser = await prepared(served)
    path = await served.link(case_id, LinkPurpose.BUNDLE)
    assert "PK" not in (await browser.text(path))[:2]
    assert await served.office.register.download_of(case_id) is None


async def test_the_address_is_that_on_file(served):
    """No address that is typed counts; where there is not the one on file nothing is sent, and no link issued."""
    case_id, browser = await prepared(served)
    await browser.post("/case/copy", {**await browser.fields("/case"), "email": "other@example.org"})
    assert [one.is_for(PERSON) for one in served.letterbox.letters()] == [True]
    found = Identifier(kind="email", value="found@example.org", found_in="billing")
    served.cases.known[case_id] = {"email-1": found}
    assert (await browser.send("/case", "/case/copy")).status == 409
    served.cases.known[case_id] = {"email-1": email(PERSON), "email-2": email("two@example.org")}
    assert (await browser.send("/case", "/case/copy")).status == 409
    assert len(served.letterbox.letters()) == 1


async def test_the_address_is_known_after_temporal_has_forgotten_it(served, browser):
    """The link goes where one asked; to the other address that one has now, once somebody has seen who it is."""
    await browser.send("/", right="access", email=PERSON)
    await browser.send("/lost", right="access", email="old.canary@example.org", reply_to="new.canary@example.org")
    (first, *_), (second, *_) = served.cases.opened
    served.cases.known.clear()
    sent = []
    for case_id, by in ((first, None), (second, "the person's page"), (second, "support")):
        await served.keys.settle(case_id)
        await served.bundle(case_id, COPY)
        served.cases.change(case_id, verified_by=by)
        visitor = await served.visitor(case_id)
        assert (await visitor.send("/case", "/case/copy")).status == 303
        sent.append(served.letterbox.letters()[-1].to)
    assert sent == [(PERSON,), ("old.canary@example.org",), ("new.canary@example.org",)]


async def test_a_new_link_ends_the_one_before(served):
    """Of two links that were sent only the later one gives the copy."""
    _, browser = await prepared(served)
    for _ in range(2):
        await browser.send("/case", "/case/copy")
    first, second = served.links_sent()
    assert (await browser.send(first)).status == 404
    assert await (await browser.send(second)).read() == COPY


async def test_a_mail_server_that_is_away(served):
    """It is said so in one line; nothing was sent, and it can be asked for again."""
    _, browser = await prepared(served)
    served.switchboard.break_("mail", "error", 1)
    answer = await browser.send("/case", "/case/copy")
    assert (answer.status, PERSON in await answer.text()) == (503, False)
    assert (await browser.send("/case", "/case/copy")).status == 303


async def test_how_often_a_link_is_sent(serve):
    """Nobody's letterbox is filled from a page."""
    served = await serve(Limits(mails=Limit(2, 60)))
    _, browser = await prepared(served)
    assert [(await browser.send("/case", "/case/copy")).status for _ in range(3)] == [303, 303, 429]


async def test_a_link_is_over_in_time(served):
    """A link that nobody used in its time gives nothing."""
    case_id, browser = await prepared(served)
    assert (await browser.send(await served.link(case_id, LinkPurpose.BUNDLE, timedelta(seconds=-1)))).status == 404


async def test_no_copy_before_there_is_one(served):
    """A case without a copy has no button, and sends no link."""
    browser = await served.visitor(await served.case())
    assert 'action="/case/copy"' not in await browser.text("/case")
    assert (await browser.send("/case", "/case/copy")).status == 409
