"""A page of this door: beside what every page has, the words of the door, dates in words, and where to complain."""

from aiohttp import web

from habeas.bundle.language.book import WORDS as DATES
from habeas.console.web.language.choice import language_of
from habeas.console.web.page import page
from habeas.domain.language import Language

from .language.book import WORDS
from .office import office_of


def shown(
    request: web.Request, template: str, status: int = 200, *, country: str | None = None, **context: object
) -> web.Response:
    """Fill in a template, which extends `person.html`. `country`: the person's, where it is known (GDPR art. 77)."""
    language, authorities = language_of(request), office_of(request).processing.authorities
    return page(
        request,
        template,
        status,
        words=WORDS[language],
        dates=DATES[language],
        authorities=authorities.of(country),
        general=authorities.general.said_in(language) if country not in authorities.by_country else None,
        **context,
    )


def said(request: web.Request) -> Language:
    """The language of the page."""
    return language_of(request)
