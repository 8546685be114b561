"""The auditor's page: its commands print what it says, and where something was changed they do not."""

import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from blocks import blocks, carried_out
from handout import ANOTHERS, BEFORE, HELD, INDEX, LOG, NOW, OURS, SIZE, bundle, certificate, hand_out, keys, lines, log

from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.opening import Opening
from habeas.evidence.signature import public_of
from habeas.evidence.tree import consistency

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
HERE = [block for block in blocks() if not block.needs]
BY_HAND = [block for block in HERE if "habeas.evidence" not in block.code]
SIGNATURE, KEY, IN_THE_LOG, CHECKPOINT = "The signature", "The key", "The log has it", "The checkpoint"
TWO, WHOM, BUNDLE = "Two checkpoints", "Whom it is about", "A bundle"
LATER = NOW + timedelta(seconds=1)
AT_ONCE = {"other words", "a key that is revoked", "another index", "an index that is a command", "another log"}
AT_ONCE |= {"a longer way between", "another salt", "another table", "a file more"}


@pytest.fixture
def folder(tmp_path) -> Path:
    """What an auditor has."""
    hand_out(tmp_path)
    return tmp_path


def test_every_block_prints_what_the_page_says(folder):
    """All that need nothing but Python, OpenSSL and coreutils; `make test-foreign` carries out the others too."""
    for block, printed in zip(HERE, carried_out(folder, HERE), strict=True):
        assert printed == block.prints, block.title


def test_the_page_has_a_block_for_each_claim():
    """None is lost by another spelling of a fence."""
    assert {SIGNATURE, KEY, IN_THE_LOG, CHECKPOINT, TWO, WHOM, BUNDLE} <= {block.title for block in BY_HAND}
    assert {need for block in blocks() for need in block.needs} == {"go", "bagit", "frictionless"}


def written(name: str, text: str) -> Callable[[Path], object]:
    """Another content of one file."""
    return lambda folder: (folder / name).write_text(text)


def proof(old: str, new: str) -> Callable[[Path], object]:
    """Something else in the proof."""
    text = log().proof(INDEX, SIZE).text
    assert old in text
    return written("certificate.tlog-proof", text.replace(old, new, 1))


def other_words() -> str:
    """A certificate that says something else, over the signature of the first."""
    head, payload, _ = certificate(LATER).split(".")
    return f"{head}.{payload}.{certificate().rpartition('.')[2]}"


def another_key() -> str:
    """The company's set with another's key under the name of ours."""
    ours, theirs = (key.as_dict(private=False)["x"] for key in (OURS, ANOTHERS))
    return keys().text.replace(ours, theirs)


def in_the_zip(name: str, content: bytes) -> Callable[[Path], None]:
    """A file of the bundle that is another one, or a new one."""

    def change(folder: Path) -> None:
        with ZipFile(folder / "bundle.zip") as archive:
            files = {one: archive.read(one) for one in archive.namelist()}
        with ZipFile(folder / "bundle.zip", "w") as archive:
            for one, before in {**files, name: content}.items():
                archive.writestr(one, content if one == name else before)

    return change


def rooted(size: int, root: bytes) -> str:
    """A checkpoint of the company's that says this."""
    return Checkpoint(LOG, size, root).signed(OURS.private_key)


THEIRS = KeySet((SigningKey(public_of(ANOTHERS.as_dict(private=True)), NOW - timedelta(days=90)), *keys().keys))
PATH = lines(log().hashes(consistency(HELD, SIZE)))
A_HASH = urlsafe_b64encode(bytes(32)).decode()
CHANGES = {
    "other words": ({SIGNATURE, IN_THE_LOG}, written("certificate.jws", other_words())),
    "signed by somebody else": ({SIGNATURE, KEY, IN_THE_LOG}, written("certificate.jws", certificate(by=ANOTHERS))),
    "a key that had ended": ({KEY}, written("jwks.json", keys(ends_at=NOW).text)),
    "a key that begins later": ({KEY}, written("jwks.json", keys(begins_at=LATER).text)),
    "a key that is revoked": ({KEY, CHECKPOINT}, written("jwks.json", keys(revoked_at=NOW, revoked_for="lost").text)),
    "a certificate that is in no log": ({SIGNATURE, IN_THE_LOG}, written("certificate.jws", certificate(LATER))),
    "signed by a key that had ended": ({KEY, IN_THE_LOG}, written("certificate.jws", certificate(by=BEFORE))),
    "another's key under our name": ({SIGNATURE, KEY, CHECKPOINT, BUNDLE}, written("jwks.json", another_key())),
    "another index": ({IN_THE_LOG}, proof(f"index {INDEX}", f"index {INDEX + 1}")),
    "an index that is a command": ({IN_THE_LOG}, proof(f"index {INDEX}", "index at[$(touch ran)]")),
    "other random bytes": ({IN_THE_LOG}, proof("extra c3", "extra c4")),
    "a longer path": ({IN_THE_LOG}, proof(f"\n\n{LOG}", f"\n{A_HASH}\n\n{LOG}")),
    "another root under the proof": ({IN_THE_LOG, CHECKPOINT}, proof(f"{LOG}\n{SIZE}\n", f"{LOG}\n{SIZE}\n{A_HASH}\n")),
    "a checkpoint of somebody else's": ({CHECKPOINT}, written("checkpoint", log().checkpoint(SIZE, ANOTHERS))),
    "another log": ({CHECKPOINT, TWO}, written("checkpoint", log("another").checkpoint(SIZE))),
    "a log that was changed since": ({TWO}, written("held", log("what was there before").checkpoint(HELD))),
    "a shorter way between": ({TWO}, written("consistency", PATH.partition("\n")[2])),
    "a longer way between": ({TWO}, written("consistency", f"{PATH}{A_HASH}\n")),
    "a checkpoint of another size": ({TWO}, written("held", rooted(HELD - 1, b"r" * 32))),
    "another person": ({WHOM}, written("opening.json", Opening(b"o" * 32, "email:nora@example.org").text)),
    "another salt": ({WHOM}, written("opening.json", Opening(b"p" * 32, "email:maja.lund@example.org").text)),
    "another table": ({BUNDLE}, in_the_zip("data/accounts/account.json", b"[]\n")),
    "a file more": ({BUNDLE}, in_the_zip("index.html", b"<p>")),
    "a manifest that nobody signed": ({BUNDLE}, in_the_zip("tagmanifest-sha256.txt", b"0" * 64 + b"  bagit.txt\n")),
    "a bundle of somebody else's": ({BUNDLE}, lambda folder: bundle(folder / "bundle.zip", ANOTHERS)),
    "a key that is not the company's": (set(), written("jwks.json", THEIRS.text)),
}


CASES = [
    pytest.param(*case, id=what, marks=[] if what in AT_ONCE else pytest.mark.long) for what, case in CHANGES.items()
]


@pytest.mark.parametrize(("seen", "change"), CASES)
def test_what_was_changed_is_seen_where_the_page_says(folder, seen, change):
    """There, and nowhere else (the signature's section shows the words too); a key more changes nothing."""
    change(folder)
    printed = zip(BY_HAND, carried_out(folder, BY_HAND), strict=True)
    assert {block.title for block, said in printed if said != block.prints} == seen
    assert not (folder / "ran").exists()
