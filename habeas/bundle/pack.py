"""The case folder as the steps of an export use it: staging, packing, tidying up."""

from collections.abc import AsyncIterator, Callable

from habeas.domain.house import Packaging
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry
from habeas.domain.processing import ProcessingRecord
from habeas.domain.receipt import BundleReceipt, CollectReceipt
from habeas.vault.folder import CaseFolder

from .archive import write_bundle
from .contents import Contents
from .stage import stage


class BundleOffice:
    """Fills the ports of the steps that collect and package."""

    def __init__(self, folder: CaseFolder, processing: ProcessingRecord) -> None:
        """`processing` says what each category is, and which rights reach it."""
        self._folder = folder
        self._processing = processing

    async def stage(self, entries: AsyncIterator[Entry], order: CollectOrder) -> CollectReceipt:
        """Stream one system's entries into staged files."""
        return await stage(entries, order, self._processing.of(order.system), self._folder)

    def pack(self, packaging: Packaging, progress: Callable[[], None]) -> BundleReceipt:
        """Write the bundle from what was staged; blocks."""
        contents = Contents(
            case_id=packaging.case_id,
            right=packaging.right,
            received_at=packaging.received_at,
            receipts=packaging.receipts,
            processing=self._processing,
            language=packaging.language,
            country=packaging.country,
        )
        return write_bundle(contents, self._folder, progress)

    async def discard(self, case_id: str, *, keep_bundle: bool) -> None:
        """Remove what was staged, and the bundle too unless it is kept; no attempt stages anything afterwards."""
        await self._folder.close_staging(case_id, keep_bundle=keep_bundle)
