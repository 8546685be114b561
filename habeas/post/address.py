"""An e-mail address as a mail server takes it."""

from dataclasses import dataclass, field
from email.headerregistry import Address

from habeas.domain.error import InvalidInput
from habeas.domain.identifier import email

# IDNA 2003, which Python speaks, and IDNA 2008 read these as different domains (UTS 46, 6), maybe of different people
_TWO_READINGS = frozenset("ßẞς\u200c\u200d")


@dataclass(frozen=True)
class Mailbox:
    """The two halves of an address; the domain is in its ASCII form (RFC 5890, 2.3.2.1)."""

    local: str = field(repr=False)
    domain: str = field(repr=False)

    @property
    def spec(self) -> str:
        """The address."""
        return f"{self.local}@{self.domain}"

    @property
    def is_international(self) -> bool:
        """Whether only a server with SMTPUTF8 takes it (RFC 6531)."""
        return not self.local.isascii()

    def named(self, name: str = "") -> Address:
        """The address in a header, with this name before it."""
        return Address(display_name=name, username=self.local, domain=self.domain)


def mailbox(text: str) -> Mailbox:
    """Read an address. Raises InvalidInput, which does not repeat it."""
    try:
        text.encode("utf-8")
        local, _, domain = email(text).value.partition("@")
        if _TWO_READINGS & set(domain):
            raise InvalidInput("the domain of that address has two readings: it has to be written in its form xn--...")
        return Mailbox(local, domain if domain.isascii() else domain.encode("idna").decode("ascii"))
    except UnicodeError:
        pass
    # here, as Python's own error holds the whole address
    raise InvalidInput("that is not an e-mail address: its domain has no ASCII form (RFC 5890), or it is no text")
