"""The connection to Temporal: open, by TLS, by mTLS, with an API key. Whatever is wrong with it is one clear line."""

import ssl
from pathlib import Path

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.service import RPCError, TLSConfig

from habeas.access import OPEN, Access
from habeas.domain.error import InvalidInput, Unreachable
from habeas.vault.converter import DATA_CONVERTER


async def connected(
    address: str, namespace: str, access: Access = OPEN, converter: DataConverter = DATA_CONVERTER
) -> Client:
    """Temporal's client at `host:port`; `converter` seals and opens messages, for who sends or reads any.

    Raises Unreachable when nobody answers there, or they do not accept us or we not them; InvalidInput when the address
    or a file is not what it should be. Files are read now: a key that is renewed needs another connection.
    """
    tls, key = _tls(access), _api_key(access.api_key_file)
    try:
        return await Client.connect(address, namespace=namespace, data_converter=converter, tls=tls, api_key=key)
    except ValueError:
        raise InvalidInput("the address of a Temporal server is HOST:PORT") from None
    except (RuntimeError, RPCError) as error:
        raise Unreachable(_why(address, access, str(error))) from error


def _why(address: str, access: Access, said: str) -> str:
    """The SDK's own text names what failed, in the words of its TLS library."""
    if not access.is_tls:
        return f"no Temporal server answers at {address} (it was asked without TLS)"
    if "InvalidCertificate" in said:
        return f"the certificate of {address} is not trusted: it is of another authority, of another name, or too old"
    return f"no Temporal server answers by TLS at {address}, or it does not accept our certificate or API key"


def _tls(access: Access) -> TLSConfig | bool:
    if not access.is_tls:
        return False
    _check_authority(access.ca_file)
    _check_pair(access.certificate_file, access.key_file)
    return TLSConfig(
        server_root_ca_cert=_read(access.ca_file, "the certificate authority"),
        client_cert=_read(access.certificate_file, "the client certificate"),
        client_private_key=_read(access.key_file, "the client certificate's key"),
        domain=access.server_name,
    )


def _check_authority(file: Path | None) -> None:
    pem = _read(file, "the certificate authority")
    if pem is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem.decode("ascii"))
    except (ssl.SSLError, ValueError):
        raise InvalidInput("the file of the certificate authority has no certificate in PEM") from None


def _check_pair(certificate: Path | None, key: Path | None) -> None:
    """OpenSSL says whether the two belong together; a key with a password is none that a server can read by itself."""
    _read(certificate, "the client certificate")
    _read(key, "the client certificate's key")
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        raise InvalidInput("a client certificate and its key go together: give both files, or none")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, password=lambda: "")
    except (ssl.SSLError, ValueError):
        raise InvalidInput("client certificate and key are not in PEM, do not match, or need a password") from None


def _api_key(file: Path | None) -> str | None:
    key = _read(file, "the API key")
    if key is None:
        return None
    text = key.strip()
    if not text or not all(0x21 <= byte <= 0x7E for byte in text):
        raise InvalidInput("the file of the API key has to hold one line, the key, and nothing else")
    return text.decode("ascii")


def _read(file: Path | None, what: str) -> bytes | None:
    try:
        return None if file is None else file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"the file of {what} cannot be read ({error.strerror})") from None
