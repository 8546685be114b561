"""A page of this door: a template with the words of the reader's language, and who may do what."""

from aiohttp import web

from habeas.console.web.language.choice import language_of
from habeas.console.web.page import page
from habeas.console.web.visit import visitor_of
from habeas.domain.staff import Role

from .language.book import WORDS
from .office import office_of
from .speech import Speech

OPENS = frozenset({Role.DPO, Role.SUPPORT})
"""Who opens cases, and sees what is personal in them."""


def speech_of(request: web.Request) -> Speech:
    """How things are said to who asks."""
    office = office_of(request)
    return Speech(WORDS[language_of(request)], office.place, office.record)


def show(request: web.Request, template: str, status: int = 200, **context: object) -> web.Response:
    """Fill in a template, which extends `staff.html`; beside what is given it has `say` and `w`, its words."""
    say, visitor = speech_of(request), visitor_of(request)
    may_open = visitor is not None and visitor.role in OPENS
    return page(request, template, status, say=say, w=say.words, may_open=may_open, **context)
