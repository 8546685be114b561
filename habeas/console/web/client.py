"""From which address a request comes: that of the connection, or what trusted proxies say of it."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from aiohttp import web

from habeas.domain.error import InvalidInput

_SITE = 64  # bits of an IPv6 address that are one customer's: RFC 6177


@dataclass(frozen=True)
class Proxies:
    """Whose `X-Forwarded-For` is believed: nobody's, unless networks are given."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """From addresses or networks with commas between. Raises InvalidInput."""
        try:
            return cls(tuple(ip_network(part.strip()) for part in text.split(",") if part.strip()))
        except ValueError:
            raise InvalidInput("trusted proxies are addresses or networks, with commas between them") from None

    def client(self, request: web.Request) -> str:
        """The key of the client for limits: its IPv4 address, or its IPv6 network.

        Each proxy adds at the right whom it was asked by, so the rightmost that is no trusted proxy is the client.
        """
        address = _address(request.remote or "")
        said = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
        while address is not None and self._is_trusted(address) and said:
            if (before := _address(said.pop().strip())) is None:
                break
            address = before
        return _network(address)

    def _is_trusted(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self.networks)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _SITE), strict=False))
    return str(address)
