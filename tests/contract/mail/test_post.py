"""Letters as a mail server gets them."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from habeas.domain.error import Refused
from habeas.domain.language import Language

from .conftest import CANARY, SENDER, a_mail, serving

WORDS = {
    Language.NORWEGIAN: "Vi har mottatt kravet ditt – på én måned får du svar, Bjørg Ærlig",
    Language.FRENCH: "Nous avons reçu votre demande : réponse d’ici un mois, Élodie Œuvrard",
    Language.ENGLISH: "We have your request",
}


def read(raw):
    return message_from_bytes(raw, policy=default)


@pytest.mark.parametrize("language", Language)
async def test_as_it_was_sent(language):
    """Subject, text, HTML and language come out as they went in, with every header of an automatic letter."""
    words = WORDS[language]
    mail = a_mail(subject=words, text=f".\n{words}\n" * 40, html=f"<p>{words}</p>\n", language=language)
    async with serving() as server:
        before = datetime.now(UTC)
        sent = await server.post(from_name="Données, Bjørk", reply_to="dpo@example.org").send(mail)
        ((sender, recipients, raw),) = server.got
    assert raw.isascii()
    assert (sent.code, sender, recipients) == (250, SENDER, [CANARY])
    assert CANARY not in repr(sent)
    assert before <= sent.at <= datetime.now(UTC)
    message = read(raw)
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    assert [part.get_content() for part in (text, html)] == [b.replace("\n", "\r\n") for b in (mail.text, mail.html)]
    assert [part["Content-Language"] for part in (message, text, html)] == [language] * 3
    assert message["From"].addresses[0].display_name == "Données, Bjørk"
    assert message["From"].addresses[0].addr_spec == SENDER
    assert (message["To"], message["Reply-To"]) == (CANARY, "dpo@example.org")
    assert (message["Subject"], message["Message-ID"].strip()) == (words, mail.message_id)
    assert message["Auto-Submitted"] == "auto-generated"
    assert timedelta() <= datetime.now(UTC) - message["Date"].datetime < timedelta(minutes=1)
    assert not message.defects


async def test_text_alone():
    """A letter without HTML is of one part."""
    async with serving() as server:
        await server.post().send(a_mail(html=None))
        message = read(server.got[0][2])
    assert message.get_content_type() == "text/plain"
    assert message.get_all("Content-Language") == ["en"]


async def test_the_same_letter_again():
    """A letter that is sent again has the same Message-ID, however long it is."""
    mail = a_mail(message_id=f"<{'a' * 110}@{'b' * 110}.example>")
    async with serving() as server:
        for _ in range(2):
            await server.post().send(mail)
        assert {read(raw)["Message-ID"].strip() for _, _, raw in server.got} == {mail.message_id}


async def test_says_nothing_of_this_machine():
    """The server is greeted by the sender's domain."""
    greeted = []

    async def note(_server, session, _envelope, hostname, responses):
        session.host_name = hostname
        greeted.append(hostname)
        return responses

    async with serving({"handle_EHLO": note}) as server:
        await server.post().send(a_mail())
    assert greeted == ["webinars.example.org"]


async def test_a_domain_in_its_own_letters():
    """A domain beyond ASCII is written in its ASCII form, which every server takes."""
    async with serving() as server:
        await server.post().send(a_mail("kari@blåbær.example"))
        ((_, recipients, raw),) = server.got
    assert recipients == ["kari@xn--blbr-roah.example"]
    assert read(raw)["To"] == "kari@xn--blbr-roah.example"


async def test_an_international_address(failed):
    """An address beyond ASCII goes to a server that takes it (RFC 6531), and to no other."""
    mail = a_mail("kåre.ærlig@blåbær.example", subject="Kravet ditt")
    async with serving(enable_SMTPUTF8=True) as server:
        await server.post().send(mail)
        ((_, recipients, raw),) = server.got
    assert recipients == ["kåre.ærlig@xn--blbr-roah.example"]
    assert "To: kåre.ærlig@xn--blbr-roah.example\r\n" in raw.decode()
    assert read(raw)["Subject"] == "Kravet ditt"
    async with serving() as server:
        error = await failed(server.post(), mail)
        assert isinstance(error, Refused)
        assert "internationalised address" in str(error)
        assert server.got == []
