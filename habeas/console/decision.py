"""Commands by which a person decides: approve, keep, refuse, cancel, retry, attest."""

from typing import Annotated

import typer

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import InvalidInput
from habeas.domain.justification import REFUSES
from habeas.domain.plan import Keep
from habeas.domain.right import Right
from habeas.domain.update import Attestation, Link, Refusal

from . import answer, typed, view, work
from .ask import says_yes
from .door import Door
from .outcome import code_of, tell, wait


def approve(
    case: typed.Case,
    digest: Annotated[str | None, typer.Argument(help="The plan's digest; without it the plan is shown.")] = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Approve a plan. Shows it and asks, unless its digest is given."""
    door = Door.at(home, address)
    digest = digest or _asked(wait(work.show(door, case)))
    status = wait(work.approve(door, case, digest, typed.whoever(by)))
    return _said(status, as_json)


def keep(
    case: typed.Case,
    holding: Annotated[str, typer.Argument(metavar="HOLDING", help="As the plan names it.")],
    ground: Annotated[str, typer.Option(help="The legal ground on which it stays (GDPR art. 17(3)).")],
    until: Annotated[str, typer.Option(help="Until when: YYYY-MM-DD.")],
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """A holding must stay, on a ground and until a date. Makes a new plan, with a new digest."""
    decision = typed.made(Keep, holding=holding, ground=ground, until=typed.day(until), by=typed.whoever(by))
    return _said(wait(work.update(Door.at(home, address), case, lambda habeas: habeas.keep(case, decision))), as_json)


def link(
    case: typed.Case,
    reference: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="As `habeas show CASE --identifiers` names it.")
    ],
    theirs: Annotated[bool, typer.Option("--theirs/--not-theirs", help="Whether it is this person's.")],
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Say whose an identifier is that leads to several people. Makes a new plan, with a new digest."""
    decision = typed.made(Link, reference=reference, is_theirs=theirs, by=typed.whoever(by))
    return _said(wait(work.update(Door.at(home, address), case, lambda habeas: habeas.link(case, decision))), as_json)


def refuse(
    case: typed.Case,
    reason: Annotated[str, typer.Option(help="Why, as the person will read it (GDPR art. 12(4)).")],
    code: Annotated[str, typer.Option(help=f"Why, by its code: {', '.join(sorted(REFUSES))} (W3C DPV).")],
    evidence: Annotated[
        str | None, typer.Option(help="Where it is on file that the request is unfounded or excessive.")
    ] = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Refuse a request, with a reason and its code; as unfounded or excessive, with what shows it."""
    if code not in REFUSES:
        raise InvalidInput(f"--code is one of: {', '.join(sorted(REFUSES))}")
    refusal = typed.made(Refusal, reason=reason, justification=code, evidence=evidence, by=typed.whoever(by))
    status = wait(work.update(Door.at(home, address), case, lambda habeas: habeas.refuse(case, refusal)))
    return _said(status, as_json, CaseState.REFUSED)


def cancel(
    case: typed.Case,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Stop a case and leave everything as it was; possible until the pivot."""
    who = typed.whoever(by)
    status = wait(work.update(Door.at(home, address), case, lambda habeas: habeas.cancel(case, who)))
    return _said(status, as_json, CaseState.NOTHING_CHANGED)


def retry(
    case: typed.Case,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Try what is stuck again at once; before a decision, look again and make a new plan."""
    who = typed.whoever(by)
    status = wait(work.update(Door.at(home, address), case, lambda habeas: habeas.retry(case, who)))
    return _said(status, as_json)


def attest(
    case: typed.Case,
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="The system whose step is stuck.")],
    what: Annotated[str, typer.Option(help="What was done by hand.")],
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Say that the stuck step of one system was done by hand."""
    attestation = typed.made(Attestation, system=system, what=what, by=typed.whoever(by))
    status = wait(work.update(Door.at(home, address), case, lambda habeas: habeas.attest(case, attestation)))
    return _said(status, as_json)


def _asked(status: CaseStatus) -> str:
    """The digest of a plan that a person said yes to."""
    if status.state is CaseState.AWAITING_DECISION and not says_yes(status):
        raise InvalidInput("not approved; a script gives the plan's digest as second argument")
    return status.plan_digest or "none"


def _said(status: CaseStatus, as_json: bool, wanted: CaseState | None = None) -> int:
    said = answer.erased(status) if status.right is Right.ERASURE else answer.of_case(status)
    tell(view.whole(status), said, as_json=as_json)
    return code_of(status, wanted)
