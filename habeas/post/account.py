"""The mail server that letters are handed to, and as whom."""

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from habeas.domain.error import InvalidInput

from .address import mailbox
from .mail import is_one_line

_HOST = re.compile(r"[A-Za-z0-9:_-]+(\.[A-Za-z0-9_-]+)*\.?")


class Security(StrEnum):
    """How the connection is sealed."""

    NONE = "none"
    STARTTLS = "starttls"  # from the first command on (RFC 3207); a server that does not offer it is sent nothing
    TLS = "tls"  # from the first byte on (RFC 8314, 3.3)


PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True)
class Account:
    """How the mail server is reached; each is a setting (`HABEAS_MAIL_...`).

    `port`: None is the usual one. `user`, `password`: both or none. `reply_to`: where answers go, when not to the
    sender. `ca_file`: the authority of the server's certificate, instead of the machine's own. `timeout`: how long each
    answer is waited for. `retry_after`: when a letter is tried again that the server did not want yet. Raises
    InvalidInput that names the setting.
    """

    host: str
    from_address: str
    security: Security = Security.STARTTLS
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    from_name: str = ""
    reply_to: str | None = None
    ca_file: Path | None = None
    timeout: timedelta = timedelta(minutes=1)
    retry_after: timedelta = timedelta(minutes=5)  # greylisting lets by what comes again after that (RFC 6647, 4.4)

    def __post_init__(self) -> None:
        """Raises InvalidInput."""
        self._check_server()
        self._check_secrets()
        self._check_sender()

    @property
    def is_loopback(self) -> bool:
        """Whether what is sent never leaves this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def _check_server(self) -> None:
        if not _HOST.fullmatch(self.host) or any(len(label) > 63 for label in self.host.split(".")):
            raise InvalidInput("HABEAS_MAIL_HOST is the name or the IP address of a mail server, and nothing else")
        if self.port is not None and not 0 < self.port < 65536:
            raise InvalidInput("HABEAS_MAIL_PORT is not a port")
        if min(self.timeout, self.retry_after) <= timedelta(0):
            raise InvalidInput("HABEAS_MAIL_TIMEOUT and HABEAS_MAIL_RETRY_AFTER are longer than nothing")

    def _check_secrets(self) -> None:
        if (self.user is None) != (self.password is None):
            raise InvalidInput("HABEAS_MAIL_USER and HABEAS_MAIL_PASSWORD_FILE need each other")
        if self.security is not Security.NONE:
            return
        if self.password is not None and not self.is_loopback:
            raise InvalidInput("HABEAS_MAIL_SECURITY: a password is sent without TLS on loopback alone")
        if self.ca_file is not None:
            raise InvalidInput(
                "HABEAS_MAIL_CA_FILE says that there is TLS, and HABEAS_MAIL_SECURITY that there is none"
            )

    def _check_sender(self) -> None:
        for name, address in (("FROM_ADDRESS", self.from_address), ("REPLY_TO", self.reply_to)):
            try:
                is_right = address is None or not mailbox(address).is_international
            except InvalidInput:
                is_right = False
            if not is_right:
                raise InvalidInput(f"HABEAS_MAIL_{name} is not an e-mail address that every server takes")
        if not is_one_line(self.from_name):
            raise InvalidInput("HABEAS_MAIL_FROM_NAME is one line")
