"""The office: writes a letter once, keeps it, and sends the mail that leads to it.

A step that runs twice, or again after its own success was lost, writes and sends the same: what is kept decides. The
token of a link is kept, sealed, until its mail was accepted, so that a second try sends the same mail.
"""

from datetime import UTC, datetime

from habeas.domain.error import InvalidInput, Permanent, Undeliverable
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, KeptLetter, Letter, LetterNote, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.post.mail import Mail

from .address import Pages
from .language.mail import mail_words
from .port import Issues, Keeps, Renders, Sends

_OFFICE = "letters"


class LetterOffice:
    """Writes, keeps and sends letters. Without a post there is no mail: letters are then read on the pages alone."""

    def __init__(self, words: Renders, papers: Keeps, links: Issues, pages: Pages, post: Sends | None = None) -> None:
        self._words = words
        self._papers = papers
        self._links = links
        self._pages = pages
        self._post = post

    async def write(self, order: LetterOrder) -> LetterNote:
        """Write the letter and send its mail, unless that was done; twice is once.

        Raises what the post, the papers and the register do, and Permanent when the letter lacks something that the law
        wants in it: nothing is kept or sent then.
        """
        letter = order.letter
        kept = await self._papers.letter(letter.case_id, letter.kind, letter.number)
        if kept is None:
            self._words.render(letter)
            kept = await self._begun(order)
        if kept.note is not None:
            return kept.note
        note = await self._sent(order, kept)
        await self._links.note_notice(letter.case_id, note)  # before it is kept: what is kept is not asked again
        await self._papers.keep(KeptLetter(letter=kept.letter, note=note))
        return note

    async def letters(self, case_id: str, *addressees: Addressee) -> tuple[Letter, ...]:
        """The letters of a case to these, or to all, the oldest first."""
        kept = await self._papers.letters(case_id)
        return tuple(k.letter for k in kept if not addressees or k.letter.addressee in addressees)

    def render(self, letter: Letter, language: Language | None = None) -> str:
        """A letter as a fragment of HTML, in its own language unless another one is asked for."""
        return self._words.render(letter, language)

    async def _begun(self, order: LetterOrder) -> KeptLetter:
        """The letter as it is kept before its mail is sent; the link comes after it, where the case still lives."""
        token = await self._issued(order) if self._needs_token(order) else None
        return await self._papers.begin(KeptLetter(letter=order.letter, token=token))

    async def _sent(self, order: LetterOrder, kept: KeptLetter) -> LetterNote:
        letter, address = kept.letter, self._address(order)
        note = LetterNote(number=letter.number, kind=letter.kind, addressee=letter.addressee, at=letter.at)
        if self._post is None or address is None or not self._has_page(letter.addressee):
            return note
        try:
            sent = await self._post.send(self._mail(letter, address, await self._link(order, kept)))
        except (Undeliverable, InvalidInput):
            return note.model_copy(update={"is_sent": False})
        return note.model_copy(update={"is_sent": True, "at": sent.at})

    async def _link(self, order: LetterOrder, kept: KeptLetter) -> str:
        """Where the mail leads; a link that has ended while the mail could not be sent is issued anew."""
        if order.letter.addressee is Addressee.DPO:
            return self._pages.case(order.letter.case_id)
        token = kept.token
        if token is None or await self._links.look_link(token) is None:
            token = await self._issued(order)
            await self._papers.keep(KeptLetter(letter=kept.letter, token=token))
        return self._pages.link(_purpose(order), token)

    async def _issued(self, order: LetterOrder) -> str:
        expires_at = datetime.now(UTC) + order.good_for
        return await self._links.issue_link(order.letter.case_id, _purpose(order), expires_at, order.letter.number)

    def _needs_token(self, order: LetterOrder) -> bool:
        has_mail = self._post is not None and self._address(order) is not None
        return has_mail and order.letter.addressee is not Addressee.DPO and self._pages.person_url is not None

    def _address(self, order: LetterOrder) -> str | None:
        return self._pages.dpo_address if order.letter.addressee is Addressee.DPO else order.address

    def _has_page(self, addressee: Addressee) -> bool:
        url = self._pages.staff_url if addressee is Addressee.DPO else self._pages.person_url
        return url is not None

    def _mail(self, letter: Letter, address: str, link: str) -> Mail:
        words = mail_words(letter)
        return Mail(
            to=address,
            subject=words.subject,
            text=words.text.format(link=link),
            html=None,
            message_id=f"<{letter.case_id}.{letter.kind}.{letter.number}@{self._pages.host}>",
            language=letter.language,
        )


def _purpose(order: LetterOrder) -> LinkPurpose:
    """What the link is for: nobody gets one to a page that is somebody else's."""
    if order.letter.addressee is Addressee.CONTROLLER:
        return LinkPurpose.CONTROLLER
    if order.letter.addressee is Addressee.OWNER:
        return LinkPurpose.OWNER
    if order.letter.addressee is Addressee.AGENT:
        return LinkPurpose.AGENT
    if order.purpose in (LinkPurpose.CONTROLLER, LinkPurpose.OWNER):
        raise Permanent(_OFFICE, "a person's letter has no link to a page of somebody else's")
    return order.purpose
