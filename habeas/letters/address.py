"""Where pages are: the addresses that mails lead to."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from habeas.domain.error import InvalidInput
from habeas.domain.link import LinkPurpose

_PLACES = {LinkPurpose.CONTROLLER: "c", LinkPurpose.OWNER: "o"}
_LOOPBACK = ("127.0.0.1", "localhost")
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Pages:
    """The address of the pages of persons and controllers, and that of the DPO's; None: there are none.

    `dpo_address` is where the DPO is written to. Raises InvalidInput that names the setting.
    """

    person_url: str | None = None
    staff_url: str | None = None
    dpo_address: str | None = None

    def __post_init__(self) -> None:
        """Raises InvalidInput: links carry tokens, and go over TLS or stay on this machine."""
        for name, url in (("HABEAS_WEB_PERSON_URL", self.person_url), ("HABEAS_WEB_STAFF_URL", self.staff_url)):
            if url is not None and not _is_safe(url):
                raise InvalidInput(f"{name} has the form https://HOST, with a path if need be; http only on 127.0.0.1")

    def link(self, purpose: LinkPurpose, token: str) -> str:
        """The link of a mail to a person, to a controller, or to the owner of a manual system."""
        assert self.person_url is not None  # without it no link is asked for
        place = _PLACES.get(purpose, "p")
        return f"{self.person_url.rstrip('/')}/{place}/{token}"

    def case(self, case_id: str) -> str:
        """The link of a mail to the DPO, who signs in."""
        assert self.staff_url is not None  # as above
        return f"{self.staff_url.rstrip('/')}/cases/{case_id}"

    @property
    def host(self) -> str:
        """Whose mails these are, for their Message-ID (RFC 5322, 3.6.4)."""
        return urlsplit(self.person_url or self.staff_url or "").hostname or "localhost"


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or parts.username) and re.fullmatch(r"\S+", url)
    is_sealed = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return bool(is_plain and is_sealed and _HOST.fullmatch(host))
