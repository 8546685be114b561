"""Debian's chromium without a window, told what to do over the DevTools protocol, and kept off the network.

The protocol: https://chromedevtools.github.io/devtools-protocol/
"""

import asyncio
import base64
import itertools
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

import habeas.sandbox

# should whoever asked be killed, the browser goes with them
TETHERED = Path(habeas.sandbox.__file__).with_name("tethered.py")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"),
    *("--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-default-apps"),
    # off the network: no name but loopback's has an address, and the browser has nothing to ask on its own behalf
    *("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--disable-quic", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-domain-reliability"),
    # a free port of loopback, which it writes into its profile
    *("--remote-debugging-address=127.0.0.1", "--remote-debugging-port=0"),
)
READY_SECONDS = 60
STOP_SECONDS = 10
LARGEST_ANSWER = 64 << 20


# what can be read in the page and in the frames that it has
READ = """
[window, ...Array.from(window, (_, n) => window[n])].map(each => {
  try { return each.document.body?.innerText ?? '' } catch { return '' }  // a frame of another origin
}).join('\\n')
"""


class NoPage(Exception):
    """The browser did not do what it was told; the message says what."""


@dataclass(frozen=True)
class Clip:
    """A part of a window, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Page:
    """One page of the browser."""

    _socket: ClientWebSocketResponse = field(repr=False)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    async def open(self, url: str) -> None:
        """Go to a URL of loopback. Raises NoPage when it cannot be reached."""
        if why := (await self._tell("Page.navigate", url=url)).get("errorText"):
            raise NoPage(f"the browser cannot open the page: {why}")

    async def show(self, document: str) -> None:
        """Show this HTML instead of what is open."""
        frame = (await self._tell("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        await self._tell("Page.setDocumentContent", frameId=frame, html=document)

    async def text(self) -> str:
        """What a person can read now, frames of the same origin included; nothing while there is no page."""
        return str(await self.value(READ))

    async def value(self, expression: str) -> Any:
        """What an expression of JavaScript is worth on this page. Raises NoPage when it fails."""
        answer = await self._tell("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if failure := answer.get("exceptionDetails"):
            what = failure.get("exception", {}).get("description", failure["text"]).partition("\n")[0]
            raise NoPage(f"the page does not understand: {what}")
        return answer["result"].get("value")

    async def resize(self, width: int, height: int) -> None:
        """Give the page a window of this size, in pixels."""
        await self._tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    async def picture(self, clip: Clip) -> bytes:
        """A part of the window as PNG."""
        answer = await self._tell("Page.captureScreenshot", format="png", clip={**asdict(clip), "scale": 1})
        return base64.b64decode(answer["data"])

    async def _tell(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:  # events come between answers
            message = await self._socket.receive_json()
            if message.get("id") == number:
                break
        if "error" in message:
            raise NoPage(f"the browser refused {method}: {message['error']['message']}")
        return dict(message["result"])


@asynccontextmanager
async def opened(program: str) -> AsyncIterator[Page]:
    """A page of a browser of its own, which is ended afterwards. Raises NoPage when it does not start."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", TETHERED, shutil.which(program) or program, *FLAGS),
            *(f"--user-data-dir={profile}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(process, Path(profile) / "DevToolsActivePort")
            async with ClientSession(f"http://127.0.0.1:{port}") as session, _connected(session) as socket:
                yield Page(socket)
        finally:
            await stop(process, STOP_SECONDS)


@asynccontextmanager
async def _connected(session: ClientSession) -> AsyncIterator[ClientWebSocketResponse]:
    async with session.put("/json/new?about:blank") as answer:
        target = await answer.json()
    async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=LARGEST_ANSWER) as socket:
        yield socket


async def _port(process: asyncio.subprocess.Process, file: Path) -> int:
    """Where it listens: the first line of a file that it writes once it does."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            while process.returncode is None:
                if lines := await asyncio.to_thread(_lines, file):
                    return int(lines[0])
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise NoPage(f"the browser does not listen after {READY_SECONDS} seconds") from None
    raise NoPage("the browser ended while it started")


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


async def stop(process: asyncio.subprocess.Process, seconds: float) -> None:
    """End a process, kindly for this long."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
