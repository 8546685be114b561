"""Where to go next, within the door and nowhere else."""

import re
from urllib.parse import quote, urlencode

from aiohttp import web

HOME = "/"
# a path: neither `//host` nor `/\host`, which browsers take for another server, and nothing that ends a header
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/._~%?&=+-]*")


def within(path: str) -> str:
    """The path, if it is one of this door; else the first page."""
    return path if _PATH.fullmatch(path) else HOME


def go(path: str, **query: str) -> web.Response:
    """An answer that sends the browser to a path of this door, to ask for it with GET (303: RFC 9110, 15.4.4)."""
    more = f"?{urlencode(query, quote_via=quote)}" if query else ""
    return web.Response(status=303, headers={"Location": within(path) + more})
