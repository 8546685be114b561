"""Commands that open a case: locate, export, erase, leave, object, withdraw-consent."""

from pathlib import Path
from typing import Annotated

import typer

from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput
from habeas.domain.right import Right

from . import answer, typed, view, work
from .ask import says_yes
from .door import Door
from .outcome import code_of, tell, wait


def locate(
    email: typed.Email,
    cookie_id: typed.Cookie = None,
    received: typed.Received = None,
    verified_how: typed.VerifiedHow = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """What each system holds of a person, by category. Looking is itself a case."""
    door = Door.at(home, address)
    status = wait(work.locate(door, typed.intake(door, email, received, verified_how, by, cookie=cookie_id)))
    tell(view.whole(status), answer.located(status), as_json=as_json)
    return code_of(status)


def export(
    email: typed.Email,
    out: Annotated[Path, typer.Option(help="The file that the bundle is written to.")],
    right: Annotated[str, typer.Option(help="access (GDPR art. 15) or portability (art. 20).")] = Right.ACCESS.value,
    language: typed.Tongue = "en",
    recipient: typed.Sealed = None,
    cookie_id: typed.Cookie = None,
    received: typed.Received = None,
    verified_how: typed.VerifiedHow = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Collect what all systems hold of a person into one bundle."""
    if right not in (Right.ACCESS, Right.PORTABILITY):
        raise InvalidInput("--right is access or portability")
    door = Door.at(home, address)
    intake = typed.intake(
        door, email, received, verified_how, by, language=language, recipient=recipient, cookie=cookie_id
    )
    status, bundle = wait(work.export(door, Right(right), intake, out))
    tell(view.whole(status), answer.exported(status, str(bundle) if bundle else None), as_json=as_json)
    return code_of(status)


def object_to_marketing(
    email: typed.Email,
    language: typed.Tongue = "en",
    received: typed.Received = None,
    verified_how: typed.VerifiedHow = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """End all marketing to a person, at once and without approval: they object to it (GDPR art. 21(3)).

    Without --verified-how the person is written to: it acts as soon as they open the link in that mail.
    """
    door, who = Door.at(home, address), typed.whoever(by)
    intake = typed.at_once(door, email, received, verified_how, who, language)
    return _ended(wait(work.end(door, Right.OBJECTION, intake, who)), as_json=as_json)


def withdraw_consent(
    email: typed.Email,
    purpose: Annotated[
        list[str] | None,
        typer.Option(help="One that is withdrawn, as policy/processing.yaml names it; several times for several."),
    ] = None,
    language: typed.Tongue = "en",
    received: typed.Received = None,
    verified_how: typed.VerifiedHow = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """End what rests on a person's consent, at once and without approval: they withdraw it (GDPR art. 7(3)).

    All of it, or with --purpose some of it. Without --verified-how the person is written to: it acts as soon as they
    open the link in that mail.
    """
    door, who = Door.at(home, address), typed.whoever(by)
    intake = typed.at_once(door, email, received, verified_how, who, language, tuple(purpose or ()))
    return _ended(wait(work.end(door, Right.WITHDRAWAL, intake, who)), as_json=as_json)


def _ended(status: CaseStatus, *, as_json: bool) -> int:
    tell(view.whole(status), answer.ended(status), as_json=as_json)
    return code_of(status)


def leave(
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help="Whose contract has ended, as in customer/nordlys.")
    ],
    instruction: Annotated[str, typer.Option(help="Where the customer's instruction to delete is on file.")],
    approve_it: Annotated[bool, typer.Option("--approve", help="Approve the plan at once.")] = False,
    received: typed.Received = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Erase all that is held for a customer whose contract has ended (GDPR art. 28(3)(g)); it gets a certificate."""
    door, who = Door.at(home, address), typed.whoever(by)
    intake = typed.leaving(door, customer, instruction, received, who)

    def decide(status: CaseStatus) -> bool:
        return approve_it or (not as_json and says_yes(status))

    status = wait(work.erase(door, intake, who, decide))
    tell(view.whole(status), answer.erased(status), as_json=as_json)
    return code_of(status)


def erase(
    email: typed.Email,
    cookie_id: typed.Cookie = None,
    plan_only: Annotated[bool, typer.Option("--plan-only", help="Show the plan, and leave the decision open.")] = False,
    approve_it: Annotated[bool, typer.Option("--approve", help="Approve the plan at once.")] = False,
    instructed_by: typed.Instructed = None,
    received: typed.Received = None,
    verified_how: typed.VerifiedHow = None,
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Erase what is held of a person: all of it as planned, or none of it."""
    if plan_only and approve_it:
        raise InvalidInput("--plan-only and --approve exclude each other")
    door = Door.at(home, address)
    intake = typed.intake(door, email, received, verified_how, by, instructed_by, cookie=cookie_id)

    def decide(status: CaseStatus) -> bool:
        if approve_it:
            return not any(item.comes_first for item in status.items)
        return not plan_only and not as_json and says_yes(status)

    status = wait(work.erase(door, intake, typed.whoever(by), decide))
    tell(view.whole(status), answer.erased(status), as_json=as_json)
    return code_of(status)
