"""What can be a letter, and what can be a mail server, before anything is sent."""

import traceback
from datetime import timedelta

import pytest

from habeas.domain.error import InvalidInput
from habeas.domain.language import Language
from habeas.post.account import Account, Security
from habeas.post.address import mailbox
from habeas.post.mail import Mail
from habeas.settings import MailSettings

CANARY = "kanarifugl.xylofon@example.org"
ENDS = ("\r", "\n", "\r\n", "\x00", "\x0b", "\x85", "\u2028", "\u2029", "\x1b", "\udc80")
GIVEN = {"HABEAS_MAIL_HOST": "mail.example.org", "HABEAS_MAIL_FROM_ADDRESS": "privacy@example.org"}


def a_mail(**other):
    known = {"to": CANARY, "subject": "Your request", "text": "We have it.", "html": None}
    return Mail(**{**known, "message_id": "<1@example.org>", "language": Language.ENGLISH, **other})


def refused(make, **other):
    """Why it is refused, in one line that repeats nothing that was given."""
    with pytest.raises(InvalidInput) as caught:
        make(**other)
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert not [value for value in (CANARY, *map(str, other.values())) if len(value) > 6 and value in said]
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    return said


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("field", ["subject", "to", "message_id"])
def test_nothing_enters_the_headers(field, end):
    """No line end, nor any other control character, comes into a header: in the middle, or last."""
    value = {"subject": "Your request", "to": CANARY, "message_id": "<1@example.org>"}[field]
    for text in (f"{value}{end}Bcc: {CANARY}", f"{value[:2]}{end}{value[2:]}", f"{end}{value}", f"{value}{end}"):
        if field == "to" and text.strip() == value:
            assert a_mail(to=text).to.strip() == CANARY  # people type blanks around an address; they are not sent
        else:
            refused(a_mail, **{field: text})


@pytest.mark.parametrize("to", ["", "kari", "kari@", "@example.com", "a b@example.org", f"{CANARY}, b@example.org"])
def test_no_address(to):
    """What is no address of one person is refused."""
    assert "not an e-mail address" in refused(a_mail, to=to)


@pytest.mark.parametrize(
    ("to", "why"), [("kari@straße.example", "two readings"), (f"kari@{'ø' * 64}.no", "ASCII form")]
)
def test_a_domain_that_may_be_another(to, why):
    """A domain that two standards read as different ones, or that has no ASCII form, gets no letter."""
    assert why in refused(a_mail, to=to)


def test_a_domain_in_its_own_letters():
    """A domain is read in its ASCII form; an address with other letters before the @ is international."""
    assert mailbox("Kari@BLÅBÆR.no").spec == "Kari@xn--blbr-roah.no"
    assert [mailbox(a).is_international for a in ("kari@blåbær.no", "kåre@example.org")] == [False, True]
    assert CANARY.split("@", maxsplit=1)[0] not in repr(mailbox(CANARY))


@pytest.mark.parametrize("message_id", ["", "1@example.org", "<1>", "<1@>", "<a b@example.org>", f"<{'a' * 250}@b.no>"])
def test_no_message_id(message_id):
    """A Message-ID has its form, or the letter could not be told from others."""
    assert "Message-ID" in refused(a_mail, message_id=message_id)


def test_no_subject_and_no_text():
    """A subject is not empty, and a text can be said in UTF-8."""
    refused(a_mail, subject="")
    refused(a_mail, text="half a pair \ud800")
    refused(a_mail, html="half a pair \ud800")


def test_a_letter_shows_nothing():
    """What is printed of a letter has neither the address nor a word of it."""
    shown = repr(a_mail(html="<p>Hei</p>"))
    assert not [part for part in (CANARY, "Your request", "We have it", "Hei") if part in shown]


def settings(**other):
    return MailSettings.given({**GIVEN, **{f"HABEAS_MAIL_{name.upper()}": value for name, value in other.items()}})


def account(**other):
    return settings(**other).account


def test_few_settings_are_enough():
    """A host and a sender: STARTTLS, on its port, a minute for each answer."""
    assert account() == Account("mail.example.org", "privacy@example.org")
    assert (account().security, account().timeout) == (Security.STARTTLS, timedelta(minutes=1))


def test_every_setting(tmp_path):
    """Each setting arrives, the password from its file."""
    (tmp_path / "password").write_text("correct horse\n")
    read = account(
        port="2525",
        security="tls",
        user="postman",
        password_file=str(tmp_path / "password"),
        from_name="Éxample",
        reply_to="dpo@example.org",
        ca_file="/ca.pem",
        timeout="PT5S",
        retry_after="PT10M",
    )
    assert (read.port, read.security, read.user, read.password) == (2525, Security.TLS, "postman", "correct horse")
    assert (read.from_name, read.reply_to, str(read.ca_file)) == ("Éxample", "dpo@example.org", "/ca.pem")
    assert (read.timeout, read.retry_after) == (timedelta(seconds=5), timedelta(minutes=10))
    assert "correct horse" not in repr(read)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "mail.example.org:587"),
        ("host", ""),
        ("host", "mail example"),
        ("host", f"{'a' * 64}.org"),
        ("port", "0"),
        ("port", "65536"),
        ("timeout", "PT0S"),
        ("user", "postman"),
        ("from_address", "nobody"),
        ("from_address", "kåre@example.org"),
        ("reply_to", "nobody at all"),
        ("from_name", "Example\r\nBcc: somebody"),
        ("password_file", "/nowhere/password"),
    ],
)
def test_a_setting_that_does_not_fit(name, value):
    """What is wrong is named, and not repeated."""
    setting = "host" if name == "host" else name
    assert f"HABEAS_MAIL_{setting.upper()}" in refused(account, **{name: value})


@pytest.mark.parametrize("text", ["", "\n", "two\nlines\n", b"\xff"])
def test_a_password_file_that_is_none(tmp_path, text):
    """A password is one line."""
    file = tmp_path / "password"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert "HABEAS_MAIL_PASSWORD_FILE" in refused(account, user="postman", password_file=str(file))


def test_a_password_in_the_open(tmp_path):
    """Without TLS a password is sent on loopback alone; and TLS that is not there needs no authority."""
    (tmp_path / "password").write_text("correct horse")
    known = {"security": "none", "user": "postman", "password_file": str(tmp_path / "password")}
    for host in ("mail.example.org", "192.0.2.1", "localhost.example.org", "127.0.0.1.example.org"):
        assert "loopback" in refused(account, **known, host=host)
    for host in ("127.0.0.1", "::1", "localhost"):
        assert account(**known, host=host).is_loopback
    assert account(security="none", host="relay").password is None
    assert "HABEAS_MAIL_CA_FILE" in refused(account, security="none", ca_file="/ca.pem")
