"""A letter as whoever writes it hands it to the post, and what the post says of it once it has left."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from habeas.domain.error import InvalidInput
from habeas.domain.language import Language

from .address import mailbox

# dot-atoms on both sides (RFC 5322, 3.6.4), short enough to stand on one line of a header
_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_MESSAGE_ID = re.compile(rf"(?=.{{1,250}}\Z)<{_ATOMS}@{_ATOMS}>")
_BREAKS = ("Cc", "Cs", "Zl", "Zp")  # line ends and other control characters, and what UTF-8 cannot say


@dataclass(frozen=True)
class Mail:
    """One letter to one person.

    `html`: the same in HTML, None where there is the text alone. `message_id`: with its angle brackets, nothing
    personal in it; the same for each try of the same letter, so that who de-duplicates sees it once. Raises
    InvalidInput when it could not be sent so: an address that is none, a subject that is empty or has line ends in it.
    """

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str | None = field(repr=False)
    message_id: str
    language: Language

    def __post_init__(self) -> None:
        """Raises InvalidInput."""
        mailbox(self.to)
        if not self.subject or not is_one_line(self.subject):
            raise InvalidInput("the subject of a letter is one line")
        if not _MESSAGE_ID.fullmatch(self.message_id):
            raise InvalidInput("the Message-ID of a letter has the form <id@domain> (RFC 5322, 3.6.4)")
        if any(unicodedata.category(one) == "Cs" for body in (self.text, self.html or "") for one in body):
            raise InvalidInput("the text of a letter has characters that UTF-8 cannot say")


@dataclass(frozen=True)
class Sent:
    """What is known of a letter that a mail server has taken: when it did, and its reply code. It says no address."""

    at: datetime
    code: int


def is_one_line(text: str) -> bool:
    """Whether a text can stand in a header: nothing in it ends a line or is any other control character."""
    return not any(unicodedata.category(one) in _BREAKS for one in text)
