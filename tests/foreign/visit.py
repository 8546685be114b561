"""What a person reads behind the link of a mail, with a program that has cookies and no scripts."""

import re
from collections.abc import Iterable
from html import unescape

from aiohttp import ClientSession, CookieJar
from box import NotSo

from habeas.sandbox.letterbox import Kept

_CSRF = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


async def read(door: str, letters: Iterable[Kept]) -> str:
    """The page of the case behind the newest letter that has a link to this door. Raises NotSo where there is none."""
    links = [found[0] for letter in letters if (found := re.search(rf"{re.escape(door)}(/p/\S+)", letter.text))]
    if not links:
        raise NotSo("no mail has a link to the person's page")
    link = links[-1].removeprefix(door)
    async with ClientSession(door, cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get(link) as page:
            hidden = dict(_CSRF.findall(await page.text()))
        async with session.post(link, data=hidden, headers={"Sec-Fetch-Site": "same-origin"}) as answer:
            if answer.status != 200:
                raise NotSo(f"the link of a mail opens nothing: {answer.status}")
            return unescape(await answer.text())
