"""A decision as a form: what follows from it is shown first, what weighs most is asked twice, and it is done once.

What the case refuses is shown as its own line, above the form and with all that was typed.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from aiohttp import web

from habeas.client import Habeas
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.visit import form, note, requires, who
from habeas.console.web.way import go
from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable
from habeas.domain.permit import Update, refusal
from habeas.domain.plan import Keep
from habeas.domain.staff import Role
from habeas.domain.standing import Standing
from habeas.domain.time_limit import MONTHS_WHEN_EXTENDED
from habeas.domain.update import Approval, Attestation, Cancellation, Link, Refusal, RetryNow
from habeas.vault.attachments import NotTaken

from . import once
from .decision import DECISIONS, Decision, Deed
from .dossier import Dossier, dossier
from .field import Kind, Typed, read
from .offer import why_not
from .office import Office, office_of
from .share import shares, totals
from .show import show
from .standing import standing


class Trouble(StrEnum):
    """Why a decision was not made, where the case has no sentence for it; the words are those of the form."""

    SENT_BEFORE = "sent_before"
    PERHAPS_DONE = "perhaps_done"
    ENDED = "ended"
    NO_SIGNER = "no_signer"
    INVALID = "invalid"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True)
class Asked:
    """One decision that somebody is about to make. `token` is the form's own."""

    request: web.Request
    office: Office
    decision: Decision
    found: Dossier
    by: str
    token: str = ""
    typed: Typed = field(default_factory=Typed)

    @property
    def status(self) -> CaseStatus:
        """What the case says of itself."""
        return self.found.status

    def why_not(self) -> str | None:
        """Why the case does not take what was typed, by the table that it goes by itself."""
        return refusal(self.decision.message(self.typed.values, self.by), self._standing)

    def why_not_at_all(self) -> str | None:
        """Why nothing of the kind can be decided now."""
        return why_not(self.decision, self.status, self._standing, self.by)

    @property
    def _standing(self) -> Standing:
        return standing(self.status, self.office.now(), may_approve_own=self.office.may_approve_own)


@requires(Role.DPO, Role.SUPPORT)
async def ask(request: web.Request) -> web.StreamResponse:
    """The form of a decision; what its address says of a choice is chosen in it."""
    asked = await _asked(request)
    if sentence := asked.why_not_at_all():
        return _page(asked, "decision.html", 409, sentence=sentence, is_offered=False)
    if asked.decision.deed is Deed.APPROVE and asked.by not in asked.office.cases.signers:
        return _page(asked, "decision.html", 409, trouble=Trouble.NO_SIGNER, is_offered=False)
    return _page(asked, "decision.html", values=_given(asked))


@requires(Role.DPO, Role.SUPPORT)
async def decide(request: web.Request) -> web.StreamResponse:
    """Make a decision, if the case takes it; what is to be confirmed is shown again first."""
    asked = await filled_in(request)
    if asked.typed.wrong:
        return _page(asked, "decision.html", 422)
    step = (await form(request)).get("step", "")
    if asked.decision.is_confirmed and step != "confirmed":
        sentence = asked.why_not()
        if sentence or step == "change":
            return _page(asked, "decision.html", 409 if sentence else 200, sentence=sentence)
        return _page(asked, "confirm.html")
    return await made(asked, lambda: _send(asked))


async def filled_in(request: web.Request) -> Asked:
    """A decision, with what its form brought; what is wrong with that is in it."""
    asked, fields = await _asked(request), await form(request)
    typed = read(asked.decision.fields(asked.status), fields)
    return replace(asked, token=once.checked(fields.get(once.FIELD, "")), typed=typed)


def refused(asked: Asked) -> web.StreamResponse | None:
    """The form once more where something is wrong with it, or the case does not take it; None: it does."""
    if asked.typed.wrong:
        return _page(asked, "decision.html", 422)
    sentence = asked.why_not()
    return _page(asked, "decision.html", 409, sentence=sentence) if sentence else None


