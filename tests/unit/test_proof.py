"""Notes, checkpoints and proofs in their files: what was signed is read, and any other byte is refused."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.error import NotVerified, Unreadable
from habeas.evidence.note import NoteKey, opened, signed
from habeas.evidence.proof import Proof
from habeas.evidence.tree import leaf_hash, node_hash

LOG = "webinars.example/log"
OURS, ANOTHERS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
ENTRY, SIBLING = b"a statement", leaf_hash(b"another statement")
CHECKPOINT = Checkpoint(LOG, 2, node_hash(leaf_hash(ENTRY), SIBLING))
PROOF = Proof(0, (SIBLING,), CHECKPOINT.signed(OURS), b"salt")


def key(private, name=LOG):
    return NoteKey(name, private.public_key().public_bytes_raw())


KEYS = (key(OURS),)
REFUSED = (NotVerified, Unreadable)


def changed(text, at, by):
    """The text with another byte in one place, as far as it is text."""
    raw = bytearray(text.encode())
    raw[at] ^= by
    return raw.decode("utf-8", "replace")


def test_what_was_signed_is_read():
    """A checkpoint, and a proof with it, in the forms of C2SP."""
    assert Checkpoint.of(CHECKPOINT.signed(OURS), KEYS) == CHECKPOINT
    assert Proof.of(PROOF.text) == PROOF
    assert Proof.of(PROOF.text).verify(ENTRY, KEYS) == CHECKPOINT
    lines = PROOF.text.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", f"extra {b64encode(b'salt').decode()}", "index 0"]
    assert lines[4:7] == ["", LOG, "2"]


def test_who_else_signed_is_not_asked():
    """A witness may sign the same note; who trusts us alone reads it as well, and who trusts it alone too."""
    ours = CHECKPOINT.signed(OURS)
    both = ours + signed(CHECKPOINT.text, "witness.example", ANOTHERS).rpartition("\n\n")[2]
    assert Checkpoint.of(both, KEYS) == CHECKPOINT
    assert Checkpoint.of(both, [key(ANOTHERS, "witness.example")]) == CHECKPOINT


@given(st.data(), st.integers(1, 255))
def test_another_byte_in_a_checkpoint_is_refused(data, by):
    """Any of them."""
    note = CHECKPOINT.signed(OURS)
    at = data.draw(st.integers(0, len(note.encode()) - 1))
    with pytest.raises(REFUSED):
        Checkpoint.of(changed(note, at, by), KEYS)


@given(st.data(), st.integers(1, 255))
def test_another_byte_in_a_proof_is_refused(data, by):
    """Any of them, but what is extra: it proves nothing by itself, and is part of the entry."""
    head, extra, rest = PROOF.text.partition("extra c2FsdA==")
    at = data.draw(st.integers(0, len((head + rest).encode()) - 1))
    text = changed(head + rest, at, by)
    with pytest.raises(REFUSED):
        Proof.of(text[: len(head)] + extra + text[len(head) :]).verify(ENTRY, KEYS)


@given(st.data())
def test_a_line_that_is_lost_or_moved_is_refused(data):
    """In a proof and in the checkpoint under it."""
    lines = PROOF.text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1).filter(lambda n: not lines[n].startswith("extra ")))
    rest = lines[:at] + lines[at + 1 :]
    to = data.draw(st.integers(0, len(rest)))
    for other in (rest, [*rest[:to], lines[at], *rest[to:]]):
        if other == lines:
            continue
        with pytest.raises(REFUSED):
            Proof.of("\n".join(other)).verify(ENTRY, KEYS)


def respelt(line):
    """The same bytes in another spelling of Base64: what is left over of the last digit is not zero."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    digits = line.rstrip("=")
    return digits[:-1] + alphabet[alphabet.index(digits[-1]) + 1] + "=" * (len(line) - len(digits))


@pytest.mark.parametrize("line", [PROOF.text.split("\n")[1].removeprefix("extra "), PROOF.text.split("\n")[3]])
def test_another_spelling_in_a_proof_is_refused(line):
    """Of the same bytes: of one proof there is one file."""
    assert b64decode(respelt(line)) == b64decode(line)
    with pytest.raises(Unreadable):
        Proof.of(PROOF.text.replace(line, respelt(line)))


def test_another_spelling_in_a_checkpoint_is_refused():
    """Although we signed it."""
    root = CHECKPOINT.text.split("\n")[2]
    note = signed(CHECKPOINT.text.replace(root, respelt(root)), LOG, OURS)
    with pytest.raises(Unreadable):
        Checkpoint.of(note, KEYS)


def test_another_key_is_refused():
    """Signed anew by somebody else, in our name or in theirs; and our key under another name."""
    for private, name in ((ANOTHERS, LOG), (ANOTHERS, "another.example"), (OURS, "another.example")):
        with pytest.raises(NotVerified, match="trusted here"):
            opened(signed(CHECKPOINT.text, name, private), KEYS)


def test_another_entry_is_not_proven():
    """The proof is of the bytes that it was made for."""
    with pytest.raises(NotVerified, match="does not have it"):
        PROOF.verify(b"another statement", KEYS)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_a_name_that_no_line_can_carry(name):
    """It is refused before anything is signed in it."""
    with pytest.raises(Unreadable, match="no spaces and no plus sign"):
        signed("a text\n", name, OURS)


@pytest.mark.parametrize("text", ["no end", "a tab\there\n", ""])
def test_a_text_that_is_no_note(text):
    """It is refused before it is signed."""
    with pytest.raises(Unreadable, match="ends with a new line"):
        signed(text, LOG, OURS)


@pytest.mark.parametrize(
    "text",
    [f"{LOG}\n02\nx\n", f"{LOG}\n2\n", f"{LOG}\n2\nnothing\n", f"{LOG}\n-2\n{'A' * 43}=\n", f"{LOG}\n2\nA\nmore\n"],
)
def test_a_note_that_is_no_checkpoint(text):
    """Signed by us, and yet none."""
    with pytest.raises(Unreadable):
        Checkpoint.of(signed(text, LOG, OURS), KEYS)


@pytest.mark.parametrize("index", ["9" * 5000, "", "-1", "+1", "01", "1.0", "x"])
def test_an_index_that_is_none(index):
    """Before anything is verified, a proof is only a file from somewhere."""
    with pytest.raises(Unreadable):
        Proof.of(PROOF.text.replace("index 0", f"index {index}"))
