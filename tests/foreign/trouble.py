"""An erasure that one system keeps from going on, as an engineer sees it in the UI that Temporal's server brings along.

`trouble.py [PNG]` starts a sandbox of its own, breaks billing, waits until the pages say which system is in trouble, at
which attempt and why, and writes a picture of them: docs/temporal-ui.png when no file is named. Then it shreds a case,
and looks again. Prints one line; exits with 1 when a page lacks something, or has something personal.
"""

import asyncio
import json
import re
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from box import Box, NotSo, up
from browser import NoPage, Page, opened
from montage import MARGIN, Panel, montage

from habeas.console.codec.server import REMEMBERED
from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.sandbox.people import CO_OWNER as OTHER
from habeas.sandbox.people import MANY_SIDED as WHO
from habeas.vault.remote import GONE

WENT_WELL = "ok: the Temporal UI shows an engineer what keeps a case from going on, till it is shredded (chromium)"
PICTURE = Path(__file__).parents[2] / "docs" / "temporal-ui.png"
PERSONAL = (WHO.email, WHO.first_name, WHO.last_name, *(customer.id for customer in WHO.customers))
LARGEST = 350_000
WIDTH, HEIGHT = 1520, 1200
SIDEBAR = 256
SECONDS = 20
SECONDS_IN_ALL = 240
TIMES = 3
SETTLED = 3  # seconds after which a page has asked for what it shows
SWITCHES = {"includeCredentials": True, "overrideRemoteCodecConfiguration": True}


@dataclass(frozen=True)
class View:
    """One tab of a workflow's page, and what it must say (regular expressions)."""

    caption: str
    tab: str
    says: tuple[str, ...]
    has_title: bool = True


PART = View(
    "The part of the case: which step of which system, at which attempt, and why it fails",
    "pending-activities",
    (r"Activity ID\s+preflight:billing", rf"Attempt\s+([{TIMES}-9]|\d\d)", r"billing: Stripe says: not now \(429"),
)
CASE = View(
    "The case: its state, its legal date, and its systems",
    "user-metadata",
    (r"carrying_out · preflight · due \d{4}-\d\d-\d\d", r"billing: 7 found, 4 retained"),
)
FOUND_BY = View(
    "What cases are found by",
    "search-attributes",
    (r'"HabeasState": "carrying_out"', r'"HabeasDue": "\d{4}-', r'"HabeasPendingSystems"', '"billing"'),
    has_title=False,
)


async def main(picture: Path) -> int:
    """Make the picture; the exit code."""
    try:
        async with asyncio.timeout(SECONDS_IN_ALL):
            image = await _image()
    except (NoPage, NotSo, TimeoutError) as error:
        print(f"FAILED: the Temporal UI: {str(error) or 'no answer in time'}")  # noqa: T201 - this is a command
        return 1
    await asyncio.to_thread(picture.write_bytes, image)
    print(WENT_WELL)  # noqa: T201
    return 0


async def _image() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        async with up(Path(folder) / "home") as box, opened("chromium") as page:
            return await _picture(box, page)


async def _picture(box: Box, page: Page) -> bytes:
    await page.resize(WIDTH + SIDEBAR - 2 * MARGIN, HEIGHT)
    await page.open(box.ui)  # what its pages are made of is then here, while nothing is in a hurry
    plan = await box.do("erase", "--plan-only", "--email", WHO.email)
    await box.do("sandbox", "break", "billing", "rate-limit")
    case, part = case_workflow_id(plan["case_id"]), part_workflow_id(plan["case_id"], "erasure")
    async with box.begun("approve", plan["case_id"], plan["plan_digest"]):
        await box.tried(part, TIMES)
        await _must_be_sealed(box, page, case)
        await _sign_in(box, page)
        panels = [await _look(box, page, id_, view) for id_, view in ((part, PART), (case, CASE), (case, FOUND_BY))]
    await _must_be_gone(box, page)
    image = await montage(page, panels, WIDTH)
    if len(image) > LARGEST:
        raise NoPage(f"the picture has {len(image)} bytes, and should have no more than {LARGEST}")
    return image


async def _must_be_sealed(box: Box, page: Page, case: str) -> None:
    """Who has not signed in sees that there is a case, and nothing of what is sealed. Raises NoPage otherwise."""
    await _go(box, page, case, FOUND_BY)
    await _said(page, FOUND_BY)
    await _go(box, page, case, CASE)
    await _said(page, replace(CASE, says=(case,)))
    await asyncio.sleep(SETTLED)
    text = await page.text()
    if any(re.search(pattern, text) for pattern in CASE.says):
        raise NoPage("the page of a case is not sealed for who has not signed in")


async def _must_be_gone(box: Box, page: Page) -> None:
    """An engineer sees of a closed case what it was opened with, and once it is shredded that this is gone."""
    await box.do("sandbox", "mend")
    answer = await box.do("locate", "--email", OTHER.email)
    case = case_workflow_id(answer["case_id"])
    await _go(box, page, case, View("", "history", ()))
    await _said(page, View("", "history", (re.escape(OTHER.email),)))
    await box.do("shred", "--now", answer["case_id"])
    await asyncio.sleep(REMEMBERED)
    await _go(box, page, case, View("", "history", ()))
    text = await _said(page, View("", "history", (re.escape(GONE),)))
    if OTHER.email in text:
        raise NoPage("the page of a shredded case still shows who it was about")


async def _sign_in(box: Box, page: Page) -> None:
    """As an engineer does: the token at the codec server, and the switch in the page's codec settings."""
    await page.open(box.sign_in)
    await _said(page, View("", "sign-in", (r"Your token",)))
    await page.value(f"document.forms[0].token.value = {json.dumps(box.token)}; document.forms[0].submit()")
    await _said(page, View("", "sign-in", (r"Signed in as engineer",)))
    await page.open(box.ui)
    await _said(page, View("", "workflows", (r"Workflows",)))
    for name, value in {"endpoint": box.sign_in.removesuffix("/sign-in"), **SWITCHES}.items():
        await page.value(f"localStorage.setItem({json.dumps(name)}, {json.dumps(json.dumps(value))})")


async def _go(box: Box, page: Page, workflow_id: str, view: View) -> None:
    workflow = await box.described(workflow_id)
    run_id = workflow.run_id if workflow else ""
    await page.open(f"{box.ui}/namespaces/default/workflows/{quote(workflow_id, safe='')}/{run_id}/{view.tab}")


async def _look(box: Box, page: Page, workflow_id: str, view: View) -> Panel:
    """Open a tab, wait until it says what it must, and cut it out."""
    await _go(box, page, workflow_id, view)
    text = await _said(page, view)
    if any(word.lower() in text.lower() for word in PERSONAL):
        raise NoPage(f"the tab {view.tab} shows something personal")
    return await Panel.cut(page, view.caption, has_title=view.has_title)


async def _said(page: Page, view: View) -> str:
    """The text of a page that says all that it must. Raises NoPage with what it lacks after a while."""
    missing = list(view.says)
    try:
        async with asyncio.timeout(SECONDS):
            while missing:
                await asyncio.sleep(0.2)
                text = await page.text()
                missing = [pattern for pattern in view.says if not re.search(pattern, text)]
    except TimeoutError:
        raise NoPage(f"the tab {view.tab} lacks {missing} after {SECONDS} seconds") from None
    return text


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else PICTURE)))
