"""WebVTT as far as it says who says what and when (W3C, WebVTT: The Web Video Text Tracks Format, 6.1 to 6.4).

Read as the standard's own parser reads it, for a span that was attributed to the wrong voice would be somebody else's
words. Identifiers, settings, comments, styles and regions are read over: any of them may name people.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

_TIME = r"(?:(\d+):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMINGS = re.compile(rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}(?:[ \t\f].*)?")
_TOKEN = re.compile(r"<(?P<tag>[^>]*)(?:>|$)|(?P<text>[^<]+)")
_TAG = re.compile(r"(?P<end>/?)(?P<name>[a-z]*)(?:\.[^ \t\n\f]*)?(?:[ \t\n\f]+(?P<annotation>.*))?", re.DOTALL)
_SPANS = frozenset({"c", "i", "b", "u", "v", "lang", "ruby", "rt"})


@dataclass(frozen=True)
class Span:
    """Some words of a cue, on one line, and whose voice says them: None where no voice is named."""

    voice: str | None = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True)
class Cue:
    """What is said from one moment to another, in milliseconds."""

    start: int
    end: int
    spans: tuple[Span, ...]


def parse(content: bytes) -> list[Cue]:
    """The cues of a file, in its order. Raises ValueError for what is no WebVTT."""
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise ValueError("no WebVTT: it does not begin with its signature")
    return [Cue(start, end, tuple(_spans("\n".join(lines)))) for start, end, lines in _blocks(text.split("\n")[1:])]


def written(cues: Iterable[Cue]) -> bytes:
    """A file of these cues."""
    return "\n".join(["WEBVTT\n", *map(_block, cues)]).encode()


def _blocks(lines: Iterable[str]) -> list[tuple[int, int, list[str]]]:
    """The times and the lines of each cue; what stands in no cue is left out."""
    found: list[tuple[int, int, list[str]]] = []
    is_in_cue = False
    for line in lines:
        if "-->" in line:
            timings = _TIMINGS.fullmatch(line)
            is_in_cue = timings is not None
            if timings is not None:
                found.append((_milliseconds(*timings.groups()[:4]), _milliseconds(*timings.groups()[4:]), []))
        elif not line:
            is_in_cue = False
        elif is_in_cue:
            found[-1][2].append(line)
    return found


def _spans(payload: str) -> Iterator[Span]:
    """The words of a cue by voice; an end tag ends the innermost span, and no other (6.4)."""
    open_: list[tuple[str, str | None]] = []
    for token in _TOKEN.finditer(payload):
        if token["text"] is None:
            _open_or_close(open_, token["tag"])
        elif words := " ".join(token["text"].split()):
            yield Span(next((voice for name, voice in reversed(open_) if name == "v"), None), words)


def _open_or_close(open_: list[tuple[str, str | None]], tag: str) -> None:
    known = _TAG.fullmatch(tag)
    if known is None or known["name"] not in _SPANS:
        return
    if not known["end"]:
        open_.append((known["name"], unescape(" ".join((known["annotation"] or "").split()))))
    elif open_ and open_[-1][0] == known["name"]:
        open_.pop()
    elif known["name"] == "ruby" and [name for name, _ in open_[-2:]] == ["ruby", "rt"]:
        del open_[-2:]


def _block(cue: Cue) -> str:
    lines = [_line(span) for span in cue.spans]
    return "\n".join([f"{_time(cue.start)} --> {_time(cue.end)}", *lines, ""])


def _line(span: Span) -> str:
    """The text keeps its character references, and can be no line of times."""
    text = span.text.replace(">", "&gt;")
    if not span.voice:
        return text
    return f"<v {span.voice.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}>{text}</v>"


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"
