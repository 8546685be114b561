"""`habeas staff`: who may sign in at the web door of staff with a token; `habeas web`: the doors themselves."""

from pathlib import Path
from typing import Annotated, Final

import typer

from habeas.console.outcome import tell
from habeas.console.tokens import Tokens
from habeas.domain.error import InvalidInput
from habeas.domain.staff import Role

from .dpo.command import dpo
from .person.command import person

LONGEST: Final = 200  # characters of a name

staff = typer.Typer(help="Who may sign in at the web door of staff, and as what.", no_args_is_help=True)
doors = typer.Typer(help="The web doors, each a server of its own.", no_args_is_help=True)
doors.command()(dpo)
doors.command()(person)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose; it stands in the audit.")]
People = Annotated[Path, typer.Option(help="The file of staff, with a hash of each one's token.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@staff.command()
def token(
    name: Name,
    people: People,
    role: Annotated[str, typer.Option(help="dpo, support or auditor.")],
    as_json: Json = False,
) -> int:
    """Give somebody a token, in place of the one before. It is printed once, and kept nowhere."""
    if role not in set(Role):
        raise InvalidInput(f"--role is one of: {', '.join(Role)}")
    if not name.isprintable() or not 0 < len(name.strip()) <= LONGEST:
        raise InvalidInput(f"NAME is of 1 to {LONGEST} characters that can be printed")
    made = Tokens(people, Role).add(name.strip(), Role(role))
    tell(f"{name} may come as {role}, with this token, which is shown once: {made}", {"token": made}, as_json=as_json)
    return 0


@staff.command()
def remove(name: Name, people: People, as_json: Json = False) -> int:
    """Take somebody out: their token is nobody's, and their sessions end at the next request."""
    if not Tokens(people, Role).remove(name.strip()):
        raise InvalidInput("nobody of that name is in the file")
    tell(f"{name} is out.", {"removed": name.strip()}, as_json=as_json)
    return 0
