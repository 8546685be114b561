"""How people type things: the options that commands share, and what is made of them."""

import getpass
import re
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from pydantic import BaseModel, ValidationError

from habeas.domain.error import InvalidInput
from habeas.domain.identifier import CUSTOMER, Identifier, cookie_id, email
from habeas.domain.identity import Identity
from habeas.domain.language import Language
from habeas.domain.request import CASE_ID, Instruction, Intake
from habeas.vault.recipient import checked_recipient

from .door import Door

M = TypeVar("M", bound=BaseModel)

HOME = Path(".habeas")
_SYNTHETIC = "a synthetic person of the sandbox"


def _case_id(text: str) -> str:
    """The id of a case, as `habeas list` shows it. Raises InvalidInput."""
    if not re.fullmatch(CASE_ID, text):
        raise InvalidInput("that is not the id of a case: `habeas list` shows them")
    return text


def case_id_or_none(text: str | None) -> str | None:
    """As above, where none need be given."""
    return None if text is None else _case_id(text)


Home = Annotated[Path, typer.Option("--home", help="The sandbox's home.", envvar="HABEAS_HOME")]
Address = Annotated[
    str | None,
    typer.Option("--address", help="Temporal at HOST:PORT instead of a sandbox; with the worker's settings."),
]
Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON object.")]
Email = Annotated[str, typer.Option("--email", help="The person's address; - reads it from standard input.")]
Cookie = Annotated[
    str | None,
    typer.Option(
        "--cookie-id", help="The id in the cookie of the person's browser, if they give it; - reads it as well."
    ),
]
Received = Annotated[
    str | None, typer.Option("--received", help="When the request arrived: a date or a moment (ISO 8601); now.")
]
VerifiedHow = Annotated[str | None, typer.Option("--verified-how", help="How the person's identity was verified.")]
By = Annotated[str | None, typer.Option("--by", help="Who says so; the name of whoever is logged in here.")]
Tongue = Annotated[str, typer.Option("--language", help="Of the answer: nb, fr or en.")]
Sealed = Annotated[
    str | None,
    typer.Option("--recipient", help="A public key of the person's own (age1...): the bundle is sealed to it alone."),
]
Case = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case.", callback=_case_id)]
Instructed = Annotated[
    list[str] | None,
    typer.Option("--instructed-by", help="A customer who instructed us, for this case, as in customer/nordlys."),
]


def person(text: str) -> Identifier:
    """The address that was typed, or that stands on standard input. Raises InvalidInput."""
    return email(sys.stdin.readline() if text == "-" else text)


def identifiers(address: str, cookie: str | None) -> tuple[Identifier, ...]:
    """The address, and the id in a cookie if there is one; on standard input each has a line. Raises InvalidInput."""
    return (person(address), *([] if cookie is None else [cookie_id(line(cookie))]))


def line(text: str) -> str:
    """What was typed, or the line that stands on standard input: a secret is on no command line."""
    return sys.stdin.readline().strip() if text == "-" else text


def whoever(by: str | None) -> str:
    """The name that was typed, or that of whoever is logged in."""
    return by or getpass.getuser()


def intake(
    door: Door,
    address: str,
    received: str | None,
    how: str | None,
    by: str | None,
    instructed: list[str] | None = None,
    language: str = Language.ENGLISH.value,
    recipient: str | None = None,
    cookie: str | None = None,
) -> Intake:
    """All that a request needs. Raises InvalidInput, also where nobody said how identity was verified."""
    if how is None and not door.is_sandbox:
        raise InvalidInput("say how the person's identity was verified: --verified-how (GDPR art. 12(6))")
    who = whoever(by)
    return Intake(
        identifiers=identifiers(address, cookie),
        received_at=moment(received, zone(door.settings.zone)),
        identity=made(Identity, how=how or _SYNTHETIC, by=who),
        language=tongue(language),
        recipient=checked_recipient(recipient) if recipient else None,
        instructions=tuple(made(Instruction, controller=c, recorded_by=who) for c in instructed or ()),
    )


def at_once(
    door: Door,
    address: str,
    received: str | None,
    how: str | None,
    who: str,
    language: str,
    purposes: tuple[str, ...] = (),
) -> Intake:
    """What an objection or a withdrawal needs: an address; where nobody says how it was verified, it is written to.

    Raises InvalidInput.
    """
    if how is None and door.is_sandbox:
        how = _SYNTHETIC
    return made(
        Intake,
        identifiers=(person(address),),
        received_at=moment(received, zone(door.settings.zone)),
        identity=made(Identity, how=how, by=who) if how else None,
        language=tongue(language),
        purposes=purposes,
    )


def leaving(door: Door, customer: str, instruction: str, received: str | None, who: str) -> Intake:
    """The intake of a customer's data as a whole, on its instruction. Raises InvalidInput."""
    if not re.fullmatch(r"customer/\S{1,200}", customer):
        raise InvalidInput("a customer is written as plans name it: customer/NAME")
    return made(
        Intake,
        identifiers=(Identifier(kind=CUSTOMER, value=customer),),
        received_at=moment(received, zone(door.settings.zone)),
        identity=made(Identity, how=f"the customer's instruction: {instruction}", by=who),
        instructions=(made(Instruction, controller=customer, recorded_by=who),),
    )


def tongue(code: str) -> Language:
    """A language. Raises InvalidInput."""
    try:
        return Language(code)
    except ValueError:
        raise InvalidInput(f"--language is one of: {', '.join(Language)}") from None


def moment(text: str | None, place: ZoneInfo, option: str = "--received") -> datetime:
    """When something arrived; now where nothing was typed. Without a zone it is in that of `place`.

    Raises InvalidInput for the future, and for what is no moment, with the name of the option.
    """
    now = datetime.now(UTC)
    received = now if text is None else _read(text, place, option)
    if received > now:
        raise InvalidInput(f"that cannot be in the future: see {option}")
    return received


def made(kind: type[M], **fields: object) -> M:
    """A message of what was typed. Raises InvalidInput that names the field which is not right."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        wrong = ", ".join(f"{e['loc'][0]} ({e['msg'].lower()})" for e in error.errors())
        raise InvalidInput(f"not of the right form: {wrong}") from None


def day(text: str) -> date:
    """A date as YYYY-MM-DD. Raises InvalidInput."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("a date is written YYYY-MM-DD") from None


def zone(name: str) -> ZoneInfo:
    """A time zone of the settings. Raises InvalidInput."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidInput("HABEAS_ZONE is not the name of a time zone") from None


def _read(text: str, place: ZoneInfo, option: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{option} takes a date or a moment, such as 2026-11-05 or 2026-11-05T14:30") from None
    if len(text) == len("2026-11-05"):
        read = datetime.combine(read.date(), time.min)
    return read if read.tzinfo else read.replace(tzinfo=place)
