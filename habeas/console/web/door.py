"""What a door is made of; `app.app` makes a server of it."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from aiohttp import web
from jinja2 import Environment
from yarl import URL

from habeas.console.audit import Audit
from habeas.domain.error import InvalidInput

from .client import Proxies
from .csrf import Csrf
from .limit import Limit
from .session import Sessions
from .template import environment

SameSite = Literal["Strict", "Lax"]
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")


def _visits() -> Limit:
    """Of one address: a page and its stylesheet, read and clicked through fast."""
    return Limit(burst=120, every=0.25)


@dataclass(frozen=True)
class Door:
    """One web door. `name` tells its cookies from those of other doors on the same host; `url` is its origin.

    `same_site`: "Lax" where one comes back from another site, as from an OpenID provider; else "Strict". `visits`: how
    often one address may ask for anything.
    """

    name: str
    url: str
    sessions: Sessions
    audit: Audit
    same_site: SameSite = "Strict"
    proxies: Proxies = field(default_factory=Proxies)
    visits: Limit = field(default_factory=_visits)
    pages: Environment = field(default_factory=environment)

    def __post_init__(self) -> None:
        """Raises InvalidInput for an address that is no origin."""
        if not _ORIGIN.fullmatch(self.url):
            raise InvalidInput("the address of a door is an origin, as https://privacy.example.org, without a path")

    @property
    def origin(self) -> str:
        """As browsers write it (RFC 6454): without a port that goes without saying."""
        return str(URL(self.url).origin())

    @property
    def is_https(self) -> bool:
        """Whether browsers reach it by TLS, here or at a proxy."""
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        """What browsers say in `Host`."""
        return self.origin.partition("://")[2]

    @cached_property
    def csrf(self) -> Csrf:
        """The tokens of its forms."""
        return Csrf(self.origin)

    def cookie(self, of: str) -> str:
        """The name of a cookie; over TLS no other host, nor a page without TLS, can set it (RFC 6265bis, 4.1.3.2)."""
        return f"{'__Host-' if self.is_https else ''}habeas-{self.name}-{of}"


DOOR: Final = web.AppKey("DOOR", Door)


def door_of(request: web.Request) -> Door:
    """The door that a request came to."""
    return request.app[DOOR]
