"""From a letter to the bytes that leave."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from .account import Account
from .address import mailbox
from .mail import Mail

# bodies are ASCII on the way: not every server takes eight bits (RFC 6152)
_POLICY = SMTP.clone(cte_type="7bit")
_INTERNATIONAL = SMTPUTF8.clone(cte_type="7bit")


def raw_message(mail: Mail, account: Account, at: datetime) -> bytes:
    """The message (RFC 5322), as text and, where the letter has it, HTML (RFC 2046, 5.1.4)."""
    policy = _INTERNATIONAL if mailbox(mail.to).is_international else _POLICY
    return _message(mail, account, at).as_bytes(policy=policy)


def _message(mail: Mail, account: Account, at: datetime) -> EmailMessage:
    message, language = EmailMessage(_POLICY), f"Content-Language: {mail.language}"
    message.set_content(mail.text, headers=[language])
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html", headers=[language])
        message["Content-Language"] = mail.language.value
    message["From"] = mailbox(account.from_address).named(account.from_name)
    if account.reply_to is not None:
        message["Reply-To"] = mailbox(account.reply_to).named()
    message["To"] = mailbox(mail.to).named()
    message["Subject"] = mail.subject
    message["Date"] = at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5: no automatic answer is wanted
    return message