async def made(asked: Asked, send: Callable[[], Awaitable[None]]) -> web.StreamResponse:
    """Do it once. What was refused gets a form of its own to be sent again; what may be done keeps the one it had."""
    case_id, deed = asked.status.case_id, asked.decision.deed
    try:
        await asked.office.once.do(asked.token, {**asked.typed.values, "deed": deed, "case": case_id}, send)
    except NotNow as error:
        return _page(asked, "decision.html", 409, sentence=str(error), is_new=True)
    except NotTaken:
        return _page(asked, "decision.html", 422, trouble=Trouble.NOT_TAKEN, is_new=True)
    except InvalidInput:
        return _page(asked, "decision.html", 422, trouble=Trouble.INVALID, is_new=True)
    except once.SentBefore:
        return _page(asked, "decision.html", 409, trouble=Trouble.SENT_BEFORE, is_new=True)
    except (NoSuchCase, Stopped):
        return _page(asked, "decision.html", 409, trouble=Trouble.ENDED, is_new=True)
    except Unreachable:
        return _page(asked, "decision.html", 503, trouble=Trouble.PERHAPS_DONE)
    return go(f"/cases/{case_id}", done=deed)


async def _send(asked: Asked) -> None:
    """The line of the audit comes before the case is told: what cannot be noted is not done."""
    case_id, deed = asked.status.case_id, asked.decision.deed
    message = asked.decision.message(asked.typed.values, asked.by)
    note(asked.request, deed, case_id)
    await tell(asked.office.cases, case_id, message, f"web:{deed}:{asked.token}")


async def tell(cases: Habeas, case_id: str, message: Update, update_id: str) -> None:
    """Tell a case a decision of any kind. Raises what `Habeas` does."""
    match message:
        case Approval():
            await cases.approve(case_id, message.digest, message.by, update_id=update_id)
        case Keep():
            await cases.keep(case_id, message, update_id=update_id)
        case Link():
            await cases.link(case_id, message, update_id=update_id)
        case Refusal():
            await cases.refuse(case_id, message, update_id=update_id)
        case Cancellation():
            await cases.cancel(case_id, message.by, update_id=update_id)
        case RetryNow():
            await cases.retry(case_id, message.by, update_id=update_id)
        case Attestation():
            await cases.attest(case_id, message, update_id=update_id)
        case _:
            await cases.tell(case_id, message, update_id=update_id)


async def _asked(request: web.Request) -> Asked:
    """Which decision on which case. Raises Failed for one that there is not, or that the role may not make."""
    deed, visitor = request.match_info["deed"], who(request)
    if deed not in set(Deed):
        raise Failed(Failure.NOT_FOUND)
    decision = DECISIONS[Deed(deed)]
    if visitor.role not in decision.roles:
        raise Failed(Failure.NOT_ALLOWED)
    office = office_of(request)
    found = await dossier(office, request.match_info["case_id"])
    if found.trouble is not None:
        raise Failed(Failure.UNAVAILABLE)
    return Asked(request, office, decision, found, visitor.name)


def _given(asked: Asked) -> dict[str, str]:
    """What a new form says by itself: the digest of the plan that it shows, and choices named in its address."""
    query = asked.request.query
    chosen = {
        one.name: query[one.name]
        for one in asked.decision.fields(asked.status)
        if one.kind is Kind.CHOICE and query.get(one.name) in one.choices
    }
    return {**chosen, "digest": asked.status.plan_digest or ""}


def _page(
    asked: Asked,
    template: str,
    status: int = 200,
    *,
    values: Mapping[str, str] | None = None,
    sentence: str | None = None,
    trouble: Trouble | None = None,
    is_offered: bool = True,
    is_new: bool = False,
) -> web.Response:
    case = asked.status
    place, clock = asked.office.place, case.clock
    return show(
        asked.request,
        template,
        status,
        case=case,
        decision=asked.decision,
        fields=asked.decision.fields(case),
        values=_renewed(asked) if values is None else values,
        wrong=asked.typed.wrong,
        sentence=sentence,
        trouble=trouble,
        is_offered=is_offered,
        token=once.new_token() if is_new or not asked.token else asked.token,
        by=asked.by,
        shares=shares(case.items),
        totals=totals(case.items),
        new_due=place.due_date(case.received_at, MONTHS_WHEN_EXTENDED) if clock is not None else None,
    )


def _renewed(asked: Asked) -> dict[str, str]:
    """What was typed; but of the plan, the one that is shown now."""
    return {**asked.typed.values, "digest": asked.status.plan_digest or ""}
