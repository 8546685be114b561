"""Captions as a platform makes them: WebVTT whose voice spans name who speaks (W3C, WebVTT 4.2.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

_EVERY, _LASTS = 5, 4  # seconds
_MOST = 6  # lines of one speaker


@dataclass(frozen=True)
class Segment:
    """Somebody who appears in a recording, and from when to when in seconds."""

    participant_id: int
    name: str = field(repr=False)
    from_second: int
    to_second: int

    def line(self, number: int) -> str:
        """Something that they say."""
        return f"<v {escape(self.name)}>Line {number} of speaker {self.participant_id}, &amp; no more."


def captions(number: int, word: str, segments: Sequence[Segment]) -> bytes:
    """The captions of a recording: a welcome without a voice, what each says, and where two meet, both in one cue."""
    cues = [(0, f"Good morning, and {word} to session {number}."), *_lines(segments), *_talk(segments)]
    blocks = [f"{_time(start)} --> {_time(start + _LASTS)} line:90%\n{text}\n" for start, text in sorted(cues)]
    return "\n".join(["WEBVTT\n", "NOTE made by the platform\n", *blocks]).encode()


def _lines(segments: Sequence[Segment]) -> Iterator[tuple[int, str]]:
    for one in segments:
        starts = range(one.from_second + 1, one.to_second - _LASTS, _EVERY)
        for number, start in enumerate(starts[:_MOST], start=1):
            yield start, one.line(number)


def _talk(segments: Sequence[Segment]) -> Iterator[tuple[int, str]]:
    """Two speakers answer each other, each in a voice span of their own."""
    for one, other in pairwise(segments):
        start, end = max(one.from_second, other.from_second), min(one.to_second, other.to_second)
        if end - start > _LASTS:
            yield end - _LASTS, f"{one.line(99)}</v>\n{other.line(99)}</v>"


def _time(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"
