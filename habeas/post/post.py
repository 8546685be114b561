"""The post: hands letters to a mail server, each over a connection of its own."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import aiosmtplib

from habeas.domain.error import InvalidInput, Undeliverable

from .account import PORTS, Account, Security
from .address import Mailbox, mailbox
from .error import SYSTEM, WENT_WRONG, meaning
from .mail import Mail, Sent
from .message import raw_message

_GOODBYE_SECONDS = 2.0


class Post:
    """Sends letters by one account."""

    def __init__(self, account: Account) -> None:
        """Raises InvalidInput when the file of the server's authority cannot be used."""
        self._account = account
        self._tls = None if account.security is Security.NONE else _trusting(account)

    async def send(self, mail: Mail) -> Sent:
        """Hand one letter over; the server then has it, which does not mean that the person does.

        Raises Unavailable (no answer, or not now), OutcomeUnknown (the letter went out and its answer was lost: sent
        again it is the same letter, by its Message-ID), Undeliverable (this one alone is not taken), Refused (none is);
        with the reply code alone. None of them, nor what it came from, has the address or a word of the server's.
        """
        raw = raw_message(mail, self._account, datetime.now(UTC))
        try:
            async with self._connected() as client:
                code = await self._handed_over(client, mailbox(mail.to), raw)
        except WENT_WRONG as error:
            failed = meaning(error, self._account.retry_after)
        else:
            return Sent(at=datetime.now(UTC), code=code)
        raise failed  # here, where the library's own error is not its context any more

    async def _handed_over(self, client: aiosmtplib.SMTP, to: Mailbox, raw: bytes) -> int:
        await self._envelope(client, to)
        try:
            return (await client.data(raw)).code
        except WENT_WRONG as error:  # also before the letter itself: aiosmtplib does not say which
            failed = meaning(error, self._account.retry_after, was_sent=True)
        raise failed

    async def _envelope(self, client: aiosmtplib.SMTP, to: Mailbox) -> None:
        sender = mailbox(self._account.from_address).spec
        if not to.is_international:
            await client.mail(sender)
            await client.rcpt(to.spec)
            return
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        if not client.supports_extension("smtputf8"):
            raise Undeliverable(
                SYSTEM, "the mail server takes no internationalised address (RFC 6531): nothing was sent"
            )
        await client.mail(sender, options=["SMTPUTF8", "BODY=8BITMIME"])
        await client.rcpt(to.spec, encoding="utf-8")

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        client = self._client()
        try:
            await client.connect()
            yield client
            with suppress(*WENT_WRONG):  # the letter is with the server: a goodbye that is lost changes nothing
                await client.quit(timeout=_GOODBYE_SECONDS)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        account = self._account
        return aiosmtplib.SMTP(
            hostname=account.host,
            port=account.port or PORTS[account.security],
            username=account.user,
            password=account.password,
            # not the name of this machine, which concerns nobody and takes a look-up
            local_hostname=mailbox(account.from_address).domain,
            timeout=account.timeout.total_seconds(),
            use_tls=account.security is Security.TLS,
            start_tls=account.security is Security.STARTTLS,
            tls_context=self._tls,
        )


def _trusting(account: Account) -> ssl.SSLContext:
    """TLS that verifies the server's certificate and name."""
    try:
        return ssl.create_default_context(cafile=account.ca_file)
    except OSError:
        raise InvalidInput("HABEAS_MAIL_CA_FILE holds no certificates (PEM), or cannot be read") from None
