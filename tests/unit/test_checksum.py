"""Whether bytes are those that a system says it has: however they come, and whoever computed what it says."""

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.checksum import Algorithm, Checksum, Sum, agrees

DATA = bytes(range(256)) * 40
OVER = {
    Algorithm.SHA256: lambda data: hashlib.sha256(data).digest(),
    Algorithm.SHA1: lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    Algorithm.MD5: lambda data: hashlib.md5(data, usedforsecurity=False).digest(),
    Algorithm.CRC32: lambda data: zlib.crc32(data).to_bytes(4, "big"),
}


def cut(data: bytes, *sizes: int) -> list[bytes]:
    """The data in pieces of these sizes, and the rest."""
    pieces, start = [], 0
    for size in sizes:
        pieces.append(data[start : start + size])
        start += size
    return [*pieces, data[start:]]


def said(data: bytes, algorithm: Algorithm, *parts: int) -> Checksum:
    """What a store says of data that was uploaded whole, or in parts of these sizes and the rest."""
    over = OVER[algorithm]
    if not parts:
        return Checksum(size=len(data), algorithm=algorithm, value=over(data).hex())
    pieces = cut(data, *parts)
    runs = tuple((1, len(piece)) for piece in pieces)
    return Checksum(size=len(data), algorithm=algorithm, value=over(b"".join(map(over, pieces))).hex(), runs=runs)


@pytest.mark.parametrize("algorithm", Algorithm)
@pytest.mark.parametrize("parts", [(), (5000,), (1, 4096, 4096)], ids=["whole", "two parts", "four parts"])
@given(sizes=st.lists(st.integers(0, 6000), max_size=6))
def test_the_same_bytes_agree_however_they_come(algorithm, parts, sizes):
    """Pieces of any size, across the parts of the upload or not."""
    assert agrees(said(DATA, algorithm, *parts), cut(DATA, *sizes))


@pytest.mark.parametrize("algorithm", [*Algorithm, None])
@pytest.mark.parametrize("parts", [(), (5000,)], ids=["whole", "two parts"])
@pytest.mark.parametrize(
    "other", [DATA[:-1], DATA + b"x", DATA[:5000], b""], ids=["one less", "one more", "first part", "none"]
)
def test_too_few_and_too_many_do_not(algorithm, parts, other):
    """Where there is no checksum at all the number of bytes is compared all the same."""
    one = Checksum(size=len(DATA)) if algorithm is None else said(DATA, algorithm, *parts)
    assert not agrees(one, [other])


@pytest.mark.parametrize("algorithm", Algorithm)
@pytest.mark.parametrize("parts", [(), (5000,)], ids=["whole", "two parts"])
@given(at=st.integers(0, len(DATA) - 1))
def test_one_other_bit_does_not(algorithm, parts, at):
    """Wherever it is."""
    other = DATA[:at] + bytes([DATA[at] ^ 1]) + DATA[at + 1 :]
    assert not agrees(said(DATA, algorithm, *parts), [other])


def test_parts_of_one_size_are_one_run():
    """Ten thousand parts are said in two numbers."""
    pieces = [b"ab"] * 5 + [b"c"]
    value = OVER[Algorithm.MD5](b"".join(map(OVER[Algorithm.MD5], pieces))).hex()
    one = Sum(Checksum(size=11, algorithm=Algorithm.MD5, value=value, runs=((5, 2), (1, 1))))
    one.add(b"".join(pieces))
    assert one.agrees


def test_nothing_is_a_file_too():
    """Of an empty file there is a checksum as of any."""
    assert agrees(said(b"", Algorithm.SHA256), [])
