"""`habeas codec`: the server by which engineers read what is sealed, and the tokens of who may."""

from pathlib import Path
from typing import Annotated

import typer

from habeas.console.audit import Audit
from habeas.console.outcome import tell, wait
from habeas.console.serve import serve_until_told
from habeas.console.tokens import Tokens
from habeas.domain.error import InvalidInput
from habeas.settings import KeySettings

from .role import Role

codec = typer.Typer(
    help="The server by which engineers read what is sealed in Temporal's pages, and the tokens of who may.",
    no_args_is_help=True,
)
People = Annotated[Path, typer.Option(help="The file of who may, with a hash of each one's token.")]


@codec.command()
def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose; it stands in the audit.")],
    people: People,
    role: Annotated[str, typer.Option(help="reader, or writer for a tool that also tells cases things.")] = Role.READER,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> int:
    """Give somebody a token, in place of the one before. It is printed once, and kept nowhere."""
    if role not in set(Role):
        raise InvalidInput(f"--role is one of: {', '.join(Role)}")
    made = Tokens(people, Role).add(name, Role(role))
    tell(f"{name} may come as {role}, with this token, which is shown once: {made}", {"token": made}, as_json=as_json)
    return 0


@codec.command()
def serve(
    people: People,
    reads: Annotated[Path, typer.Option(help="The file in which each time that somebody reads is noted.")],
    ui: Annotated[str, typer.Option(help="The origin of Temporal's pages, as https://temporal.example.org.")],
    host: Annotated[str, typer.Option(help="Where to listen; but on loopback, behind TLS.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8081,
) -> int:
    """Serve until Ctrl-C or SIGTERM, with the settings of the keys from the environment (docs/operations.md)."""
    from habeas.client.keys import door_keys
    from habeas.log import configure

    from .server import CodecServer

    configure()
    settings = KeySettings.read()
    server = CodecServer(door_keys(settings, is_kept=True), Tokens(people, Role), Audit(reads), ui.rstrip("/"))
    wait(serve_until_told(server.app(), host, port, "codec server"))
    return 0
