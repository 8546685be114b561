"""Opening a case for somebody who asked by mail, by post or by telephone."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from aiohttp import web
from uuid6 import uuid7

from habeas.bundle.language.book import WORDS as BUNDLE
from habeas.client.message import made
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.language.choice import language_of
from habeas.console.web.visit import form, note, requires, who
from habeas.console.web.way import go
from habeas.domain.error import InvalidInput, Unreachable
from habeas.domain.identifier import Identifier, cookie_id, email
from habeas.domain.identity import Identity, Rung
from habeas.domain.language import Language
from habeas.domain.request import CASE_ID, Intake
from habeas.domain.right import Right

from .field import Field, Kind, Typed, Wrong, read
from .office import Office, office_of
from .show import OPENS, show

CONSENT: Final = "consent"
_BESIDE: Final = {"copy_first": Right.ERASURE, CONSENT: Right.WITHDRAWAL}  # what is asked beside one right alone
CHANNELS: Final = ("mail", "post", "telephone", "support", "other")
_COUNTRIES = tuple(sorted(BUNDLE[Language.ENGLISH].countries))


def _may(name: str, *choices: str) -> Field:
    return Field(name, Kind.CHOICE, choices=choices, is_needed=False)


FIELDS: Final = (
    Field("right", Kind.CHOICE, choices=tuple(Right)),
    Field("email", Kind.EMAIL),
    Field("cookie_id", Kind.COOKIE, is_needed=False),
    Field("received_at", Kind.MOMENT),
    Field("channel", Kind.CHOICE, choices=CHANNELS),
    Field("language", Kind.CHOICE, choices=tuple(Language)),
    _may("country", *_COUNTRIES),
    _may("copy_first", *(right for right in Right if right.is_export)),
    _may(CONSENT),
    _may("rung", *Rung),
    Field("how", is_needed=False),
)


def fields_of(office: Office) -> tuple[Field, ...]:
    """The fields, with the consents that can be withdrawn alone; without that field where there is none."""
    consent = _may(CONSENT, *(one.name for one in office.record.consents))
    return tuple(consent if one.name == CONSENT else one for one in FIELDS if one.name != CONSENT or consent.choices)


@requires(*OPENS)
async def ask(request: web.Request) -> web.StreamResponse:
    """The empty form. It has the id of the case that it will open, so that sent twice it opens one."""
    return _page(request, str(uuid7()), Typed({"language": _own_language(request)}))


@requires(*OPENS)
async def open_case(request: web.Request) -> web.StreamResponse:
    """Open the case, and go to it."""
    fields, office, by = await form(request), office_of(request), who(request).name
    case_id = fields.get("case_id", "")
    if not re.fullmatch(CASE_ID, case_id):
        raise Failed(Failure.NOT_UNDERSTOOD)
    typed = _checked(read(fields_of(office), fields), office)
    if typed.wrong:
        return _page(request, case_id, typed, 422)
    try:
        await _open(request, office, case_id, typed.values, by)
    except InvalidInput:  # this form has opened a case, with another request in it
        return _page(request, str(uuid7()), typed, 409, trouble="sent_before")
    except Unreachable:
        return _page(request, case_id, typed, 503, trouble="perhaps_done")
    return go(f"/cases/{case_id}", opened="yes")


async def _open(request: web.Request, office: Office, case_id: str, values: Mapping[str, str], by: str) -> None:
    right = Right(values["right"])
    intake = made(
        Intake,
        identifiers=_identifiers(values),
        received_at=_moment(values["received_at"], office),
        identity=_identity(values, by),
        language=values["language"],
        country=values["country"] or None,
        copy_first=values["copy_first"] or None,
        purposes=(values[CONSENT],) if values.get(CONSENT) else (),
    )
    note(request, "open", case_id, channel=values["channel"])
    await office.cases.open(right, intake, case_id=case_id, submitted_by=by)


def _identifiers(values: Mapping[str, str]) -> tuple[Identifier, ...]:
    return (email(values["email"]), *([cookie_id(values["cookie_id"])] if values["cookie_id"] else []))


def _identity(values: Mapping[str, str], by: str) -> Identity | None:
    if not values["rung"]:
        return None
    return made(Identity, rung=values["rung"], how=values["how"], by=by)


def _checked(typed: Typed, office: Office) -> Typed:
    """With what only several fields together, or the time of now, show to be wrong."""
    wrong = dict(typed.wrong)
    for name, right in _BESIDE.items():
        if typed.values.get(name) and typed.values["right"] != right:
            wrong.setdefault(name, Wrong.NOT_OF_THIS)
    if typed.values["rung"] and not typed.values["how"]:
        wrong.setdefault("how", Wrong.MISSING)
    if "received_at" not in wrong and _moment(typed.values["received_at"], office) > office.now():
        wrong["received_at"] = Wrong.FUTURE
    return Typed(typed.values, wrong)


def _moment(text: str, office: Office) -> datetime:
    """A moment; without a zone it is the controller's."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=office.place.zone)


def _own_language(request: web.Request) -> str:
    return language_of(request)


def _page(
    request: web.Request, case_id: str, typed: Typed, status: int = 200, *, trouble: str | None = None
) -> web.Response:
    return show(
        request,
        "new_case.html",
        status,
        fields=fields_of(office_of(request)),
        values=typed.values,
        wrong=typed.wrong,
        trouble=trouble,
        case_id=case_id,
    )
