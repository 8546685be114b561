"""The office of letters, over a register, a case folder and a mail server: once each, sealed, and by one link."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.smtp import SMTP
from uuid6 import uuid7

from habeas.calendar import public_holidays
from habeas.domain.clock import ClockRules, Timing, clock
from habeas.domain.disposition import Disposition
from habeas.domain.error import Barred, InvalidInput, OutcomeUnknown, Permanent, Unavailable
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.key import Kind
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter, LetterKind, LetterNote, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.domain.manual import Demand, Question
from habeas.domain.plan import PlanItem
from habeas.domain.right import Right
from habeas.domain.stop import stopped
from habeas.domain.time_limit import Place
from habeas.domain.treatment import ErasureGround
from habeas.letters.address import Pages
from habeas.letters.book import Letters
from habeas.letters.content import Omission
from habeas.letters.office import LetterOffice
from habeas.policy import load_processing
from habeas.post.account import Account, Security
from habeas.post.post import Post
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Gone
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers
from habeas.vault.parts import Altered
from habeas.vault.shredder import Shredder

WORDS = Letters(load_processing(Path(__file__).parents[3] / "policy" / "processing.yaml"), ZoneInfo("Europe/Paris"))
PAGES = Pages("https://privacy.example.org/me/", "https://dpo.example.org", "dpo@example.org")
ADDRESS = "kanarifugl.xylofon@example.org"
SECRET = "Kanarifugl Xylofon has asked too often"
AT = datetime(2026, 3, 7, 10, 0, tzinfo=UTC)
ORGANISER = "Fjord Events AS"
EVERYTHING = {  # that a letter of any kind may need
    "question": Question(system="archive", role="anarifugl", demand=Demand.ERASE, categories=("contracts",)),
    "clock": clock(
        Timing(received_at=AT - timedelta(days=2)),
        Place(ZoneInfo("Europe/Paris"), public_holidays("FR")),
        ClockRules(),
    ),
    "items": tuple(
        PlanItem(
            system="recordings", category=c, controller="customer-7", disposition=d, why="", count=2, erased_on=ground
        )
        for c, d, ground in (
            ("participant", Disposition.ERASE, ErasureGround.WITHDRAWN),
            ("attendance", Disposition.REFER, None),
        )
    ),
    "controllers": (ORGANISER,),
    "names": {"customer-7": ORGANISER},
    "told": ("Stripe",),
    "until": AT + timedelta(days=9),
    "doubt": Doubt.OTHER_ADDRESS,
    "rung": Rung.LINK,
    "stopped": (stopped("marketing", {"consents": 1}, AT),),
}


class Mailboxes:
    """What a mail server got; it can be told to answer something else, or to lose its answer."""

    def __init__(self) -> None:
        self.got, self.answers, self.loses = [], [], False

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 kept"
        if answer.startswith("250"):
            self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.loses:
            self.loses = False
            server.transport.abort()
            await asyncio.Event().wait()
        return answer

    def links(self) -> list[str]:
        return [re.search(r"https://\S+", m.get_content()).group() for m in self.got]


@pytest.fixture
async def mailboxes() -> AsyncIterator[Mailboxes]:
    """A mail server on loopback."""
    boxes, loop = Mailboxes(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(boxes, hostname="mail.example", loop=loop), "127.0.0.1", 0)
    boxes.port = server.sockets[0].getsockname()[1]
    yield boxes
    server.close()


@pytest.fixture
def post(mailboxes) -> Post:
    """The real one."""
    sender = "privacy@webinars.example.org"
    return Post(Account("127.0.0.1", sender, Security.NONE, mailboxes.port, timeout=timedelta(seconds=5)))


@pytest.fixture
def folder(tmp_path) -> CaseFolder:
    """The case files."""
    return CaseFolder(tmp_path / "cases")


@pytest.fixture
def keys(register, tmp_path) -> CaseKeys:
    """The secrets of cases."""
    return CaseKeys(register, {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})


@pytest.fixture
def papers(folder, keys) -> LetterPapers:
    """The letters as they are kept."""
    return LetterPapers(folder, keys)


@pytest.fixture
def office(papers, register, post) -> LetterOffice:
    """The office with a post."""
    return LetterOffice(WORDS, papers, register, PAGES, post)


@pytest.fixture
async def case_id(keys) -> str:
    """A case with secrets."""
    made = str(uuid7())
    await keys.create(made)
    await keys.settle(made)
    return made


def order(case_id: str, number: int = 1, addressee: Addressee = Addressee.SUBJECT, **more) -> LetterOrder:
    letter = Letter(
        case_id=case_id,
        number=number,
        kind=LetterKind.REFUSAL,
        addressee=addressee,
        language=Language.NORWEGIAN,
        right=Right.ERASURE,
        received_at=AT - timedelta(days=2),
        at=AT + timedelta(minutes=number),
        justification=Justification.EXCESSIVE,
        words=SECRET,
    )
    return LetterOrder(letter=letter, **{"address": ADDRESS, **more})


async def test_a_letter_is_written_and_its_mail_sent(office, register, mailboxes, case_id):
    """The mail has fixed words and a link to the person's page; the letter is read there, in any language."""
    note = await office.write(order(case_id))
    assert (note.is_sent, note.kind, note.number) == (True, LetterKind.REFUSAL, 1)
    (mail,), (link,) = mailboxes.got, mailboxes.links()
    assert (mail["To"], mail["Message-ID"].strip()) == (ADDRESS, f"<{case_id}.refusal.1@privacy.example.org>")
    assert mail["Content-Language"] == "nb"
    assert link.startswith("https://privacy.example.org/me/p/")
    assert await register.look_link(link.rpartition("/")[2]) == (case_id, LinkPurpose.PAGE)
    assert await register.letter_of_link(link.rpartition("/")[2]) == 1
    (letter,) = await office.letters(case_id)
    assert letter == order(case_id).letter
    assert SECRET in office.render(letter)
    assert "Case" in office.render(letter, Language.ENGLISH)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("addressee", [Addressee.SUBJECT, Addressee.CONTROLLER, Addressee.DPO])
