"""Commands for the evidence of one case: what is handed out, what is added, and what two people open together."""

from pathlib import Path
from typing import Annotated

import typer

from habeas.console import typed
from habeas.console.door import Door
from habeas.console.outcome import tell, wait
from habeas.domain.error import InvalidInput
from habeas.domain.outcome import Became, Outcome

from . import desk
from .handing import written
from .log import give


def add(
    case: typed.Case,
    system: Annotated[str, typer.Argument(metavar="SYSTEM")],
    category: Annotated[str, typer.Argument(metavar="CATEGORY")],
    became: Annotated[str, typer.Argument(metavar="OUTCOME", help="notified, or attested-manually.")],
    recipient: Annotated[str | None, typer.Option(help="Who was told, as the certificate names them.")] = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Add to the certificate of CASE what was done since: who had a copy was told, or something was done by hand."""
    if became not in desk.LATER:
        raise InvalidInput(f"OUTCOME is one of: {', '.join(desk.LATER)}")
    later = Outcome(system=system, category=category, became=Became(became), recipient=recipient)
    wait(desk.add(Door.at(home, address), case, later))
    said = {"case_id": case, "outcome": became}
    tell(f"it is added: habeas certificate {case} --out DIR writes it with the certificate", said, as_json=as_json)
    return 0


def statements(
    case: typed.Case,
    out: Annotated[Path, typer.Option(help="The folder that they are written to, each with its proof.")],
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """All that was stated of a case, open or closed: `habeas verify` checks each."""
    files = written(out, wait(Door.at(home, address).proofs.statements(case)))
    tell(f"{len(files)} files are in {out}", {"case_id": case, "out": str(out), "files": files}, as_json=as_json)
    return 0


def bundle(
    case: typed.Case,
    out: Annotated[Path, typer.Option(help="The folder that the proof is written to; put bundle.zip there.")],
    size: Annotated[int | None, typer.Option(help="Prove it for the checkpoint of this size.", min=1)] = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """What proves that the copy that a person got is in the log: habeas verify DIR/bundle.zip looks at it too."""
    files = written(out, wait(Door.at(home, address).proofs.bundle(case, size)))
    tell(f"the proof is in {out}", {"case_id": case, "out": str(out), "files": files}, as_json=as_json)
    return 0


def open_(
    case: typed.Case,
    identity: Annotated[list[Path], typer.Option(help="An identity of a holder (age-keygen); give two.")],
    out: Annotated[Path, typer.Option(help="The file it is written to, for its owner alone: it is personal.")],
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Open what is kept of a closed case for an authority; two of its holders do that together."""
    if len(identity) != 2:
        raise InvalidInput("give --identity twice: two people open it together")
    text = wait(desk.opened(Door.at(home, address), case, *identity))
    give(text, "escrow", out, as_json=as_json)
    return 0
