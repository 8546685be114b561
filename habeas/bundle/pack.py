"""The case files as the steps of an export use them: staging, packing, tidying up."""

from collections.abc import AsyncIterator, Callable
from functools import partial

from habeas.domain.house import Packaging
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry
from habeas.domain.processing import ProcessingRecord
from habeas.domain.receipt import BundleReceipt, CollectReceipt
from habeas.vault.case_files import CaseFiles

from .archive import write_bundle
from .contents import Contents
from .stage import stage


class BundleOffice:
    """Fills the ports of the steps that collect and package."""

    def __init__(self, files: CaseFiles, processing: ProcessingRecord) -> None:
        """`processing` says what each category is, and which rights reach it."""
        self._files = files
        self._processing = processing

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
            receipts=packaging.receipts,
            processing=self._processing,
            language=packaging.language,
            country=packaging.country,
            recipient=packaging.recipient,
        )
        opener, sealer = await self._files.opener(packaging.case_id), await self._files.sealer(packaging.case_id)
        return partial(write_bundle, contents, opener, sealer)

    async def discard(self, case_id: str, *, keep: str | None) -> None:
        """Remove what was staged, and every bundle but this one; no attempt stages anything afterwards."""
        await self._files.close_staging(case_id, keep=keep)
