"""What goes into one bundle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from habeas.domain.language import Language
from habeas.domain.processing import Category, ProcessingRecord
from habeas.domain.receipt import CollectReceipt, StagedFile, StagedKind
from habeas.domain.right import Right
from habeas.evidence.bag import PAYLOAD

PAGE = "index.html"


def place(file: StagedFile) -> str:
    """Where a staged file is in the bundle."""
    return f"{PAYLOAD}{file.name}"


@dataclass(frozen=True)
class Contents:
    """The case, the systems' receipts, and the record of processing that explains them.

    `language` is that of the request; `country` where the person is, as an ISO 3166 code, or None if unknown.
    `recipient`: the bundle is sealed to this public key (age), or to nobody but the case. `is_signed`: there is a
    signature of it. `has_cookie_id`: the person gave the id in a cookie (GDPR art. 11(2)).
    """

    case_id: str
    right: Right
    received_at: datetime
    receipts: Sequence[CollectReceipt]
    processing: ProcessingRecord
    language: Language = Language.ENGLISH
    country: str | None = None
    recipient: str | None = None
    is_signed: bool = False
    has_cookie_id: bool = False

    @property
    def files(self) -> list[StagedFile]:
        """Every staged file, by its name in the bundle."""
        return sorted((f for receipt in self.receipts for f in receipt.files), key=lambda f: f.name)

    @property
    def pages(self) -> dict[Language, str]:
        """The name of the page in each language; that of the request comes first, and has the name people look for."""
        others = {other: f"index.{other}.html" for other in sorted(Language) if other != self.language}
        return {self.language: PAGE, **others}

    def held(self) -> Iterator[tuple[Category, StagedFile | None, list[StagedFile]]]:
        """By system, each category of which something is in the bundle: its table if it has one, and its files."""
        for category in sorted(self.processing.categories, key=lambda c: c.system):
            mine = [
                f
                for receipt in self.receipts
                if receipt.system == category.system
                for f in receipt.files
                if f.category == category.name
            ]
            table = next((f for f in mine if f.kind is StagedKind.TABLE), None)
            files = sorted((f for f in mine if f.kind is StagedKind.FILE), key=lambda f: f.name)
            if table or files:
                yield category, table, files
