"""Commands for the log of evidence and its keys."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from habeas.console import typed
from habeas.console.door import Door
from habeas.console.outcome import tell, wait
from habeas.domain.error import InvalidInput

from . import desk

Out = Annotated[Path | None, typer.Option(help="A file to write it to, instead of printing it.")]


def checkpoint(
    size: Annotated[int | None, typer.Option(help="As the log was at this size; as it is now.", min=1)] = None,
    out: Out = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """A checkpoint of the log, signed now. Who keeps one can hold this house to it."""
    give(wait(Door.at(home, address).proofs.checkpoint(size)), "checkpoint", out, as_json=as_json)
    return 0


def consistency(
    first: Annotated[int, typer.Argument(metavar="SIZE", help="Of the older checkpoint.")],
    second: Annotated[int, typer.Argument(metavar="LATER_SIZE", help="Of the newer one.")],
    out: Out = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """What shows that the log of one checkpoint begins with that of an older one."""
    text = wait(desk.consistency(Door.at(home, address), first, second))
    give(text, "consistency", out, as_json=as_json)
    return 0


def keys(
    out: Out = None, home: typed.Home = typed.HOME, address: typed.Address = None, as_json: typed.Json = False
) -> int:
    """The keys that sign evidence, as others verify with them (JWK set)."""
    published = wait(Door.at(home, address).proofs.published())
    if out is not None or as_json:
        give(published.text, "jwks", out, as_json=as_json)
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("key", "signs from", "counts until", "revoked"):
        table.add_column(column, overflow="fold")
    for one in published.keys:
        moments = (one.begins_at, one.ends_at, one.revoked_at)
        table.add_row(one.id, *(f"{at:%Y-%m-%d %H:%M}" if at else "" for at in moments))
    tell(table, {}, as_json=False)
    return 0


def replace_key(home: typed.Home = typed.HOME, address: typed.Address = None, as_json: typed.Json = False) -> int:
    """Let another key sign from now on; the one before counts for a week more. Publish the keys anew afterwards."""
    key = wait(desk.replace_key(Door.at(home, address)))
    tell(f"from now on the key {key.id} signs", {"key_id": key.id}, as_json=as_json)
    return 0


def revoke_key(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Its id: `habeas evidence keys` shows them.")],
    why: Annotated[str, typer.Option(help="One word, as in compromised; it is published.")],
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Let a key count no more, at once and for ever: its private half is forgotten, another one signs."""
    if not why.isidentifier():
        raise InvalidInput("--why is one word, without anything personal: it is published with the key")
    wait(Door.at(home, address).proofs.revoke_key(key, why))
    tell(f"the key {key} counts no more: publish the keys anew", {"revoked": key}, as_json=as_json)
    return 0


def give(text: str, what: str, out: Path | None, *, as_json: bool) -> None:
    """Print it, or write it to a file of its owner's alone."""
    if out is None:
        tell(text.rstrip("\n"), {what: json.loads(text) if what == "jwks" else text}, as_json=as_json)
        return
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise InvalidInput(f"{out} cannot be written: {error.strerror}") from None
    tell(f"it is in {out}", {"out": str(out)}, as_json=as_json)
