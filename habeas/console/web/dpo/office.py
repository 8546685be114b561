"""What the pages of the door work with; it is put together by whoever starts the door."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from habeas.client import Habeas
from habeas.console.web.reading import Letters
from habeas.domain.processing import ProcessingRecord
from habeas.domain.time_limit import Place
from habeas.register.register import Register
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.attachments import Attachments
from habeas.vault.evidence import EvidenceFiles
from habeas.vault.proof_papers import ProofPapers

from .once import Once


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Papers:
    """The letters of cases, what was cut by hand, what people show of who they are, proofs, and what owners answered.

    Without `evidence` nothing is set that opens case files.
    """

    letters: Letters
    attachments: Attachments
    evidence: EvidenceFiles | None = None
    proofs: ProofPapers | None = None
    answers: AnswerPapers | None = None


@dataclass(frozen=True)
class Office:
    """The cases and the register, where the controller acts, and the names that it gives to systems and categories.

    The signers of `cases` are those in whose names plans are approved here; `may_approve_own` is as the cases' own rule
    of that name.
    """

    cases: Habeas
    register: Register
    place: Place
    record: ProcessingRecord
    papers: Papers
    may_approve_own: bool = False
    once: Once = field(default_factory=Once)
    now: Callable[[], datetime] = _now


OFFICE: Final = web.AppKey("OFFICE", Office)


def office_of(request: web.Request) -> Office:
    """The office behind the door that a request came to."""
    return request.app[OFFICE]
