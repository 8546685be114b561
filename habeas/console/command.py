"""The `habeas` command: what can be typed, and in which module it is."""

import sys
from collections.abc import Callable

import typer

from . import decision, look, request
from .approver import approver
from .attach import attach
from .box import sandbox
from .breach import breach
from .codec.command import codec
from .evidence import certificate as proof
from .evidence.command import evidence
from .map import datamap
from .map_check import check
from .outcome import run
from .replay import replay
from .resume import resume
from .shred import shred
from .stage import demo
from .web.command import doors, staff

app = typer.Typer(
    help="People's requests about their personal data, carried out whole or not at all.",
    no_args_is_help=True,
    add_completion=False,
)
app.add_typer(sandbox, name="sandbox")
app.add_typer(codec, name="codec")
app.add_typer(staff, name="staff")
app.add_typer(doors, name="web")
app.add_typer(approver, name="approver")
app.add_typer(evidence, name="evidence")
datamap.command()(check)
app.add_typer(datamap, name="map")
COMMANDS: tuple[Callable[..., int], ...] = (
    demo,
    *(request.locate, request.export, request.erase, request.leave, request.withdraw_consent),
    *(
        decision.approve,
        decision.keep,
        decision.link,
        decision.refuse,
        decision.cancel,
        decision.retry,
        decision.attest,
        attach,
    ),
    *(look.show, look.find, look.deliver, breach, resume, shred, replay),
    *(proof.certificate, proof.verify),
)
for command in COMMANDS:
    app.command()(command)
app.command("object")(request.object_to_marketing)
app.command("list")(look.list_)


def main() -> None:
    """Run what was typed; it does not return."""
    run(lambda: app(standalone_mode=False), as_json="--json" in sys.argv)