async def test_the_mail_says_nothing(office, mailboxes, case_id, addressee, language):
    """Mails about different things, to whoever it is, differ in their link alone: no name, reason, right or system.

    The one that asks who they are has words of its own, which say no more.
    """
    kinds = [kind for kind in LetterKind if kind is not LetterKind.IDENTITY]
    for number, kind in enumerate(kinds):
        plain = order(case_id, number, addressee)
        letter = plain.letter.model_copy(update={"kind": kind, "language": language, **EVERYTHING})
        to = f"somebody-{number}.{ADDRESS}"
        assert (await office.write(plain.model_copy(update={"letter": letter, "address": to}))).is_sent
    texts = [m.get_content() for m in mailboxes.got]
    alike = {text.replace(link, "") for text, link in zip(texts, mailboxes.links(), strict=True)}
    assert (len(texts), len(alike), len({m["Subject"] for m in mailboxes.got})) == (len(kinds), 1, 1)
    for planted in ("anarifugl", ORGANISER, "Faktura", "Invoice", "Stripe"):
        assert not [m for m in mailboxes.got if planted in f"{m['Subject']} {m.get_content()}"]


async def test_twice_is_once(office, register, papers, post, mailboxes, case_id):
    """A step that runs again, in another process too, answers with the note that is kept."""
    first = await office.write(order(case_id))
    for again in (
        office,
        LetterOffice(WORDS, papers, register, PAGES, post),
        LetterOffice(WORDS, papers, register, PAGES),
    ):
        assert await again.write(order(case_id)) == first
    assert len(mailboxes.got) == 1
    await office.write(order(case_id, number=2))
    assert [m["Message-ID"].strip().split("@")[0] for m in mailboxes.got] == [f"<{case_id}.refusal.{n}" for n in (1, 2)]


async def test_a_lost_answer(office, mailboxes, papers, case_id):
    """The mail may have gone out: a second try sends the same one, with the same link, and then forgets its token."""
    mailboxes.loses = True
    with pytest.raises(OutcomeUnknown):
        await office.write(order(case_id))
    (kept,) = await papers.letters(case_id)
    assert (kept.note, kept.token is None) == (None, False)
    assert (await office.write(order(case_id))).is_sent
    first, second = mailboxes.got
    assert mailboxes.links()[0] == mailboxes.links()[1]
    assert first["Message-ID"] == second["Message-ID"]
    (kept,) = await papers.letters(case_id)
    assert (kept.note.is_sent, kept.token) == (True, None)


async def test_a_link_that_ended_meanwhile(office, register, mailboxes, case_id):
    """A mail that could not be sent for long does not lead to a link that is over."""
    mailboxes.answers = ["451 later"]
    with pytest.raises(Unavailable):
        await office.write(order(case_id))
    await register.revoke_links(case_id, LinkPurpose.PAGE)
    await office.write(order(case_id))
    (link,) = mailboxes.links()
    assert await register.look_link(link.rpartition("/")[2])


async def test_an_address_that_is_refused(office, mailboxes, case_id):
    """The letter is there, its mail is not, and the note says so."""
    mailboxes.answers = ["550 no such mailbox"]
    assert (await office.write(order(case_id))).is_sent is False
    assert (await office.write(order(case_id))).is_sent is False
    assert await office.letters(case_id)
    assert (await office.write(order(case_id, number=2, address="no address"))).is_sent is False
    assert mailboxes.got == []


async def test_two_at_once(office, mailboxes, case_id):
    """Two attempts of one step: one letter is kept, and whatever is sent leads to the same page."""
    notes = await asyncio.gather(*(office.write(order(case_id)) for _ in range(3)))
    assert {n.is_sent for n in notes} == {True}
    assert len(await office.letters(case_id)) == 1
    assert len(set(mailboxes.links())) == 1


