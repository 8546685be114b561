"""The page of a case, and what its person may do there."""

import re

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.reading import rendered, written
from habeas.console.web.sent import SENT, takes
from habeas.console.web.visit import form, note, requires
from habeas.console.web.way import go
from habeas.domain.error import InvalidInput, NoSuchCase
from habeas.domain.update import Reply
from habeas.vault.evidence import LARGEST, EvidenceKind, kind_of

from .form import Incomplete, offered, text
from .link import tell_who
from .office import Office, office_of
from .proof import proof_for
from .shown import shown
from .standing import BY, STEPS, Need, Standing, status_of
from .stop import consents_of, may_stop
from .visitor import PERSON, CaseVisitor, person

_LONGEST_REPLY = 4000
_FORM = 64 << 10  # bytes of a form beside its file
_ONCE = re.compile(r"[A-Za-z0-9_-]{1,40}")


@requires(PERSON)
async def case_page(request: web.Request) -> web.Response:
    """Where it is, what is needed, the letters."""
    return await _page(request)


@requires(PERSON)
async def reply(request: web.Request) -> web.Response:
    """Answer a question."""
    office, case_id = _counted(request)
    fields = await form(request)
    try:
        words = text(fields, "reply", _LONGEST_REPLY)
    except Incomplete as wrong:
        return await _page(request, 400, wrong.fields, fields.get("reply", ""))
    note(request, "reply", case_id)
    await office.cases.tell(case_id, Reply(text=words), update_id=await _once(request))
    return go("/case", done="reply")


@requires(PERSON)
async def confirm(request: web.Request) -> web.Response:
    """Tell the case once more that its link was opened, by who opened it in this session."""
    office, case_id = _counted(request)
    if not person(request).has_shown:
        raise Failed(Failure.NOT_ALLOWED)
    note(request, "confirm", case_id)
    await tell_who(office, case_id)
    return go("/case")


@takes(LARGEST + _FORM)
@requires(PERSON)
async def show_evidence(request: web.Request) -> web.Response:
    """Keep a file that shows who somebody is, where that is asked for; it is sealed before anything is answered."""
    office, case_id = _counted(request)
    data = request[SENT].files.get("file", b"")
    if not await _is_asked_for(request, office):
        raise Failed(Failure.NOT_NOW)
    if not _is_kept_here(data):
        return await _page(request, 400, ("file",))
    note(request, "show_evidence", case_id)
    try:
        await office.evidence.keep(case_id, data)
    except InvalidInput:  # there are enough
        return await _page(request, 400, ("files",))
    if not await _is_asked_for(request, office):  # it was decided meanwhile: what serves nothing is not kept (L-12)
        await office.evidence.discard_evidence(case_id)
    return go("/case", done="evidence")


@requires(PERSON)
async def withdraw_page(request: web.Request) -> web.Response:
    """What it means to take the request back, before it is done."""
    return shown(request, "withdraw.html", standing=await _standing(request), once=office_of(request).once.token())


@requires(PERSON)
async def withdraw(request: web.Request) -> web.Response:
    """Take the request back. The case says whether that is still possible."""
    office, case_id = _counted(request)
    note(request, "withdraw", case_id)
    await office.cases.cancel(case_id, BY, update_id=await _once(request))
    return go("/case", done="withdrawn")


def _counted(request: web.Request) -> tuple[Office, str]:
    office, case_id = office_of(request), person(request).case_id
    office.limits.cases.take(case_id)
    return office, case_id


async def _once(request: web.Request) -> str:
    """The id under which the case is told, once for each form that was shown. Raises Failed."""
    once = (await form(request)).get("once", "")
    if not _ONCE.fullmatch(once):
        raise Failed(Failure.NOT_UNDERSTOOD)
    return f"page/{once}"


async def _is_asked_for(request: web.Request, office: Office) -> bool:
    return (await _standing(request, office)).need is Need.EVIDENCE


def _is_kept_here(data: bytes) -> bool:
    try:
        return len(data) <= LARGEST and kind_of(data) in set(EvidenceKind)
    except InvalidInput:
        return False


async def _standing(request: web.Request, office: Office | None = None) -> Standing:
    office, visitor = office or office_of(request), person(request)
    status = await status_of(office, visitor.case_id)
    return Standing(status, visitor.has_shown, await office.register.download_of(visitor.case_id))


async def _page(request: web.Request, status: int = 200, wrong: tuple[str, ...] = (), typed: str = "") -> web.Response:
    office, visitor = office_of(request), person(request)
    note(request, "view", visitor.case_id)
    standing = await _standing(request, office)
    letters = await written(office.letters, visitor.case_id, *visitor.reads)
    return shown(
        request,
        "case.html",
        status,
        country=next((letter.country for letter in letters if letter.country), None),
        standing=standing,
        steps=STEPS,
        letters=rendered(office.letters, letters, language_of(request)),
        question=await _question(office, visitor, standing),
        proof=frozenset(await proof_for(visitor, office, standing.status)),
        pieces=len(await office.evidence.pieces(visitor.case_id)),
        done=request.query.get("done", ""),
        wrong=wrong,
        typed=typed,
        once=office.once.token(),
        consents=consents_of(request) if may_stop(visitor, standing.status) else None,
        offered=offered(office.processing),
    )


async def _question(office: Office, visitor: CaseVisitor, standing: Standing) -> str | None:
    """The question that is open: the last thing that was said."""
    if not standing.status.has_open_question:
        return None
    try:
        said = await office.cases.conversation(visitor.case_id)
    except NoSuchCase:
        return None
    return said[-1] if said else None
