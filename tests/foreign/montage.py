"""One picture made of parts of pages, each with a line that says what it is; a browser puts them together."""

import base64
import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from browser import Clip, Page

MARGIN = 28
STYLE = f"""
body {{ margin: 0; padding: 4px {MARGIN}px {MARGIN}px; background: #dfe3ea; font: 600 22px sans-serif; color: #1d2433 }}
p {{ margin: 22px 0 8px }}
img {{ display: block }}
"""

# the main part of a page of the Temporal UI: from its title, or from below its tabs, down to a text or to its end
EXTENT = """
(hasTitle => {
  const box = element => element.getBoundingClientRect()
  const main = document.querySelector('main')
  const header = box(main.querySelector('header'))
  const leaves = [...main.querySelectorAll('*')].filter(e => !e.childElementCount && box(e).height > 0)
  const bottom = Math.max(...leaves.map(e => box(e).bottom)) + 16
  const top = hasTitle ? header.top - 12 : header.bottom
  return [box(main).left, top, box(main).width, bottom - top]
})
"""


@dataclass(frozen=True)
class Panel:
    """A part of a page, and what it is."""

    caption: str
    image: bytes

    @classmethod
    async def cut(cls, page: Page, caption: str, *, has_title: bool) -> Self:
        """Cut out the main part of a page of the Temporal UI."""
        extent = await page.value(f"{EXTENT}({json.dumps(has_title)})")
        return cls(caption, await page.picture(Clip(*extent)))


async def montage(page: Page, panels: Sequence[Panel], width: int) -> bytes:
    """The panels one below the other as PNG, this many pixels wide and as high as they need."""
    await page.open("about:blank")
    await page.show(f"<!doctype html><style>{STYLE}</style>{''.join(_figure(panel) for panel in panels)}")
    await page.value("Promise.all([...document.images].map(image => image.decode())).then(() => true)")
    await page.resize(width, 100)
    height = await page.value("document.documentElement.scrollHeight")
    await page.resize(width, height)
    return await page.picture(Clip(0, 0, width, height))


def _figure(panel: Panel) -> str:
    image = base64.b64encode(panel.image).decode()
    return f'<p>{html.escape(panel.caption)}</p><img alt="" src="data:image/png;base64,{image}">'
