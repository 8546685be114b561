"""`habeas map`: the record of a database, drafted from what it has, and checked against it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from habeas.datamap.addition import added
from habeas.datamap.draft import Draft, draft
from habeas.datamap.name import slug
from habeas.document import Document
from habeas.settings import HouseSettings

from . import typed
from .follow import Progress
from .outcome import WENT_WELL, tell, wait

datamap = typer.Typer(
    name="map",
    help="The record of a database: which table holds what of whom, why, and what an erasure does with it. "
    "Draft it from the database, answer what is OPEN in it, check it, and keep it checked.",
    no_args_is_help=True,
)

Url = Annotated[
    str,
    typer.Argument(
        metavar="URL",
        envvar="HABEAS_MAP_URL",
        help="The database, as postgresql://NAME@HOST/DATABASE, mysql://... or sqlite:///FILE, with a credential that "
        "can only read; - reads it from standard input, so that no password stands on a command line.",
    ),
]
Policy = Annotated[
    Path, typer.Option("--policy", envvar="HABEAS_PROCESSING_FILE", help="The record of processing.", dir_okay=False)
]
POLICY: Path = HouseSettings.model_fields["processing_file"].default


@datamap.command("draft")
def draft_(
    url: Url,
    system: Annotated[
        str | None, typer.Option(help="What the system is to be called; else as the database is.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write; else systems/NAME.yaml beside the record of processing. - prints it."),
    ] = None,
    policy: Policy = POLICY,
    as_json: typed.Json = False,
) -> int:
    """Write a record of a database, as far as a machine can guess it, with every question that a person must answer.

    Who is a person is guessed from columns with e-mail addresses, what hangs on them from foreign keys and names, what
    empties a column from its type. Nothing is changed in the database, and no value of it is printed or written. A file
    that is there already keeps all that was written in it, and gets what is new.
    """
    address = typed.line(url)
    name = system or slug(Path(address.partition("?")[0].rpartition("/")[2]).stem).replace(" ", "-")
    drafted = wait(_drafted(name, address))
    if out is not None and str(out) == "-":
        print(drafted.text(), end="")  # noqa: T201 - it is what was asked for
        return WENT_WELL
    file = out or policy.parent / "systems" / f"{name}.yaml"
    new = _write(file, drafted)
    questions = sum(1 for _ in Document.read(file, name).open_places())
    said = f"{file}: {len(new)} new; {questions} questions are open: look for OPEN, then `habeas map check {file}`"
    tell(Text(said), {"file": str(file), "added": list(new), "open": questions}, as_json=as_json)
    return WENT_WELL


async def _drafted(system: str, url: str) -> Draft:
    from habeas.datamap.connection import ask  # what talks to databases takes a while to import
    from habeas.datamap.reading import read_schema
    from habeas.datamap.sample import addresses

    with Progress() as progress:
        progress.say("reading the schema")
        schema = await ask(url, read_schema)
        progress.say(f"looking for addresses in {len(schema.tables)} tables")
        sampled = await ask(url, lambda connection: addresses(connection, schema))
    return draft(system, schema, sampled)


def _write(file: Path, drafted: Draft) -> Sequence[str]:
    """Write or extend a file; says what is new in it."""
    if file.exists():
        text, new = added(Document.read(file, drafted.system), drafted)
    else:
        text, new = drafted.text(), tuple(part.name for part in (*drafted.tables, *drafted.without))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return new
