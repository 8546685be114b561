"""That a form was filled in on a page of this door: its token, and what the browser says of where it comes from.

The token is an HMAC of the cookie's id: one for each session, and one for each browser that is not signed in yet, of
which nothing needs to be kept. https://cheatsheetseries.owasp.org, "Cross-Site Request Forgery Prevention".
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Csrf:
    """Makes and checks the tokens of one door, under a key that lives as long as the process."""

    def __init__(self, origin: str) -> None:
        """`origin`: the door's own, as browsers write it."""
        self._origin = origin
        self._key = secrets.token_bytes(32)

    def token(self, cookie_id: str) -> str:
        """The token for the forms of this cookie."""
        return hmac.new(self._key, cookie_id.encode(), hashlib.sha256).hexdigest()

    def is_own(self, cookie_id: str, token: str) -> bool:
        """Whether it is that token; compared in constant time."""
        return hmac.compare_digest(self.token(cookie_id).encode(), token.encode())

    def is_from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether the browser says that a page of this door asks.

        Our pages have `Referrer-Policy: no-referrer`, so browsers write `Origin: null` even for our own forms (Fetch,
        "append a request Origin header"); then `Sec-Fetch-Site` alone tells, which no page can forge.
        """
        site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
        if site not in {None, "same-origin"} or origin not in {None, "null", self._origin}:
            return False
        return site is not None or origin == self._origin
