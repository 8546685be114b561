"""Looks at the web door of staff in a browser: forms are known as ours, nothing is blocked, all fits a telephone.

Prints a line for each check; exits with 1 when one failed. With a folder as its argument it leaves pictures there.
"""

import asyncio
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from habeas.console.tokens import Tokens
from habeas.console.web.compose import staff_door
from habeas.console.web.page import page
from habeas.console.web.visit import requires
from habeas.domain.staff import Role
from habeas.settings import StaffDoorSettings

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
FLAGS += ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1100, "height": 700}


@requires(Role.DPO)
async def home(request: web.Request) -> web.Response:
    return page(request, "error.html", 200, failure="not_now")


async def signed_in(seen: Page, url: str, token: str) -> bool:
    """With a token, by its label and the button's words; and out again."""
    await seen.goto(url)
    await seen.get_by_label("Your token").fill(token)
    await seen.get_by_role("button", name="Sign in").click()
    is_in = await seen.get_by_text("Signed in: ines").count() == 1 and seen.url == f"{url}/"
    await seen.get_by_role("button", name="Sign out").click()
    return is_in and await seen.get_by_label("Your token").count() == 1


async def told(seen: Page, url: str, token: str) -> bool:
    """A wrong token is said to be one, and the cursor is where one tries again."""
    await seen.goto(url)
    await seen.get_by_label("Your token").fill("wrong")
    await seen.keyboard.press("Enter")
    is_said = await seen.get_by_role("alert").inner_text() == "That token is not valid."
    await seen.locator("#token:focus").wait_for()  # a browser moves there a moment after it has shown the page
    return is_said


async def in_every_language(seen: Page, url: str, token: str) -> bool:
    """A link changes the language, and one stays on the page."""
    await seen.goto(f"{url}/sign-in?next=/a")
    read = []
    for name in ("Norsk bokmål", "Français", "English"):
        await seen.get_by_role("link", name=name).click()
        read.append((await seen.locator("html").get_attribute("lang"), await seen.locator("h1").inner_text()))
    return read == [("nb", "Logg inn"), ("fr", "Se connecter"), ("en", "Sign in")] and seen.url.endswith("?next=/a")


async def forged(seen: Page, url: str, token: str) -> bool:
    """A form on a page of another origin does nothing, even with the right token."""
    await seen.goto(url)
    csrf = await seen.locator("input[name=csrf]").first.input_value()
    fields = f'<input name="csrf" value="{csrf}"><input name="token" value="{token}">'
    await seen.goto("about:blank")
    await seen.set_content(f'<form method="post" action="{url}/sign-in">{fields}<button>x</button></form>')
    await seen.get_by_role("button").click()
    return await seen.get_by_text("did not come from this page").count() == 1


async def fits(seen: Page, url: str, token: str) -> bool:
    """At 320 pixels nothing is wider than the window, in any language."""
    await seen.set_viewport_size(NARROW)
    widths = []
    for code in ("nb", "fr", "en"):
        await seen.goto(f"{url}/language/{code}?next=/sign-in")
        widths.append(await seen.evaluate("document.documentElement.scrollWidth"))
    return widths == [320] * 3


Check = Callable[[Page, str, str], Awaitable[bool]]
CHECKS: dict[str, Check] = {
    "staff sign in and out": signed_in,
    "a wrong token is said to be one": told,
    "pages are in three languages": in_every_language,
    "a form on another page does nothing": forged,
    "pages fit a telephone": fits,
}


async def main(pictures: Path | None) -> int:
    """Serve a door, and look at it."""
    failed = 0
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        token = Tokens(folder / "staff.json", Role).add("ines", Role.DPO)
        given = StaffDoorSettings(audit_file=folder / "audit.jsonl", staff_url=url, staff_file=folder / "staff.json")
        runner = web.AppRunner(staff_door(given, [web.get("/", home)]), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for what, check in CHECKS.items():
                is_so = await checked(browser, check, url, token)
                failed += not is_so
                print(f"ok: {what} (chromium)" if is_so else f"FAILED: {what}")  # noqa: T201 - this is a command
            if pictures:
                await take(browser, url, token, pictures)
            await browser.close()
        await runner.cleanup()
    return 1 if failed else 0


async def checked(browser: Browser, check: Check, url: str, token: str) -> bool:
    """Whether it is so, and the browser had nothing to say: a policy that blocks something makes it speak."""
    seen = await browser.new_page(locale="en-GB", viewport=WIDE)
    said: list[str] = []
    seen.on("console", lambda message: said.append(message.text))
    seen.on("pageerror", lambda error: said.append(str(error)))
    seen.set_default_timeout(10_000)
    try:
        is_so = await check(seen, url, token)
    finally:
        await seen.close()
    return is_so and not [line for line in said if "the server responded with a status of" not in line]


async def take(browser: Browser, url: str, token: str, folder: Path) -> None:
    """Pictures, for who wants to see it."""
    for scheme in ("light", "dark"):
        for name, size in (("narrow", NARROW), ("wide", WIDE)):
            seen = await browser.new_page(locale="en-GB", viewport=size, color_scheme=scheme)
            await seen.goto(url)
            await seen.screenshot(path=folder / f"sign-in-{scheme}-{name}.png")
            await seen.get_by_label("Your token").fill(token)
            await seen.get_by_role("button", name="Sign in").click()
            await seen.screenshot(path=folder / f"home-{scheme}-{name}.png")
            await seen.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
