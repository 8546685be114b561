"""The addresses of the door."""

from typing import Final

from aiohttp import web

from habeas.console.web.compose import staff_door
from habeas.settings import StaffDoorSettings

from . import attaching, certificate, deciding, listing, looking, opening, papers
from .office import OFFICE, Office

_CASE: Final = "/cases/{case_id:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}}"

ROUTES: Final = (
    web.get("/", listing.open_cases),
    web.get("/closed", listing.closed_cases),
    web.get("/cases/new", opening.ask),
    web.post("/cases/new", opening.open_case),
    web.get(_CASE, looking.case),
    web.get(f"{_CASE}/conversation", looking.conversation),
    web.get(f"{_CASE}/identifiers", looking.identifiers),
    web.get(f"{_CASE}/papers", papers.papers),
    web.get(_CASE + "/evidence/{name:[0-9a-f-]{36}[.][a-z]{3,4}}", papers.piece),
    web.get(
        _CASE + "/given/{number:[0-9]{1,6}}/{slug:[a-z][a-z0-9_-]{0,60}}/{name:[0-9a-f-]{36}[.][a-z]{3,4}}",
        papers.given,
    ),
    web.get(f"{_CASE}/certificate", certificate.certificate),
    web.get(_CASE + "/{deed}", deciding.ask),
    web.post(_CASE + "/{deed:attach}", attaching.hand_in),
    web.post(_CASE + "/{deed}", deciding.decide),
)


def dpo_door(settings: StaffDoorSettings, office: Office) -> web.Application:
    """The door as a server. Raises InvalidInput for settings that do not fit."""
    door = staff_door(settings, ROUTES, ["habeas.console.web.dpo"])
    door[OFFICE] = office
    return door
