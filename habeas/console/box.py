"""`habeas sandbox`: a webinar company in a box, to try everything on."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from habeas.domain.error import InvalidInput

from . import embedded, typed
from .outcome import tell, wait

sandbox = typer.Typer(
    help="A webinar company in a box: real servers on loopback, synthetic people.", no_args_is_help=True
)


@sandbox.command()
def up(
    home: typed.Home = typed.HOME,
    database: Annotated[
        str | None, typer.Option(help="sqlite or postgresql; that of the home, or sqlite where it is fresh.")
    ] = None,
    manual: Annotated[
        bool, typer.Option("--manual", help="The company has a paper archive too, whose owner is asked by mail.")
    ] = False,
    as_json: typed.Json = False,
) -> int:
    """Start everything, print where it is, and stay until Ctrl-C. Started again, cases under way go on."""
    kind = _one_of(embedded.Database, database, "--database") if database else None
    err = Console(stderr=True)

    def say(text: str) -> None:
        if not as_json:
            err.print(text, style="dim")

    def ready(addresses: embedded.Addresses) -> None:
        places = {"home": str(home.resolve()), "temporal": addresses.temporal, "ui": addresses.ui, "s3": addresses.s3}
        places |= {"person": addresses.person}
        places |= {
            "dpo": addresses.staff,
            **{f"{who}_token": addresses.staff_tokens[who] for who in ("dpo", "support")},
        }
        places |= {"codec": f"{addresses.codec}/sign-in", "token": addresses.reader_token}
        if as_json:
            print(json.dumps({**places, "database": addresses.database, "processes": addresses.processes}), flush=True)  # noqa: T201
            return
        for name, place in places.items():
            Console().print(f"{name:13} {place}")
        err.print("ready; Ctrl-C stops it", style="dim")

    wait(embedded.up(home, kind, say, ready, has_manual=manual))
    return 0


@sandbox.command()
def people(as_json: typed.Json = False) -> int:
    """Who is in the company, and which systems hold something of them."""
    who = embedded.the_people()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("address", "systems", "story"):
        table.add_column(column, overflow="fold")
    for person in who["people"]:
        table.add_row(person["email"], ", ".join(person["systems"]) or "none", person["story"])
    tell(table, who, as_json=as_json)
    return 0


@sandbox.command("break")
def break_(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help=f"One of: {', '.join(embedded.SYSTEMS)}.")],
    how: Annotated[str, typer.Argument(metavar="HOW", help=f"One of: {', '.join(embedded.How)}.")],
    times: Annotated[int | None, typer.Option(min=1, help="How often; else until mended (fail-after: once).")] = None,
    home: typed.Home = typed.HOME,
    as_json: typed.Json = False,
) -> int:
    """Break a system on the wire to it."""
    embedded.break_system(home, system, _one_of(embedded.How, how, "HOW"), times)
    tell(
        f"{system} is broken: {how}. Mend it with `habeas sandbox mend`.",
        {"broken": system, "how": how},
        as_json=as_json,
    )
    return 0


@sandbox.command()
def mend(
    system: Annotated[str | None, typer.Argument(metavar="[SYSTEM]", help="Which; all without it.")] = None,
    home: typed.Home = typed.HOME,
    as_json: typed.Json = False,
) -> int:
    """Mend one system, or all."""
    embedded.mend(home, system)
    tell(f"mended: {system or 'all'}", {"mended": system or list(embedded.SYSTEMS)}, as_json=as_json)
    return 0


@sandbox.command()
def mail(
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="ADDRESS", help="Only what was sent to this address; - reads it from standard input."
        ),
    ] = None,
    show: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Print the letter of this number as text.")
    ] = None,
    home: typed.Home = typed.HOME,
    as_json: typed.Json = False,
) -> int:
    """The letters that were sent, the newest last."""
    address = None if to is None else typed.person(to).value
    letters = [one for one in embedded.letters(home) if address is None or one.is_for(address)]
    if show is None:
        tell(_list(letters), {"mail": [_heading(one) for one in letters]}, as_json=as_json)
        return 0
    chosen = next((one for one in letters if one.number == show), None)
    if chosen is None:
        raise InvalidInput("there is no letter of that number: `habeas sandbox mail` shows them")
    whole = {**_heading(chosen), "text": chosen.text, "html": chosen.html}
    tell(Text(_told(chosen)), whole, as_json=as_json)
    return 0


def _list(letters: list[embedded.Kept]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("number", "came", "to", "language", "subject"):
        table.add_column(column, overflow="fold")
    for one in letters:
        cells = _heading(one)
        table.add_row(*(Text(str(cells[name])) for name in ("number", "at", "to", "language", "subject")))
    return table


def _heading(letter: embedded.Kept) -> dict[str, Any]:
    names = {"from": "From", "subject": "Subject", "language": "Content-Language", "message_id": "Message-ID"}
    headers = {name: str(letter.message[header] or "").strip() for name, header in names.items()}
    return {"number": letter.number, "at": letter.at.isoformat("T", "seconds"), "to": ", ".join(letter.to), **headers}


def _told(letter: embedded.Kept) -> str:
    heading = _heading(letter)
    lines = [f"{name.capitalize()}: {heading[name]}" for name in ("from", "to", "subject")]
    return "\n".join([*lines, "", letter.text])


def _one_of(kind: type[embedded.E], text: str, option: str) -> embedded.E:
    try:
        return kind(text)
    except ValueError:
        raise InvalidInput(f"{option} is one of: {', '.join(kind)}") from None
