"""Carries requests from the first page to the last letter in a browser without scripts, as the person and as the DPO.

Prints a line for each check; exits with 1 when one failed.
"""

import asyncio
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zipfile import ZipFile

from asker import Asker, asker
from box import Box, NotSo, up
from officer import Officer, officer
from playwright.async_api import Browser, Error, async_playwright, expect
from stranger import compare

from habeas.console.web.failure import Failure
from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.language import Language
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.sandbox.people import HOST_AND_PARTICIPANT, MANY_SIDED, PANEL_SPEAKER, TWO_WRITINGS, UNKNOWN, people
from habeas.sandbox.person import Person

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
ERASED = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
MEASURED = 24  # answers of each kind
LAW = "L123-22"
_ADDRESS = re.compile(r"https?://\S+")  # of a page: some have a token


@dataclass(frozen=True)
class Telling:
    """Who asks to be forgotten in a language, from where, and what must be told of it in words that we read there."""

    who: Person
    country: str | None
    invoices: str
    account: str
    letter: str
    until: str
    authority: str


TELLINGS = {
    Language.NORWEGIAN: Telling(
        HOST_AND_PARTICIPANT,
        "Norge",
        "Fakturaene dine",
        "Kontoen din",
        "Hva som har skjedd med henvendelsen din",
        "31. desember {year}",
        "Datatilsynet",
    ),
    Language.FRENCH: Telling(
        PANEL_SPEAKER,
        "France",
        "Vos factures",
        "Votre compte",
        "Ce qu'il est advenu de votre demande",
        "31 décembre {year}",
        "Commission nationale de l'informatique et des libertés (CNIL)",
    ),
    Language.ENGLISH: Telling(
        TWO_WRITINGS,
        "Ireland",
        "Your invoices",
        "Your account",
        "What became of your request",
        "31 December {year}",
        "European Data Protection Board",
    ),
}
_BUSY = (HOST_AND_PARTICIPANT, PANEL_SPEAKER, TWO_WRITINGS, MANY_SIDED, UNKNOWN)
OTHERS = [one.email for one in people() if one not in _BUSY]


async def forgotten(browser: Browser, box: Box, language: Language) -> None:
    """A host asks to be erased; the DPO sees that the invoices must stay, and approves; the host is told so."""
    telling = TELLINGS[language]
    async with asker(browser, box, language, telling.who.email) as host, officer(browser, box, language) as dpo:
        await host.ask("erasure", telling.country)
        await host.show_who()
        await host.wait_for(Stage.AWAITING_DECISION)
        outcome = await _decided(dpo, telling)
        await host.wait_for(outcome)
        await _told(host, telling)


async def _decided(dpo: Officer, telling: Telling) -> CaseState:
    await dpo.page.reload()
    await dpo.open_case(Right.ERASURE, CaseState.AWAITING_DECISION)
    await expect(dpo.planned(Disposition.ERASE, telling.account)).to_be_visible()
    kept = dpo.planned(Disposition.RETAIN, telling.invoices)
    await expect(kept).to_contain_text(LAW)
    await expect(kept).to_contain_text(_end(telling))
    await dpo.approve()
    outcome = await dpo.outcome(Right.ERASURE, ERASED)
    await dpo.closed(Right.ERASURE, outcome)
    return outcome


async def _told(host: Asker, telling: Telling) -> None:
    letter = host.letter(telling.letter)
    kept = letter.get_by_role("row").filter(has=host.page.get_by_role("rowheader", name=telling.invoices))
    await expect(kept).to_contain_text(LAW)
    await expect(kept).to_contain_text(_end(telling))
    await expect(letter).to_contain_text(telling.authority)


def _end(telling: Telling) -> str:
    """Invoices of this year are kept for ten years from its end (C. com. L123-22; L-50)."""
    return telling.until.format(year=datetime.now(UTC).year + 10)


async def once(browser: Browser, box: Box) -> None:
    """A link to the copy comes by mail, and hands out an archive; then it, and the page that asked for it, are done."""
    async with asker(browser, box, Language.ENGLISH, MANY_SIDED.email) as host:
        await host.ask("access")
        await host.show_who()
        await host.wait_for(CaseState.READY)
        other = Asker(box, await host.page.context.new_page(), host.language, host.address)
        await other.page.goto(host.page.url)  # the same page, left open in another tab
        await host.button(host.words.case.send_link).click()
        await expect(host.page.get_by_role("status")).to_have_text(host.words.case.done["sent"])
        link = await host.link(host.words.mail.subject)
        await host.page.goto(link)
        with ZipFile(await (await host.fetch()).path()) as archive:
            assert archive.namelist()
            assert archive.testzip() is None
        await host.page.goto(link)
        await host.go_on()
        await expect(host.heading(host.words.dead.title)).to_be_visible()
        await other.button(host.words.case.send_link).click()
        await expect(other.failure(Failure.NOT_NOW)).to_be_visible()


async def nothing(browser: Browser, box: Box) -> None:
    """Whoever asks for a person whom the company knows reads what they read who ask for one whom it does not know."""
    read = set()
    for address in (OTHERS[0], UNKNOWN.email):
        async with asker(browser, box, Language.ENGLISH, address) as stranger:
            text = await stranger.ask("access")
            read.add((stranger.page.url, text))
    assert len(read) == 1, "the pages differ"


async def no_sooner(browser: Browser, box: Box) -> None:
    """The answer comes neither sooner nor later for whom the company knows."""
    known = [OTHERS[number % len(OTHERS)] for number in range(MEASURED)]
    unknown = [f"nobody.{number % len(OTHERS)}@example.net" for number in range(MEASURED)]
    times = await compare(box.person, known, unknown)
    assert times.apart < 1, f"the medians are {times.apart:.2f} spreads apart"


Check = Callable[[Browser, Box], Awaitable[None]]
CHECKS: dict[str, Check] = {
    f"a host is forgotten and the invoices stay, in {language}": partial(forgotten, language=language)
    for language in TELLINGS
}
CHECKS["a copy is fetched once and not twice"] = once
CHECKS["a stranger reads the same of whoever they ask about"] = nothing
CHECKS["a stranger waits as long whoever they ask about"] = no_sooner


async def main(only: str) -> int:
    """Start a sandbox, and try each check whose name has these words."""
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        async with up(Path(temporary)) as box, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for what, check in CHECKS.items():
                if only in what:
                    why = await _tried(check, browser, box)
                    failed += why is not None
                    print(f"FAILED: {what}: {why}" if why else f"ok: {what} (chromium)", flush=True)  # noqa: T201
            await browser.close()
    return 1 if failed else 0


async def _tried(check: Check, browser: Browser, box: Box) -> str | None:
    """Why it is not so, and where in these files; None when it is."""
    try:
        await check(browser, box)
    except (AssertionError, Error, NotSo, TimeoutError) as error:
        here = Path(__file__).parent
        ours = [one for one in traceback.extract_tb(error.__traceback__) if Path(one.filename).parent == here]
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return f"{_ADDRESS.sub('…', first)} ({ours[-1].name}, line {ours[-1].lineno})"
    return None


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "")))
