"""A page of a door: a template in the reader's language, with who is signed in."""

from aiohttp import web

from .door import door_of
from .failure import Failure
from .language.book import WORDS
from .language.choice import language_of
from .visit import form_token, visitor_of
from .way import HOME


def page(request: web.Request, template: str, status: int = 200, **context: object) -> web.Response:
    """Fill in a template, which extends `base.html`.

    Beside what is given it has `frame` (the words around the page), `language`, `visitor` and `csrf()`, the token that
    each form must have. Raises jinja2.UndefinedError for a name that was not given.
    """
    language = language_of(request)
    filled = door_of(request).pages.get_template(template)
    text = filled.render(
        frame=WORDS[language],
        language=language,
        languages=WORDS,
        visitor=visitor_of(request),
        here=request.path_qs if request.method == "GET" else HOME,
        csrf=lambda: form_token(request),
        **context,
    )
    return web.Response(text=text, status=status, content_type="text/html")


def error_page(request: web.Request, failure: Failure, status: int | None = None) -> web.Response:
    """The page that says in one line what was refused, and no more."""
    return page(request, "error.html", status or failure.status, failure=failure)
