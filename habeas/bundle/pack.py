"""The case files as the steps of an export use them: staging, packing, tidying up."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Protocol

from habeas.domain.house import Packaging
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry
from habeas.domain.processing import ProcessingRecord
from habeas.domain.receipt import BundleReceipt, CollectReceipt
from habeas.domain.right import Right
from habeas.vault.case_files import CaseFiles

from .archive import write_bundle
from .contents import Contents
from .stage import stage


class Signs(Protocol):
    """What signs bundles in the company's name."""

    async def signer(self, case_id: str) -> Callable[[str], str]:
        """For one case: takes the SHA-256 of a tag manifest, gives the JWS of `bag.statement`; it may block."""


class BundleOffice:
    """Fills the ports of the steps that collect and package."""

    def __init__(self, files: CaseFiles, processing: ProcessingRecord, signs: Signs | None = None) -> None:
        """`processing` says what each category is, and which rights reach it. Without `signs` no bundle is signed."""
        self._files = files
        self._processing = processing
        self._signs = signs

    async def stage(self, entries: AsyncIterator[Entry], order: CollectOrder) -> CollectReceipt:
        """Stream one system's entries into staged files, which nobody here can read afterwards."""
        sealer = await self._files.sealer(order.case_id)
        return await stage(entries, order, self._processing.of(order.system), sealer)

    async def packer(self, packaging: Packaging) -> Callable[[Callable[[], None]], BundleReceipt]:
        """What writes the bundle from what was staged; it blocks."""
        contents = Contents(
            case_id=packaging.case_id,
            right=packaging.right,
            received_at=packaging.received_at,
            receipts=tuple(map(self._reached(packaging.right), packaging.receipts)),
            processing=self._processing,
            language=packaging.language,
            country=packaging.country,
            recipient=packaging.recipient,
            has_cookie_id=packaging.has_cookie_id,
        )
        opener, sealer = await self._files.opener(packaging.case_id), await self._files.sealer(packaging.case_id)
        sign = await self._signs.signer(packaging.case_id) if self._signs else None
        return partial(write_bundle, contents, opener, sealer, sign=sign)

    def _reached(self, right: Right) -> Callable[[CollectReceipt], CollectReceipt]:
        """A receipt without what somebody has cut where the right does not reach: no system has staged that."""

        def within(receipt: CollectReceipt) -> CollectReceipt:
            outside = {c.name for c in self._processing.of(receipt.system).values() if c.outside(right)}
            files = tuple(f for f in receipt.files if not (f.cut_by and f.category in outside))
            return receipt.model_copy(update={"files": files})

        return within

    async def discard(self, case_id: str, *, keep: str | None) -> None:
        """Remove what was staged, and every bundle but this one; no attempt stages anything afterwards."""
        await self._files.close_staging(case_id, keep=keep)
