"""Sealed case files: what was written comes back, and whatever was done to a part is noticed."""

import asyncio

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.domain.error import InvalidInput
from habeas.vault.opener import Opener
from habeas.vault.parts import Altered
from habeas.vault.recipient import checked_recipient
from habeas.vault.sealed import PART, SealedWriter

PATH = "staged/accounts/a"
DATA = bytes(range(256)) * (PART // 256) * 2 + b"the end"  # three parts


@pytest.fixture
def sealed(kept):
    """A file of three parts."""
    with kept.sealer.writing(PATH) as out:
        out.write(DATA)
    return out.sealed


def read(kept, sealed, sha256=None):
    return b"".join(kept.opener.chunks(PATH, sealed.parts, sha256 or sealed.sha256))


def part(kept, number, path=PATH):
    return kept.folder.path_of(kept.opener.case_id, f"{path}/{number:06}")


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
@pytest.mark.parametrize("step", [1 << 16, 5 << 20])
def test_what_was_written_comes_back(kept, size, step):
    """Whatever its size and however it comes, and no part holds more than it may; nothing of it is on the disk."""
    data = (b"quetzal" * (size // 7 + 1))[:size]
    with kept.sealer.writing(PATH) as out:
        for start in range(0, size, step):
            out.write(data[start : start + step])
    assert (out.sealed.size, out.sealed.parts) == (size, max(1, -(-size // PART)))
    assert read(kept, out.sealed) == data
    parts = [file.read_bytes() for file in kept.folder.path_of(kept.opener.case_id, PATH).iterdir()]
    assert len(parts) == out.sealed.parts
    assert all(len(one) < PART + 4096 and b"quetzal" not in one for one in parts)


@settings(max_examples=20, deadline=None)
@given(pieces=st.lists(st.binary(max_size=40), max_size=30))
def test_pieces_of_any_size_are_one_file(pieces):
    """How the bytes come makes no difference."""
    parts, identity = {}, pyrage.x25519.Identity.generate()

    def keep(number, data):
        parts[number] = data
        return data

    with SealedWriter(keep, identity.to_public()) as out:
        for piece in pieces:
            out.write(piece)
    assert list(parts) == [1]
    assert pyrage.decrypt(parts[1], [identity]) == b"".join(pieces)
    assert out.sealed.size == len(b"".join(pieces))


def _swap(kept, one, other):
    first, second = part(kept, one), part(kept, other)
    held = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(held)


def _older(kept):
    """A part of an earlier attempt, of the same bytes, is put back."""
    with kept.sealer.writing("staged/accounts/b") as out:
        out.write(DATA)
    part(kept, 2).write_bytes(part(kept, 2, "staged/accounts/b").read_bytes())


CHANGES = {
    "altered": lambda kept: part(kept, 2).write_bytes(part(kept, 2).read_bytes()[:-1] + b"x"),
    "cut short": lambda kept: part(kept, 2).write_bytes(part(kept, 2).read_bytes()[:-1]),
    "cut to its header": lambda kept: part(kept, 2).write_bytes(part(kept, 2).read_bytes()[:150]),
    "longer": lambda kept: part(kept, 2).write_bytes(part(kept, 2).read_bytes() + b"x"),
    "empty": lambda kept: part(kept, 2).write_bytes(b""),
    "gone": lambda kept: part(kept, 2).unlink(),
    "the last one gone": lambda kept: part(kept, 3).unlink(),
    "swapped": lambda kept: _swap(kept, 1, 2),
    "replayed": _older,
    "of somebody else": lambda kept: part(kept, 2).write_bytes(
        pyrage.encrypt(DATA[PART : 2 * PART], [pyrage.x25519.Identity.generate().to_public()])
    ),
    "in the clear": lambda kept: part(kept, 2).write_bytes(DATA[PART : 2 * PART]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_was_done_to_a_part_is_noticed(kept, sealed, change):
    """The reader says so by the opaque path of the file, and by nothing that is in it."""
    change(kept)
    with pytest.raises(Altered, match=rf"^case files: {PATH} "):
        read(kept, sealed)


def test_a_part_too_few_in_the_receipt_is_noticed(kept, sealed):
    """A receipt of fewer parts than there are is of another file."""
    with pytest.raises(Altered):
        b"".join(kept.opener.chunks(PATH, 2, sealed.sha256))


def test_another_cases_identity_opens_nothing(kept, sealed):
    """Nor does any that is not this case's."""
    stranger = Opener(kept.folder, kept.opener.case_id, pyrage.x25519.Identity.generate())
    with pytest.raises(Altered, match="does not open"):
        next(stranger.chunks(PATH, sealed.parts, sealed.sha256))


async def test_a_cancelled_writer_leaves_nothing_that_writes_on(kept):
    """Once it is given up, nothing of the file is kept any more, whatever its thread was at."""

    async def endless():
        async with kept.sealer.write(PATH) as out:
            while True:
                await out.write(bytes(PART))

    writing = asyncio.create_task(endless())
    await asyncio.sleep(0.2)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await kept.sealer.discard(PATH)
    await asyncio.sleep(0.2)
    assert not kept.folder.path_of(kept.opener.case_id, PATH).exists()


def test_what_cannot_be_kept_is_an_error(kept):
    """A place that takes no more ends the file, and its last part counts as much as the others."""

    def full(_number, _data):
        raise OSError

    for size in (1, PART, 3 * PART):
        with pytest.raises(OSError), SealedWriter(full, kept.identity.to_public()) as out:
            out.write(bytes(size))


@pytest.mark.parametrize("text", ["", "age1", "AGE-SECRET-KEY-1QQ", "age1" + "q" * 58, "ssh-ed25519 AAAA", "kanari\n"])
def test_a_recipient_that_is_none(text):
    """One clear line, without what was typed."""
    with pytest.raises(InvalidInput) as caught:
        checked_recipient(text)
    assert "public key of age" in str(caught.value)
    assert not text or text not in str(caught.value).replace("age1 and 58", "")
