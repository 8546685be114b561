"""Commands that look: show, list, find, deliver."""

from pathlib import Path
from typing import Annotated

import typer

from . import answer, typed, view, work
from .door import Door
from .outcome import tell, wait


def show(
    case: typed.Case,
    identifiers: Annotated[
        bool, typer.Option("--identifiers", help="What is known of the person of an open case instead: personal data.")
    ] = False,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """A case: its state, its plan or its counts, what it waits for."""
    door = Door.at(home, address)
    if identifiers:
        known = wait(work.identifiers(door, case))
        tell(view.identifiers(known), answer.of_identifiers(known), as_json=as_json)
        return 0
    status = wait(work.show(door, case))
    tell(view.whole(status), answer.of_case(status), as_json=as_json)
    return 0


def list_(
    only_open: Annotated[bool, typer.Option("--open", help="Only those that are open.")] = False,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """All cases, the newest first."""
    door = Door.at(home, address)
    rows, drifted = wait(work.cases(door, only_open=only_open)), wait(work.drifted(door))
    tell(view.listed(rows, drifted), answer.of_list(rows, drifted), as_json=as_json)
    return 0


def find(
    email: typed.Email,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """The cases of a person, by a keyed hash: the register holds no address."""
    rows = wait(work.cases_of(Door.at(home, address), typed.person(email)))
    tell(view.cases(rows), answer.of_rows(rows), as_json=as_json)
    return 0


def deliver(
    case: typed.Case,
    out: Annotated[Path, typer.Option(help="The file that the bundle is written to.")],
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Write the bundle of an export that is ready to a file, once more."""
    status, bundle = wait(work.fetch(Door.at(home, address), case, out))
    tell(view.whole(status), answer.exported(status, str(bundle)), as_json=as_json)
    return 0
