"""The DPO at their door: what they read and press to decide about a case, found by labels and words alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from asker import PAUSE, SECONDS, opened
from box import Box, NotSo
from playwright.async_api import Browser, Locator, Page, expect

from habeas.console.web.dpo.decision import Deed
from habeas.console.web.dpo.language.book import WORDS
from habeas.console.web.dpo.language.words import Words
from habeas.console.web.language.book import WORDS as FRAME
from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.language import Language
from habeas.domain.right import Right


@dataclass(frozen=True)
class Officer:
    """One DPO, in a browser of their own that speaks their language."""

    box: Box
    page: Page = field(repr=False)
    language: Language

    @property
    def words(self) -> Words:
        """What the door says in their language."""
        return WORDS[self.language]

    async def sign_in(self) -> None:
        """With the token."""
        words = FRAME[self.language].sign_in
        await self.page.goto(self.box.dpo)
        await self.page.get_by_label(words.token, exact=True).fill(self.box.dpo_token)
        await self._button(words.submit).click()
        await expect(self._heading(self.words.lists.inbox)).to_be_visible()

    async def open_case(self, right: Right, state: CaseState) -> None:
        """The one of the inbox that asks for this and stands there."""
        row = self.page.get_by_role("region", name=self.words.lists.table).get_by_role("row")
        row = row.filter(has_text=self.words.rights[right]).filter(has_text=self.words.states[state])
        await row.get_by_role("link").click()
        await expect(self._heading(self._title(right, state))).to_be_visible()

    def planned(self, disposition: Disposition, category: str) -> Locator:
        """The row of a category among what would be dealt with so."""
        table = self.page.get_by_role("region", name=self.words.dispositions[disposition], exact=True)
        return table.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=category, exact=True))

    async def approve(self) -> None:
        """Decide to, look at the numbers, and confirm; nothing has happened before that."""
        words = self.words.deeds[Deed.APPROVE]
        await self.page.get_by_role("link", name=words.title, exact=True).click()
        await self._button(self.words.form.go_on).click()
        await expect(self._heading(self.words.form.confirm.format(deed=words.title))).to_be_visible()
        numbers = self.page.get_by_role("region", name=self.words.form.numbers)
        kept = numbers.get_by_role("columnheader", name=self.words.dispositions[Disposition.RETAIN])
        await expect(kept).to_be_visible()
        await self._button(words.submit).click()
        await expect(self.page.get_by_role("status")).to_have_text(self.words.case.done.format(deed=words.title))

    async def outcome(self, right: Right, states: Collection[CaseState]) -> CaseState:
        """Look at the case now and then, until it is at one of these. Raises NotSo with where it is instead."""
        titles, until = {self._title(right, one): one for one in states}, time.monotonic() + SECONDS
        while (read := await self.page.get_by_role("heading", level=1).inner_text()) not in titles:
            if time.monotonic() > until:
                raise NotSo(f"the DPO still reads: {read}")
            await asyncio.sleep(PAUSE)
            await self.page.reload()
        return titles[read]

    async def closed(self, right: Right, state: CaseState) -> None:
        """The case is among those that were closed, with this outcome."""
        await self.page.get_by_role("link", name=self.words.lists.closed, exact=True).click()
        row = self.page.get_by_role("region", name=self.words.lists.closed).get_by_role("row")
        row = row.filter(has_text=self.words.rights[right]).filter(has_text=self.words.states[state])
        await expect(row.first).to_be_visible()

    def _title(self, right: Right, state: CaseState) -> str:
        return self.words.case.title.format(right=self.words.rights[right], state=self.words.states[state])

    def _heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=name, exact=True)

    def _button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


@asynccontextmanager
async def officer(browser: Browser, box: Box, language: Language) -> AsyncIterator[Officer]:
    """Somebody who has signed in, with a browser of their own, which is closed afterwards."""
    async with opened(browser, language) as context:
        one = Officer(box, await context.new_page(), language)
        await one.sign_in()
        yield one
