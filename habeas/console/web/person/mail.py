"""The mails that this door sends itself: fixed words and a link, as all mails are."""

from uuid6 import uuid7
from yarl import URL

from habeas.domain.language import Language
from habeas.post.mail import Mail

from .language.book import WORDS


def mail(to: str, door: str, token: str, language: Language) -> Mail:
    """A mail with a link to this door; `door` is its address."""
    words = WORDS[language].mail
    return Mail(
        to=to,
        subject=words.subject,
        text=words.text.format(link=f"{door}/p/{token}"),
        html=None,
        message_id=f"<{uuid7()}@{URL(door).host}>",
        language=language,
    )
