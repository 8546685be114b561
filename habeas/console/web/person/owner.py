"""The page of whoever has a system without an API: one demand of one case, and nothing else of it."""

from dataclasses import dataclass, field

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.reading import rendered, written
from habeas.console.web.sent import SENT, takes
from habeas.console.web.visit import form, note, requires
from habeas.console.web.way import go
from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput
from habeas.domain.letter import Addressee, Letter
from habeas.domain.manual import FINDING, Answer, Demand, Question
from habeas.domain.processing import Category
from habeas.vault.evidence import LARGEST

from .form import Incomplete
from .office import Office, office_of
from .owner_form import Outcome, read
from .shown import shown
from .standing import status_of
from .visitor import OWNER, OwnerVisitor, owner

_FORM = 64 << 10  # bytes of a form beside its file


@dataclass(frozen=True)
class Part:
    """What an owner was asked, by the letters of it, the newest first; where the case is, and the answer, if any."""

    letters: tuple[Letter, ...] = field(repr=False)
    question: Question
    status: CaseStatus
    answer: Answer | None
    categories: tuple[Category, ...]
    files: dict[str, int]

    @property
    def may_answer(self) -> bool:
        """Whether an answer is taken: once, as long as the case goes on, late or not."""
        return self.question.demand.is_a_question and self.answer is None and self.status.state.is_open

    @property
    def takes_files(self) -> bool:
        """Whether files are taken: a copy for the person, or what shows an erasure."""
        return self.may_answer and self.question.demand is not Demand.LOCATE

    @property
    def persons(self) -> tuple[str, ...]:
        """By what the owner knows the person; of a case that is over nobody needs it any more."""
        return tuple(i.value for i in self.question.identifiers) if self.status.state.is_open else ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What may be answered."""
        return Outcome.of(self.question.demand)


@requires(OWNER)
async def owner_page(request: web.Request) -> web.Response:
    """What is asked, of whom, and a form for the answer."""
    return await _page(request)


@requires(OWNER)
async def answer_demand(request: web.Request) -> web.Response:
    """Keep the answer, and have the case look at it. Sent again, the first one stays, and the case looks again."""
    office, visitor = _counted(request)
    part, fields = await _part(office, visitor), dict(await form(request))
    if part.answer is None:
        if not part.may_answer:
            raise Failed(Failure.NOT_NOW)
        try:
            said = read(fields, visitor.number, part.question, part.categories, part.files)
        except Incomplete as wrong:
            return await _page(request, 400, wrong.fields, fields)
        note(request, f"answer_{part.question.demand}", visitor.case_id)
        await office.answers.keep(visitor.case_id, said)
    if part.status.state.is_open:
        await office.cases.owner_answered(visitor.case_id, visitor.number)
    return go("/owner", done="answered")


@takes(LARGEST + _FORM)
@requires(OWNER)
async def give_file(request: web.Request) -> web.Response:
    """Keep a file of one category; it is sealed before anything is answered."""
    office, visitor = _counted(request)
    part, fields = await _part(office, visitor), await form(request)
    if not part.takes_files:
        raise Failed(Failure.NOT_NOW)
    slug = next((c.slug for c in part.categories if c.slug == fields.get("category")), None)
    if slug is None:
        return await _page(request, 400, ("category",))
    note(request, "give_file", visitor.case_id)
    try:
        await office.answers.given(visitor.number, slug).keep(visitor.case_id, request[SENT].files.get("file", b""))
    except InvalidInput:  # it is too large, of another kind, or one too many
        return await _page(request, 400, ("given",))
    return go("/owner", done="given")


def _counted(request: web.Request) -> tuple[Office, OwnerVisitor]:
    office, visitor = office_of(request), owner(request)
    office.limits.cases.take(visitor.name)
    return office, visitor


async def _part(office: Office, visitor: OwnerVisitor) -> Part:
    """The demand of the visitor's number. Raises Failed when the case has none, or was shredded."""
    to_owners = await written(office.letters, visitor.case_id, Addressee.OWNER)
    letters = tuple(one for one in to_owners if one.number == visitor.number and one.question is not None)
    if not letters or letters[0].question is None:
        raise Failed(Failure.NOT_FOUND)
    question = letters[0].question
    known = office.processing.of(question.system)
    categories = tuple(known[name] for name in question.categories if name in known)
    given = {c.slug: office.answers.given(visitor.number, c.slug) for c in categories}
    return Part(
        letters,
        question,
        await status_of(office, visitor.case_id),
        await office.answers.answer(visitor.case_id, visitor.number),
        categories,
        {slug: len(await files.pieces(visitor.case_id)) for slug, files in given.items()},
    )


async def _page(
    request: web.Request, status: int = 200, wrong: tuple[str, ...] = (), fields: dict[str, str] | None = None
) -> web.Response:
    office, visitor, language = office_of(request), owner(request), language_of(request)
    note(request, "view_address", visitor.case_id)
    part = await _part(office, visitor)
    return shown(
        request,
        "owner.html",
        status,
        part=part,
        finds=part.question.demand in FINDING,
        titles={c.slug: c.title.said_in(language) for c in part.categories},
        system=office.processing.systems[part.question.system].said_in(language),
        until=part.letters[0].until,
        letters=rendered(office.letters, part.letters, language),
        done=request.query.get("done", ""),
        wrong=wrong,
        fields=fields or {},
    )
