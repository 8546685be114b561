"""What a provider says of itself and answers, and where it may be asked."""

from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator
from yarl import URL

from habeas.domain.model import Message


def is_private(url: str) -> bool:
    """Whether nobody reads along: by TLS, or on this machine."""
    address = URL(url)
    if address.scheme == "https":
        return True
    try:
        return address.scheme == "http" and ip_address(address.host or "").is_loopback
    except ValueError:
        return False


def _checked(url: str) -> str:
    if not is_private(url):
        raise ValueError("not by https")
    return url


Address = Annotated[str, AfterValidator(_checked)]


class Metadata(Message):
    """What a provider says of itself (OpenID Connect Discovery 1.0, 3; RFC 8414; RFC 9207)."""

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Granted(Message):
    """What a token endpoint answers (OpenID Connect Core 1.0, 3.1.3.3)."""

    id_token: str
    access_token: str
