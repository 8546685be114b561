"""`habeas sandbox`: a webinar company in a box, to try everything on."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

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
        places |= {"codec": f"{addresses.codec}/sign-in", "token": addresses.reader_token}
        if as_json:
            print(json.dumps({**places, "database": addresses.database, "processes": addresses.processes}), flush=True)  # noqa: T201
            return
        for name, place in places.items():
            Console().print(f"{name:9} {place}")
        err.print("ready; Ctrl-C stops it", style="dim")

    wait(embedded.up(home, kind, say, ready))
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


def _one_of(kind: type[embedded.E], text: str, option: str) -> embedded.E:
    try:
        return kind(text)
    except ValueError:
        raise InvalidInput(f"{option} is one of: {', '.join(kind)}") from None
