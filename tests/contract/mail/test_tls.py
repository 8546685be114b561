"""TLS and signing in: to the right server alone, and nothing is sent to any other."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from habeas.domain.error import InvalidInput, Refused, Unavailable
from habeas.post.account import Security

from .conftest import a_mail, serving

USER, PASSWORD = "habeas", "correct horse – ærlig"
LOOPBACK = x509.IPAddress(ip_address("127.0.0.1"))
SEALED = (Security.STARTTLS, Security.TLS)


def signed(name, by=None, *, days=2, names=None):
    """A certificate and its key: an authority's own, or of a server for these names."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, issuer_key = (by[0].subject, by[1]) if by else (subject, key)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=9))
    made = made.not_valid_after(now + timedelta(days=days))
    made = made.add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    if names:
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return made.sign(issuer_key, hashes.SHA256()), key


def written(folder, name, certificate, key=None):
    """The file of a certificate, with its key where a server needs it."""
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, *form) if key else b""
    (folder / f"{name}.pem").write_bytes(pem + secret)
    return folder / f"{name}.pem"


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """An authority, another one, and what the first gave to a server: right, too old, of another name."""
    folder, authority = tmp_path_factory.mktemp("papers"), signed("authority")
    written(folder, "authority", authority[0])
    written(folder, "other", signed("other")[0])
    written(folder, "right", *signed("server", authority, names=[LOOPBACK]))
    written(folder, "old", *signed("server", authority, days=-1, names=[LOOPBACK]))
    written(folder, "named", *signed("server", authority, names=[x509.DNSName("mail.example.org")]))
    return folder


def guarded(papers, name, security):
    """How a server shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers / f"{name}.pem")
    return {"ssl": context} if security is Security.TLS else {"tls_context": context, "require_starttls": True}


def knows(_server, _session, _envelope, _mechanism, data):
    """Whoever has the right password comes in; the others hear so (without `handled` they would hear nothing)."""
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@pytest.mark.parametrize("security", SEALED)
async def test_sealed(papers, security):
    """A letter goes by TLS to the server that its authority vouches for."""
    async with serving(**guarded(papers, "right", security)) as server:
        sent = await server.post(security, ca_file=papers / "authority.pem").send(a_mail())
    assert (sent.code, len(server.got)) == (250, 1)


@pytest.mark.parametrize("security", SEALED)
@pytest.mark.parametrize(
    ("certificate", "authority", "what"),
    [
        ("right", "other.pem", "is not of an authority that we trust"),
        ("right", None, "is not of an authority that we trust"),
        ("old", "authority.pem", "is too old"),
        ("named", "authority.pem", "is of another name"),
    ],
)
async def test_another_server(failed, papers, security, certificate, authority, what):
    """A server that cannot show who it is gets nothing, and one line says why."""
    ca_file = papers / authority if authority else None
    async with serving(**guarded(papers, certificate, security)) as server:
        error = await failed(server.post(security, ca_file=ca_file), a_mail())
    assert isinstance(error, Refused)
    assert str(error) == f"mail: the certificate of the mail server {what}: nothing was sent"
    assert server.got == []


async def test_no_tls_there(failed):
    """A server without TLS gets nothing, whichever kind was asked for."""
    async with serving() as server:
        assert "does not offer STARTTLS" in str(await failed(server.post(Security.STARTTLS), a_mail()))
        assert isinstance(await failed(server.post(Security.TLS), a_mail()), Unavailable)
        assert server.got == []


@pytest.mark.parametrize("security", SEALED)
async def test_signing_in(failed, papers, security):
    """The right password is let in; a wrong one is refused with the code, and neither is shown."""
    guard = {**guarded(papers, "right", security), "authenticator": knows}
    async with serving(**guard, auth_require_tls=security is Security.STARTTLS) as server:
        known = {"security": security, "ca_file": papers / "authority.pem", "user": USER}
        assert (await server.post(**known, password=PASSWORD).send(a_mail())).code == 250
        error = await failed(server.post(**known, password="wrong horse"), a_mail())
        assert str(error) == "mail: the mail server refused our user name or password (535)"
        assert isinstance(error, Refused)
        assert len(server.got) == 1


async def test_a_server_that_says_nothing_to_a_wrong_password(failed):
    """Some servers just fall silent: that is no answer, after the time-out."""

    def silent(*_):
        return AuthResult(success=False)

    async with serving(authenticator=silent, auth_require_tls=False) as server:
        error = await failed(server.post(user=USER, password="wrong horse"), a_mail())
    assert type(error) is Unavailable


async def test_no_way_to_sign_in(failed):
    """A server that knows no passwords is not sent one."""
    async with serving() as server:  # without TLS aiosmtpd offers none
        error = await failed(server.post(user=USER, password=PASSWORD), a_mail())
    assert isinstance(error, Refused)
    assert PASSWORD not in str(error)


async def test_an_authority_that_is_none(papers, tmp_path):
    """A file without a certificate is found out before anything is sent."""
    (tmp_path / "ca.pem").write_text("nonsense")
    async with serving() as server:
        for file in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
            with pytest.raises(InvalidInput, match="HABEAS_MAIL_CA_FILE"):
                server.post(Security.TLS, ca_file=file)