async def test_an_identity_link(office, register, mailboxes, case_id):
    """The link is for what the order says, and for as long: whoever opens it shows that the address is theirs."""
    await office.write(order(case_id, purpose=LinkPurpose.IDENTITY, good_for=timedelta(hours=1)))
    token = mailboxes.links()[0].rpartition("/")[2]
    assert await register.use_link(token, LinkPurpose.IDENTITY) == case_id
    assert await register.proof(case_id)


async def test_a_controller_gets_a_page_of_its_own(office, register, mailboxes, case_id):
    """Whatever the order says, its link does not open the person's page, nor the person's one a controller's."""
    await office.write(order(case_id, addressee=Addressee.CONTROLLER, purpose=LinkPurpose.PAGE))
    (link,) = mailboxes.links()
    assert link.startswith("https://privacy.example.org/me/c/")
    token = link.rpartition("/")[2]
    assert await register.use_link(token, LinkPurpose.PAGE) is None
    assert await register.use_link(token, LinkPurpose.CONTROLLER) == case_id
    with pytest.raises(Permanent):
        await office.write(order(case_id, number=2, purpose=LinkPurpose.CONTROLLER))
    assert [x.number for x in await office.letters(case_id, Addressee.CONTROLLER)] == [1]
    assert await office.letters(case_id, Addressee.SUBJECT, Addressee.AGENT) == ()


async def test_the_dpo_signs_in(office, mailboxes, case_id):
    """The DPO's mail goes to the DPO's address, and its link has no token."""
    await office.write(order(case_id, addressee=Addressee.DPO))
    assert mailboxes.got[0]["To"] == "dpo@example.org"
    assert mailboxes.links() == [f"https://dpo.example.org/cases/{case_id}"]


@pytest.mark.parametrize(
    ("pages", "has_post", "address"), [(PAGES, False, ADDRESS), (PAGES, True, None), (Pages(), True, ADDRESS)]
)
async def test_without_a_mail(papers, register, post, mailboxes, case_id, pages, has_post, address):
    """Without a post, an address or a page to lead to there is no mail, and the letter is there all the same."""
    office = LetterOffice(WORDS, papers, register, pages, post if has_post else None)
    note = await office.write(order(case_id, address=address))
    assert note == LetterNote(
        number=1, kind=LetterKind.REFUSAL, addressee=Addressee.SUBJECT, at=AT + timedelta(minutes=1)
    )
    assert (await office.letters(case_id), mailboxes.got) == ((order(case_id).letter,), [])


async def test_a_letter_that_lacks_something_is_not_kept(office, mailboxes, case_id):
    """Neither kept nor sent: a refusal without a reason is none."""
    lacking = order(case_id)
    empty = lacking.letter.model_copy(update={"justification": None, "words": None})
    with pytest.raises(Omission):
        await office.write(lacking.model_copy(update={"letter": empty}))
    assert (await office.letters(case_id), mailboxes.got) == ((), [])


async def test_letters_are_sealed_and_outlive_the_close(office, papers, folder, keys, register, case_id, tmp_path):
    """Nothing of a letter is in the clear on the disk; the close leaves it, and the shredding takes it and its link."""
    await office.write(order(case_id))
    files = [p for p in (tmp_path / "cases").rglob("*") if p.is_file() and "letters" in p.parts]
    assert [p.name for p in files] == ["refusal-1.sealed"]
    assert not [p for p in files if b"Kanarifugl" in p.read_bytes()]
    await CasePapers(folder, keys).discard(case_id)
    assert await office.letters(case_id)
    await Shredder(folder, keys).shred(case_id)
    assert await office.letters(case_id) == ()
    with pytest.raises((Gone, Barred)):
        await office.write(order(case_id, number=2))
    assert folder.cases_with() == []


async def test_an_altered_letter_is_not_read(office, folder, case_id, keys):
    """A letter of another case in the place of one does not open."""
    other = str(uuid7())
    await keys.create(other)
    await office.write(order(case_id))
    folder.put(other, "letters/refusal-1.sealed", folder.get(case_id, "letters/refusal-1.sealed"))
    with pytest.raises(Altered):
        await office.letters(other)


async def test_letters_come_in_order(office, case_id):
    """The oldest first, ten after nine."""
    for number in (10, 9, 2):
        await office.write(order(case_id, number, address=None))
    assert [x.number for x in await office.letters(case_id)] == [2, 9, 10]


def test_nothing_shows_an_address():
    """Neither an order nor a letter says in its `repr` whom it is for or what a person wrote."""
    assert "anarifugl" not in repr(order(str(uuid7())))


@pytest.mark.parametrize(
    "url",
    [
        "http://privacy.example.org",
        "privacy.example.org",
        "https://",
        "https://a@b.example",
        "https://a.b/?x",
        "https://a b",
    ],
)
def test_pages_are_reached_by_tls(url):
    """A token in the clear, or an address that is none, is a mistake: it is named and not repeated."""
    for name, made in (("PERSON", {"person_url": url}), ("STAFF", {"staff_url": url})):
        with pytest.raises(InvalidInput, match=f"HABEAS_WEB_{name}_URL"):
            Pages(**made)
    assert Pages("http://127.0.0.1:8080").host == "127.0.0.1"
