"""Captions and transcripts cut to the subject's own words: the smallest part is withheld, and never the whole (L-23).

Whose words they are, two witnesses say: the voice that the captions name, and the segments in which the platform saw
who appears. Where the two do not agree the words are cut.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from .webvtt import Cue, Span, parse, written


@dataclass(frozen=True)
class Segment:
    """When somebody appears in a recording, in seconds, the subject or another; `name` is as the platform has it."""

    is_mine: bool
    name: str = field(repr=False)
    from_second: int
    to_second: int

    def touches(self, cue: Cue) -> bool:
        """Whether some of the cue may be within."""
        return self.from_second * 1000 <= cue.end and cue.start <= self.to_second * 1000

    def covers(self, cue: Cue) -> bool:
        """Whether all of the cue is within."""
        return self.from_second * 1000 <= cue.start and cue.end <= self.to_second * 1000


@dataclass(frozen=True)
class Cut:
    """What is left of a file, and how many of its passages were cut, of how many."""

    content: bytes = field(repr=False)
    cut: int
    of: int


def cut(content: bytes, segments: Sequence[Segment]) -> Cut:
    """Leave what the subject says, at its times. Raises ValueError for what is no WebVTT."""
    cues = parse(content)
    own = [replace(cue, spans=spans) for cue in cues if (spans := tuple(_own(cue, segments)))]
    of, left = _passages(cues), _passages(own)
    return Cut(written(own), of - left, of)


def _passages(cues: Iterable[Cue]) -> int:
    return sum(len(cue.spans) for cue in cues)


def _own(cue: Cue, segments: Sequence[Segment]) -> Iterable[Span]:
    there = [s for s in segments if s.touches(cue)]
    mine, others = [s for s in there if s.is_mine], [s for s in there if not s.is_mine]
    names = {_plain(s.name) for s in mine} - {_plain(s.name) for s in others} - {""}
    is_alone = not others and any(s.covers(cue) for s in mine)
    return (s for s in cue.spans if (is_alone if s.voice is None else _plain(s.voice) in names))


def _plain(name: str) -> str:
    """One writing of a name, in whatever capitals and composition it came."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
