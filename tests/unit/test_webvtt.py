"""Captions are read as the standard reads them, cut to one person's words, and read again by a parser of others."""

import io
from itertools import groupby

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.recordings.cut import Segment, cut
from adapters.recordings.webvtt import Cue, Span, parse, written

ELIF, MARC = "Elif Demir", "Marc Petit"
MINE, HIS = Segment(True, ELIF, 0, 20), Segment(False, MARC, 10, 60)


def vtt(*cues: str) -> bytes:
    return ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()


def at(seconds: int, text: str) -> str:
    return f"00:{seconds:02}.000 --> 00:{seconds + 2:02}.500\n{text}"


def judged(content: bytes) -> list[tuple[str, str, str]]:
    """The cues as the stranger's parser reads them: start, end, and the text with its tags."""
    return [(c.start, c.end, c.raw_text) for c in webvtt.from_buffer(io.BytesIO(content))]


def spans(payload: str) -> list[tuple[str | None, str]]:
    (cue,) = parse(vtt(at(1, payload)))
    return [(s.voice, s.text) for s in cue.spans]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("plain", [(None, "plain")]),
        ("<v A>one</v> two", [("A", "one"), (None, "two")]),
        ("<v A>one\n<v B>two", [("A", "one"), ("B", "two")]),
        ("<v.loud.first A  B>one", [("A B", "one")]),
        ("<v\tA>one", [("A", "one")]),
        ("<v A &amp; B>one", [("A & B", "one")]),
        ("<v>one", [("", "one")]),
        ("<v A>o<i>n</i>e</v>", [("A", "o"), ("A", "n"), ("A", "e")]),
        ("<v A><i>one</v>two", [("A", "one"), ("A", "two")]),
        ("<v A>one</i>two</v>three", [("A", "one"), ("A", "two"), (None, "three")]),
        ("<v A><ruby>x<rt>y</ruby>z</v>w", [("A", "x"), ("A", "y"), ("A", "z"), (None, "w")]),
        ("<v A>one<00:02.000>two", [("A", "one"), ("A", "two")]),
        ("<video>one</video>", [(None, "one")]),
        ("<v A>one<v B", [("A", "one")]),
        ("<V A>one", [(None, "one")]),
    ],
)
def test_words_belong_to_the_innermost_voice(payload, expected):
    """Voices are nested, end where the standard ends them, and are named as they are written."""
    assert spans(payload) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfWEBVTT - title\r\n\r\n00:01.000 --> 00:02.000 line:0\r\nx\r\n",
        b"WEBVTT\n00:01.000 --> 00:02.000\nx",
        b"WEBVTT\n\nNOTE a\nb\n\nSTYLE\n::cue(v[voice=A]) {}\n\nid\n00:00:01.000-->00:00:02.000\nx\n\n",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\n1 --> 2\nno times\n",
        b"WEBVTT\r\r00:01.000 --> 00:02.000\rx\r00:03 --> 00:04\rno cue",
    ],
    ids=["windows", "no blank line", "blocks", "bad times", "old mac"],
)
def test_cues_are_found_whatever_stands_around_them(content):
    """Signature, line ends, identifiers, settings, comments, styles and broken cues are read over."""
    assert parse(content) == [Cue(1000, 2000, (Span(None, "x"),))]


@pytest.mark.parametrize("content", [b"", b"1\n00:01,000 --> 00:02,000\nx", b"WEBVTTX\n", b"\x00\x00\x00 ftyp"])
def test_what_is_no_webvtt_is_refused(content):
    """What does not begin with the signature is not guessed at."""
    with pytest.raises(ValueError, match="WebVTT"):
        parse(content)


def test_l_23_only_the_persons_own_words_are_left():
    """Voices of others go, where two speak in one cue too; times stay, and what went is counted."""
    both = f"<v {ELIF}>mine too</v>\n<v {MARC}>his</v>"
    own = cut(vtt(at(1, f"<v {ELIF}>mine"), at(12, both), at(30, f"<v {MARC}>his alone")), [MINE, HIS])
    assert judged(own.content) == [
        ("00:00:01.000", "00:00:03.500", f"<v {ELIF}>mine</v>"),
        ("00:00:12.000", "00:00:14.500", f"<v {ELIF}>mine too</v>"),
    ]
    assert (own.cut, own.of) == (2, 4)


def test_words_without_a_voice_go_by_who_appears():
    """They are the person's where nobody else appears, from the first moment to the last, and nobody's otherwise."""
    own = cut(vtt(at(1, "alone"), at(8, "he comes"), at(12, "both"), at(40, "he"), at(19, "she goes")), [MINE, HIS])
    assert [text for _, _, text in judged(own.content)] == ["alone"]
    assert [text for _, _, text in judged(cut(vtt(at(19, "x")), [MINE]).content)] == []


def test_a_voice_that_nobody_saw_is_cut():
    """Where captions name the person and they do not appear, the two witnesses do not agree."""
    assert cut(vtt(at(40, f"<v {ELIF}>whose?")), [MINE, HIS]).cut == 1


def test_two_of_one_name_are_told_apart_by_the_segments():
    """Of two people with one name the words are the person's where only she appears, and are cut where both do."""
    other = Segment(False, "ELIF  demir", 10, 20)
    own = cut(vtt(at(1, f"<v {ELIF}>mine"), at(12, f"<v {ELIF}>whose?")), [MINE, other])
    assert [text for _, _, text in judged(own.content)] == [f"<v {ELIF}>mine</v>"]


def test_a_name_is_one_in_any_writing():
    """Capitals, spaces and composed letters make no other person."""
    segment = Segment(True, "Zoé Müller", 0, 20)
    own = cut(vtt(at(1, "<v zoe\u0301  MU\u0308LLER>mine")), [segment])
    assert own.cut == 0


def test_nothing_else_of_the_file_is_kept():
    """Comments, identifiers, settings, styles and classes may name people: none of them is in what is left."""
    content = vtt("NOTE Marc asked", "STYLE\n::cue(.marc) {}", f"marc-1\n{at(1, f'<v.marc {ELIF}><c.marc>mine</c>')}")
    own = cut(content, [MINE])
    assert b"arc" not in own.content
    assert b"mine" in own.content


def test_text_can_be_no_line_of_times():
    """What looks like times once its tags are gone is no cue of its own, to us and to others."""
    content = written([Cue(0, 1000, (Span("A", "00:05.000 --> 00:06.000"),))])
    assert len(parse(content)) == len(judged(content)) == 1


def voices(cue: Cue) -> list[str | None]:
    """Who speaks, one after the other; words without a voice that follow each other are one span."""
    return [voice for voice, _ in groupby(s.voice for s in cue.spans)]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<\u2028\u2029\x85"), min_size=1)
TEXTS = WORDS.map(lambda t: " ".join(t.split())).filter(bool)
SPANS = st.builds(Span, st.none() | st.sampled_from(["A", "B & C", "D > E"]), TEXTS)


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 10**5), st.lists(SPANS, min_size=1, max_size=3))))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_alike_by_both(made):
    """Whatever is said, we and the stranger find as many cues, at the same times."""
    cues = [Cue(start, start + length, tuple(s)) for start, length, s in made]
    content = written(cues)
    again = parse(content)
    assert [(c.start, c.end, voices(c)) for c in again] == [(c.start, c.end, voices(c)) for c in cues]
    theirs = list(webvtt.from_buffer(io.BytesIO(content)))
    assert [(round(c.start_in_seconds), round(c.end_in_seconds)) for c in theirs] == [
        (c.start // 1000, c.end // 1000) for c in cues
    ]
