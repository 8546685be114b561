"""What the pages are served from."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from habeas.console.web.limit import Limit
from habeas.domain.processing import ProcessingRecord
from habeas.register.person import PersonRegister
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.case_files import CaseFiles
from habeas.vault.evidence import EvidenceFiles
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.reply_paper import ReplyPapers

from .once import Once
from .port import Cases, Letters, Sends


@dataclass(frozen=True)
class Limits:
    """How often one may ask: `asks` and `links` by where a request comes from, `addresses` by the one that is given.

    `cases` is by the case: what its page may be told, and the proof that is made for it; `mails` is how often it may
    have a link sent.
    """

    asks: Limit = field(default_factory=lambda: Limit(burst=5, every=60))
    addresses: Limit = field(default_factory=lambda: Limit(burst=3, every=1200))
    links: Limit = field(default_factory=lambda: Limit(burst=20, every=6))
    cases: Limit = field(default_factory=lambda: Limit(burst=20, every=6))
    mails: Limit = field(default_factory=lambda: Limit(burst=3, every=600))


@dataclass(frozen=True)
class Office:
    """The cases and what belongs to them; `zone` is the controller's.

    `copy_link`: how long a link by which a copy is fetched is good; `page_link`: how long one to a case's page is;
    `patience`: for how many seconds a case that was just opened is waited for, where it must be told something.
    """

    cases: Cases
    register: PersonRegister
    letters: Letters
    files: CaseFiles
    evidence: EvidenceFiles
    replies: ReplyPapers
    proofs: ProofPapers
    answers: AnswerPapers
    post: Sends
    processing: ProcessingRecord
    zone: ZoneInfo
    limits: Limits = field(default_factory=Limits)
    once: Once = field(default_factory=Once)
    copy_link: timedelta = timedelta(days=1)
    page_link: timedelta = timedelta(days=30)
    patience: float = 15.0


OFFICE: Final = web.AppKey("OFFICE", Office)


def office_of(request: web.Request) -> Office:
    """What this request is served from."""
    return request.app[OFFICE]
