"""A form that is sent twice, by a double click or after a lost answer, opens one case."""

import secrets
from collections import OrderedDict
from datetime import UTC, datetime

from uuid6 import uuid7

MOST = 10_000  # forms that are remembered; then the oldest is forgotten


class Once:
    """Remembers under which id, and as received when, the request of a form is opened."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def token(self) -> str:
        """Names a form that is about to be shown."""
        return secrets.token_urlsafe(16)

    def case_of(self, browser: str, token: str) -> tuple[str, datetime]:
        """The id of the case, and when its request was received: when the form came first (L-01)."""
        made = self._known.setdefault(f"{browser}/{token}", (str(uuid7()), datetime.now(UTC)))
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return made
