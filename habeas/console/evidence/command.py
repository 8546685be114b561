"""`habeas evidence`: what can be typed, and in which module it is."""

from collections.abc import Callable

import typer

from . import case, log

evidence = typer.Typer(help="The log of evidence, its keys, and what two people open together.", no_args_is_help=True)
COMMANDS: tuple[Callable[..., int], ...] = (
    *(log.checkpoint, log.consistency, log.keys, log.replace_key, log.revoke_key),
    *(case.statements, case.bundle, case.add),
)
for command in COMMANDS:
    evidence.command()(command)
evidence.command("open")(case.open_)
