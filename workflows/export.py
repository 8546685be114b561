"""The export: every system at once into the case folder, then one bundle."""

from collections.abc import Iterator

from temporalio import workflow

from activities.bundle import BundleSteps
from activities.system import SystemSteps
from habeas.domain.attached import Attached
from habeas.domain.case import CaseState, Exported
from habeas.domain.house import Discarding, Packaging
from habeas.domain.identifier import COOKIE_ID
from habeas.domain.name import EXPORT
from habeas.domain.order import CollectOrder
from habeas.domain.part import ExportOrder, PartOutcome
from habeas.domain.plan import IDENTIFIER
from habeas.domain.receipt import BundleReceipt, CollectReceipt, StagedKind, Withheld, with_attached

from .desk import DONE
from .part import Part
from .saga import every, to_the_end
from .step import house_step, insistent_step


@workflow.defn(name=EXPORT)
class Export(Part):
    """Collects and packages. A failure or cancel at any point removes what was staged."""

    @workflow.init
    def __init__(self, order: ExportOrder) -> None:
        """Signals may come before `run`."""
        super().__init__(order.case_id, tuple(order.findings.pinned), order.rules)
        self._order = order
        self._receipts: tuple[CollectReceipt, ...] = ()
        self._bundle: BundleReceipt | None = None

    @workflow.run
    async def run(self, _order: ExportOrder) -> PartOutcome:
        """Collect, package, tidy up."""
        why = await self._attempt(self._make_bundle())
        await to_the_end(self._discard(self._bundle if why is None else None))
        return await to_the_end(self._told(self._outcome(why)))

    def _outcome(self, why: str | None) -> PartOutcome:
        if why is not None:
            return PartOutcome(state=CaseState.NOTHING_CHANGED, reason=why)
        return PartOutcome(
            state=CaseState.READY,
            bundle=self._bundle,
            exported={r.system: _counted(r) for r in self._receipts},
            withheld=tuple(w for r in (*self._receipts, *self._in_doubt()) for w in r.withheld),
        )

    async def _make_bundle(self) -> None:
        await self._desk.enter("collect")
        collected = await every(*(self._collect(system) for system in self._order.findings.pinned))
        self._receipts = tuple(with_attached(one, self._attached(one.system)) for one in collected)
        await self._desk.enter("package", turns=False)
        self._bundle = await self._package()

    async def _collect(self, system: str) -> CollectReceipt:
        order = CollectOrder(
            case_id=self._order.case_id,
            system=system,
            right=self._order.right,
            as_of=self._order.findings.as_of,
            identifiers=self._order.findings.pinned[system],
            decided=self._order.decided,
            by_hand={one.item: one.cut_by for one, _ in self._attached(system)},
        )

        async def attempt(number: int) -> CollectReceipt:
            options = insistent_step("collect", system, number, self._order.rules.attention_after)
            return await workflow.execute_activity_method(SystemSteps.collect, order, **options)

        receipt = await self._desk.insist(system, "collect", attempt)
        self._desk.at(system, DONE)
        return receipt

    async def _package(self) -> BundleReceipt:
        packaging = Packaging(
            case_id=self._order.case_id,
            right=self._order.right,
            received_at=self._order.received_at,
            language=self._order.language,
            country=self._order.findings.location.country,
            recipient=self._order.recipient,
            receipts=(*self._receipts, *self._in_doubt()),
            decided=self._order.decided,
            attached=self._order.attached,
            has_cookie_id=any(i.kind == COOKIE_ID for i in self._order.findings.identifiers),
        )
        options = house_step("package")
        # what is discarded after a cancel must not be written again: the step has to have ended
        options["cancellation_type"] = workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
        return await workflow.execute_activity_method(BundleSteps.package, packaging, **options)

    def _attached(self, system: str) -> tuple[tuple[Attached, str], ...]:
        """What goes in the place of recordings of a system, with the category of each."""
        shown = {s.item: s.category for s in self._order.findings.shown if s.system == system}
        files = (one for theirs in self._order.attached.values() for one in theirs)
        return tuple((one, shown[one.item]) for one in files if one.item in shown)

    def _in_doubt(self) -> Iterator[CollectReceipt]:
        """What is reached by an identifier of several people alone is not handed out: it may be somebody else's."""
        why = "an identifier leads to data of more than one person: what it alone leads to is not handed out"
        for system in self._order.findings.shared:
            withheld = Withheld(system=system, category=IDENTIFIER, why=why)
            yield CollectReceipt(system=system, at=self._order.findings.as_of, withheld=(withheld,))

    async def _discard(self, kept: BundleReceipt | None) -> None:
        discarding = Discarding(case_id=self._order.case_id, keep=kept.name if kept else None)
        await workflow.execute_activity_method(BundleSteps.discard, discarding, **house_step("discard"))


def _counted(receipt: CollectReceipt) -> Exported:
    return Exported(
        records=sum(file.records for file in receipt.files),
        files=sum(1 for file in receipt.files if file.kind is StagedKind.FILE),
    )
