"""Commands for evidence: a certificate with all that proves it, and the check of what somebody was given."""

from pathlib import Path
from typing import Annotated

import typer

from habeas.console import typed
from habeas.console.door import Door
from habeas.console.outcome import FAILED, MISTYPED, complain, tell, wait
from habeas.evidence.command import Asked
from habeas.evidence.command import verify as verified
from habeas.evidence.error import NotVerified, Unreadable

from .handing import hand_over


def certificate(
    case: typed.Case,
    out: Annotated[Path, typer.Option(help="The folder that the certificate and its proof are written to.")],
    size: Annotated[
        int | None, typer.Option(help="Prove it for the checkpoint of this size, which somebody holds.", min=1)
    ] = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Write the certificate of an erasure, its proof, the checkpoint, the keys, and a page to hand over."""
    files = wait(hand_over(Door.at(home, address), case, out, size))
    said = {"case_id": case, "out": str(out), "files": files}
    seen = f"The certificate of {case} is in {out}. Anybody checks it: habeas verify {out / files[0]}"
    tell(seen, said, as_json=as_json)
    return 0


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A certificate, a bundle, or a checkpoint of the log.")],
    jwks: Annotated[
        Path | None, typer.Option(help="The company's keys, as it publishes them; else jwks.json beside FILE.")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="A checkpoint that you hold: the proof has to be of it.")
    ] = None,
    salt: Annotated[Path | None, typer.Option(help="What the person got: says whether it is about them.")] = None,
    as_json: typed.Json = False,
) -> int:
    """What is proved, by whom, of when, and what is not. Exit 1: it does not verify; 2: it cannot be read."""
    try:
        told = verified(Asked(file, jwks, checkpoint, salt))
    except NotVerified as refused:
        return complain(f"it does not verify: {refused}", as_json, FAILED)
    except Unreadable as refused:
        return complain(f"it cannot be read: {refused}", as_json, MISTYPED)
    tell(told.rstrip("\n"), {"verified": True, "told": told.splitlines()}, as_json=as_json)
    return 0
