"""Somebody who asks about their data: what they see at the person's door and in their mails, and what they press there.

They find everything by its label or its words, in a browser without scripts.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from box import Box, NotSo
from playwright.async_api import Browser, BrowserContext, Download, Locator, Page, Response, expect

from habeas.console.web.language.book import WORDS as FRAME
from habeas.console.web.person.language.book import WORDS
from habeas.console.web.person.language.words import Words
from habeas.domain.language import Language

LOCALES = {Language.NORWEGIAN: "nb-NO", Language.FRENCH: "fr-FR", Language.ENGLISH: "en-GB"}
SHOW = {
    Language.NORWEGIAN: "Vis at det er deg",
    Language.FRENCH: "Montrez que c'est bien vous",
    Language.ENGLISH: "Show that it is you",
}
SECONDS = 60
PAUSE = 1
_TOO_MANY = 429


@dataclass
class Asker:
    """One person, in a browser of their own that speaks their language."""

    box: Box
    page: Page = field(repr=False)
    language: Language
    address: str = field(repr=False)

    @property
    def words(self) -> Words:
        """What the door says in their language."""
        return WORDS[self.language]

    async def ask(self, right: str, country: str | None = None) -> str:
        """Fill in the form and send it; what the page says then. Whoever asks too often waits, as they are told to."""
        while True:
            await self.page.goto(self.box.person)
            await self.page.get_by_role("radio", name=self.words.ask.choices[right].label, exact=True).check()
            await self.page.get_by_label(self.words.ask.email, exact=True).fill(self.address)
            await self.page.get_by_label(self.words.ask.country, exact=True).select_option(
                label=country or self.words.ask.elsewhere
            )
            answer = await self._answer_to(self.button(self.words.ask.submit))
            if answer.status != _TOO_MANY:
                break
            await asyncio.sleep(int(answer.headers["retry-after"]))
        await expect(self.heading(self.words.asked.title)).to_be_visible()
        return await self.page.locator("body").inner_text()

    async def show_who(self) -> None:
        """Follow the link of the mail that asks for it, and press the button: it opens the page of the case."""
        await self.page.goto(await self.link(SHOW[self.language]))
        await self.go_on()
        await expect(self.heading(self.words.case.title)).to_be_visible()

    async def link(self, subject: str) -> str:
        """The link of the newest mail of this subject. Raises TimeoutError when none comes."""
        async with asyncio.timeout(SECONDS):
            while not (numbers := await self._mail(subject)):
                await asyncio.sleep(PAUSE)
        text = str((await self.box.do("sandbox", "mail", "--show", max(numbers)))["text"])
        found = re.search(rf"{re.escape(self.box.person)}/p/\S+", text)
        if found is None:
            raise NotSo("a mail has no link to the person's page")
        return found[0]

    async def go_on(self) -> None:
        """Press the button of the page behind a link."""
        await self.button(self.words.link.button).click()

    async def fetch(self) -> Download:
        """Press it, where a file comes of it."""
        async with self.page.expect_download() as coming:
            await self.go_on()
        return await coming.value

    async def wait_for(self, stage: str) -> None:
        """Look at the page now and then, until it says that the case is there. Raises NotSo with what it says."""
        until = time.monotonic() + SECONDS
        while not await self.says(self.words.case.stages[stage]):
            if time.monotonic() > until:
                said = [name for name, words in self.words.case.stages.items() if await self.says(words)]
                raise NotSo(f"the person's page is still at {said}")
            await asyncio.sleep(PAUSE)
            await self.page.get_by_role("link", name=self.words.own_page["person"]).click()

    async def says(self, words: str) -> bool:
        """Whether these stand on the page now."""
        return await self.page.get_by_text(words, exact=True).count() > 0

    def letter(self, title: str) -> Locator:
        """The letter of this title, as it is shown on the page."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.get_by_role("article").filter(has=heading)

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        """The heading of the page by its words."""
        return self.page.get_by_role("heading", level=1, name=name, exact=True)

    def failure(self, name: str) -> Locator:
        """What a page says when something was refused."""
        return self.page.get_by_role("alert").filter(has_text=FRAME[self.language].failures[name])  # type: ignore[index]

    async def _mail(self, subject: str) -> list[int]:
        answer = await self.box.do("sandbox", "mail", "--to", self.address)
        return [int(one["number"]) for one in answer["mail"] if one["subject"] == subject]

    async def _answer_to(self, button: Locator) -> Response:
        async with self.page.expect_response(lambda answer: answer.request.method == "POST") as coming:
            await button.click()
        return await coming.value


@asynccontextmanager
async def asker(browser: Browser, box: Box, language: Language, address: str) -> AsyncIterator[Asker]:
    """Somebody with a browser of their own, which is closed afterwards."""
    async with opened(browser, language) as context:
        yield Asker(box, await context.new_page(), language, address)


@asynccontextmanager
async def opened(browser: Browser, language: Language) -> AsyncIterator[BrowserContext]:
    """Cookies of its own, no scripts. Raises NotSo at the end when the browser had something to say."""
    context = await browser.new_context(locale=LOCALES[language], java_script_enabled=False, accept_downloads=True)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.set_default_timeout(30_000)
    try:
        yield context
    finally:
        await context.close()
    if [line for line in said if "the server responded with a status of" not in line]:
        raise NotSo("the browser had something to say: a policy blocks it, or a page is not whole")
