"""Fetching the copy: a link goes to the address on file, and what it opens is handed out whole, and once.

Who asks for the link is on the page of the case; who gets it reads the mail of the person: that is the second look at
who they are. If the DPO ever allows a second copy, it is by taking the note of the first out of the register.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

from aiohttp import web

from habeas.console.web.door import door_of
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.visit import note
from habeas.console.web.way import go
from habeas.domain.case import CaseStatus
from habeas.domain.error import HabeasError, NoSuchCase
from habeas.domain.identifier import EMAIL, GIVEN
from habeas.domain.link import LinkPurpose
from habeas.domain.receipt import BundleReceipt

from .mail import mail
from .office import Office, office_of
from .standing import BY, status_of
from .visitor import PERSON, person

NAME = "copy.zip"
_SECONDS_A_PART = 300.0  # for whoever fetches two mebibytes: then the attempt is broken off
_log = logging.getLogger(__name__)


async def send_link(request: web.Request) -> web.Response:
    """Send a fresh link to the address on file of the case, never to one that is typed. Raises Failed."""
    office, case_id = office_of(request), person(request).case_id
    status, known = await status_of(office, case_id), await office.register.download_of(case_id)
    if status.bundle is None or (known is not None and known.fetched_at is not None):
        raise Failed(Failure.NOT_NOW)
    office.limits.mails.take(case_id)
    address = await address_on_file(office, status)
    note(request, "send_link", case_id)
    await office.register.revoke_links(case_id, LinkPurpose.BUNDLE)
    token = await office.register.issue_link(case_id, LinkPurpose.BUNDLE, datetime.now(UTC) + office.copy_link)
    await office.post.send(mail(address, door_of(request).url, token, language_of(request)))
    return go("/case", done="sent")


async def address_on_file(office: Office, status: CaseStatus) -> str:
    """The address by which the person asked, or the other one that they have now, if somebody has seen who they are.

    Raises Failed when there is not the one, or nobody knows it any more.
    """
    kept = await office.replies.reply_to(status.case_id)
    if kept is not None:
        was_seen = status.verified_by not in {None, BY}
        return kept.instead if kept.instead is not None and was_seen else kept.address
    try:
        known = (await office.cases.identifiers(status.case_id)).values()
    except NoSuchCase:
        raise Failed(Failure.NOT_NOW) from None
    given = {one.normalised(): one.value for one in known if one.kind == EMAIL and one.found_in == GIVEN}
    if len(given) != 1:
        raise Failed(Failure.NOT_NOW)
    return next(iter(given.values()))


async def hand_out(request: web.Request, case_id: str) -> web.StreamResponse | None:
    """Stream the copy, to who has used its link; None when it was fetched, or there is none.

    What goes wrong after the first byte breaks the connection: half a copy is none, and takes a new link.
    """
    office = office_of(request)
    bundle = (await status_of(office, case_id)).bundle
    number = await office.register.begin_download(case_id) if bundle is not None else None
    if bundle is None or number is None:
        return None
    _note(request, case_id)
    opener = await office.files.opener(case_id)
    answer = _answer(bundle)
    await answer.prepare(request)
    try:
        await _send(answer, office, (case_id, number), opener.chunks(bundle.name, bundle.parts, bundle.sealed_sha256))
    except (OSError, TimeoutError, HabeasError, _Superseded) as error:
        _log.warning("a copy was not handed out whole (%s)", type(error).__name__)
        if request.transport is not None:
            request.transport.abort()
    return answer


class _Superseded(Exception):
    """Another attempt has begun, or was whole."""


async def _send(answer: web.StreamResponse, office: Office, attempt: tuple[str, int], chunks: Iterator[bytes]) -> None:
    """The last bytes leave when all others have, the file was what its receipt says, and this attempt is the one."""
    last = b""
    async for chunk in _in_a_thread(chunks):
        await _patiently(answer, last)
        last = chunk
    if not await office.register.end_download(*attempt):
        raise _Superseded
    try:
        await _patiently(answer, last)
        await answer.write_eof()
    except BaseException:
        await asyncio.shield(office.register.break_download(*attempt))
        raise


async def _patiently(answer: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(_SECONDS_A_PART):
        await answer.write(data)


async def _in_a_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk


def _answer(bundle: BundleReceipt) -> web.StreamResponse:
    name, kind = (f"{NAME}.age", "application/octet-stream") if bundle.is_for_recipient else (NAME, "application/zip")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Accept-Ranges": "none", "Content-Type": kind}
    answer = web.StreamResponse(headers=headers)
    answer.content_length = bundle.size
    return answer


def _note(request: web.Request, case_id: str) -> None:
    """As `visit.note`, of who is not signed in: the link alone says whose case it is. Raises Failed."""
    try:
        door_of(request).audit.note(case_id, role=PERSON, what="download", case=case_id)
    except OSError:
        raise Failed(Failure.NOT_NOTED) from None
