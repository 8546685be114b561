"""In which language a browser is answered: as chosen by a link, else as it says it prefers, else in English."""

from typing import Final

from aiohttp import web

from habeas.console.web.cookie import YEAR, cookie, set_cookie
from habeas.console.web.failure import Failed, Failure
from habeas.console.web.way import HOME, go
from habeas.domain.language import Language

COOKIE: Final = "language"
_OF_TAG = {"nb": Language.NORWEGIAN, "no": Language.NORWEGIAN, "nn": Language.NORWEGIAN}
_OF_TAG.update({"fr": Language.FRENCH, "en": Language.ENGLISH})
_MOST_TAGS = 20


def language_of(request: web.Request) -> Language:
    """The language for this request."""
    chosen = cookie(request, COOKIE)
    if chosen in set(Language):
        return Language(chosen)
    return _preferred(request.headers.get("Accept-Language", ""))


async def choose(request: web.Request) -> web.Response:
    """Remember the language of the address, and go back to the page where its link was."""
    code = request.match_info["code"]
    if code not in set(Language):
        raise Failed(Failure.NOT_FOUND)
    answer = go(request.query.get("next", HOME))
    set_cookie(request, answer, COOKIE, code, same_site="Lax", max_age=YEAR)
    return answer


def _preferred(header: str) -> Language:
    """The language that the header (RFC 9110, 12.5.4) gives the greatest weight, of those that there are."""
    weighed = [_weight(part) for part in header.split(",")[:_MOST_TAGS]]
    known = [(weight, _OF_TAG[tag]) for tag, weight in weighed if tag in _OF_TAG and weight > 0]
    return max(known, key=lambda pair: pair[0])[1] if known else Language.ENGLISH


def _weight(part: str) -> tuple[str, float]:
    tag, _, quality = part.partition(";")
    try:
        weight = float(quality.partition("=")[2]) if quality else 1.0
    except ValueError:
        weight = 0.0
    return tag.strip().lower().partition("-")[0], weight
