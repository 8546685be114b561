"""The demo's story. Every sentence that claims something is printed after it was looked at."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import HabeasError
from habeas.domain.identifier import cookie_id, email
from habeas.domain.identity import Identity
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.evidence.command import Asked, verify
from habeas.evidence.error import NotVerified

from . import embedded, view, work
from .door import Door
from .evidence.handing import hand_over

REFUSING = "billing"


class Unexpected(HabeasError):
    """The story did not go as it should: that is a defect, and the demo says so."""

    def __init__(self, what: str) -> None:
        """`what` was not as the story tells it."""
        super().__init__("demo", what)


class Story:
    """Locate, export, an erasure that is refused half-way, the same erasure done, and what proves it."""

    def __init__(self, door: Door, home: Path, console: Console) -> None:
        """`home` is that of the running sandbox behind `door`."""
        self._door = door
        self._home = home
        self._console = console
        identity = Identity(how="a synthetic person of the sandbox", by="demo")
        known = (email(embedded.WHO), cookie_id(embedded.COOKIE_ID))
        self._intake = Intake(identifiers=known, received_at=datetime.now(UTC), identity=identity)

    async def tell(self) -> None:
        """Tell it. Raises Unexpected when something did not happen."""
        await self._locate()
        await self._export()
        first = await self._erasure_that_is_refused()
        await self._certificate(await self._erasure_that_is_done(first))

    async def _locate(self) -> None:
        self._chapter("1. What is held of one person?")
        self._say(
            "Freja, who is made up, has an account with a webinar company, and pays for it. She gave two talks at its "
            "customers' events, one alone and one together with another speaker, and asked questions at a third. She "
            "wants to know what is held of her, and gives the id in her browser's cookie too, by which alone it is "
            "found which pages she visited. Each system is asked; nothing but counts comes back."
        )
        status = await work.locate(self._door, self._intake)
        self._must(status.state is CaseState.LOCATED, "she was not found")
        self._show(view.holdings(status))

    async def _export(self) -> None:
        self._chapter("2. She gets a copy of it (GDPR art. 15)")
        bundle = self._home / "bundle.zip"
        status, _ = await work.export(self._door, Right.ACCESS, self._intake, bundle)
        self._must(status.state is CaseState.READY, f"the export is {status.state}")
        self._show(view.bundle(status))
        with zipfile.ZipFile(bundle) as opened:
            self._must(opened.testzip() is None, "the bundle is damaged")
            names = opened.namelist()
        self._say(f"The bundle is one ZIP of {bundle.stat().st_size:,} bytes; a person begins with index.html:")
        for name in names[:8]:
            self._console.print(f"    {name}", style="dim")
        self._console.print(f"    ... {len(names)} entries in all", style="dim")

    async def _erasure_that_is_refused(self) -> CaseStatus:
        self._chapter("3. She asks to be erased (art. 17), and one system refuses")
        before = await embedded.look(self._home)
        embedded.break_system(self._home, REFUSING, embedded.How.REFUSE, None)
        self._say(
            f"We break the company's {REFUSING}: Stripe can still be read, and refuses every change. The plan is "
            "made and approved. Before anything is touched each system must show that its part can be done, and "
            "undone until all are ready. Accounts and recordings do; Stripe does not:"
        )
        status = await work.erase(self._door, self._intake, "demo", lambda _status: True)
        self._must(status.state is CaseState.NOTHING_CHANGED, f"the erasure is {status.state}")
        after = await embedded.look(self._home)
        self._must(after == before, "something was changed")
        self._show(view.heading(status))
        self._say(f"We compared the whole company before and after: {after.size}. Nothing at all has changed.")
        return status

    async def _erasure_that_is_done(self, first: CaseStatus) -> str:
        self._chapter("4. Mended, the same erasure is done")
        embedded.mend(self._home, None)
        status = await work.erase(self._door, self._intake, "demo", lambda _status: False)
        self._must(status.plan_digest == first.plan_digest, "the plan is another one")
        self._say("The same plan, by its digest. This is what the data protection officer approves:")
        self._show(view.plan(status))
        status = await work.approve(self._door, status.case_id, status.plan_digest or "", "demo")
        self._must(status.state is CaseState.ERASED_WITH_OPEN_STEPS, f"the erasure is {status.state}")
        self._say("Done, and each system was asked again, by another query and a credential that can only read:")
        self._show(view.counts(status))
        self._say(
            "Retained is what a law keeps, until its date. Referred belongs to a customer who gave no instruction. "
            "Undecided shows other people too: that takes a person. Nothing else of her is left."
        )
        await self._nothing_else()
        return status.case_id

    async def _certificate(self, case_id: str) -> None:
        self._chapter("5. How does anybody know?")
        folder = self._home / "certificate"
        files = await hand_over(self._door, case_id, folder)
        told = verify(Asked(folder / files[0]))
        self._say(
            "Each decision was signed and logged as it was made. The case leaves a certificate that anybody checks:"
        )
        self._console.print(told, style="dim")
        original = (folder / files[0]).read_text()
        (folder / files[0]).write_text(original.swapcase())
        try:
            verify(Asked(folder / files[0]))
        except NotVerified:
            self._say("Changed, it is refused. The page for her is certificate.en.html, and has no name on it.")
        else:
            raise Unexpected("a changed certificate verifies")
        finally:
            (folder / files[0]).write_text(original)

    async def _nothing_else(self) -> None:
        status = await work.locate(self._door, self._intake)
        self._must(status.state in (CaseState.LOCATED, CaseState.NO_DATA), "she cannot be asked for")
        self._say("Asked once more, the systems hold only what the plan leaves:")
        self._show(view.holdings(status))

    def _chapter(self, title: str) -> None:
        self._console.print()
        self._console.print(Text(title, style="bold"))

    def _say(self, text: str) -> None:
        self._console.print(text)

    def _show(self, what: RenderableType) -> None:
        self._console.print(what)

    def _must(self, is_so: bool, what: str) -> None:
        if not is_so:
            raise Unexpected(what)
