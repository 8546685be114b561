"""`python -m habeas.evidence verify FILE`: for who has nothing else of Habeas. Exit 0, 1 (not so) or 2 (unreadable)."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .command import Asked, verify
from .error import NotVerified, Unreadable

VERIFIED, NOT_VERIFIED, UNREADABLE = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Read the words, print the answer, and say the exit code."""
    parser = argparse.ArgumentParser(prog="python -m habeas.evidence", description="Evidence of Habeas, checked.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    told = "What is proved of a certificate, a bundle, or a checkpoint of the log, by whom, of when; and what is not."
    one = commands.add_parser("verify", help="a certificate, a bundle, or a checkpoint of the log", description=told)
    one.add_argument("file", type=Path, metavar="FILE", help="what to verify; a certificate's proof is beside it")
    one.add_argument("--jwks", type=Path, metavar="FILE", help="the company's keys; else jwks.json beside FILE")
    one.add_argument("--checkpoint", type=Path, metavar="FILE", help="one that you hold: the proof has to be of it")
    one.add_argument("--salt", type=Path, metavar="FILE", help="what the person got: whether it is about them")
    asked = parser.parse_args(words)
    try:
        sys.stdout.write(verify(Asked(asked.file, asked.jwks, asked.checkpoint, asked.salt)))
    except NotVerified as error:
        return _said(f"does not verify: {error}", NOT_VERIFIED)
    except Unreadable as error:
        return _said(f"cannot be read: {error}", UNREADABLE)
    return VERIFIED


def _said(why: str, code: int) -> int:
    sys.stderr.write(f"{why}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
