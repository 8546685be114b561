"""`habeas approver`: who may decide, and their keys."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from habeas.domain.approval import Approver
from habeas.domain.error import InvalidInput
from habeas.domain.staff import Role

from . import enrolment, typed
from .door import Door
from .outcome import tell, wait

approver = typer.Typer(help="Who may decide, and the keys that they sign with.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="As it stands in approvals (--by).")]


@approver.command()
def key(
    name: Name,
    folder: Annotated[Path, typer.Option(envvar="HABEAS_APPROVER_KEYS", help="Where keys are kept on this machine.")],
    as_json: typed.Json = False,
) -> int:
    """Make a key on this machine, or find the one made before, and print its public half (JWK) for whoever adds it."""
    public = enrolment.key(folder, _named(name))
    tell(json.dumps(public), public, as_json=as_json)
    return 0


@approver.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="dpo, support or auditor; only a dpo approves.")],
    public_key: Annotated[
        Path | None, typer.Option(help="The public half (JWK) of a key made elsewhere; else one is made here.")
    ] = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Let somebody decide, with a key of their own."""
    if role not in set(Role):
        raise InvalidInput(f"--role is one of: {', '.join(Role)}")
    added = wait(enrolment.add(Door.at(home, address), _named(name), Role(role), public_key))
    tell(f"{added.name} may decide as {added.role}, with the key {added.key_id}", _said(added), as_json=as_json)
    return 0


@approver.command("list")
def list_(home: typed.Home = typed.HOME, address: typed.Address = None, as_json: typed.Json = False) -> int:
    """Who may decide, and who might before."""
    known = wait(enrolment.approvers(Door.at(home, address)))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "role", "key", "added", "revoked"):
        table.add_column(column, overflow="fold")
    for one in known:
        table.add_row(one.name, one.role, one.key_id, *(f"{at:%Y-%m-%d %H:%M}" if at else "" for at in _times(one)))
    tell(table, {"approvers": [_said(one) for one in known]}, as_json=as_json)
    return 0


@approver.command()
def revoke(
    name: Name, home: typed.Home = typed.HOME, address: typed.Address = None, as_json: typed.Json = False
) -> int:
    """From now on nothing counts that this person signed, but for plans that are past the pivot."""
    wait(enrolment.revoke(Door.at(home, address), name))
    tell(f"{name} decides nothing any more", {"revoked": name}, as_json=as_json)
    return 0


def _named(name: str) -> str:
    return typed.made(Approver, name=name, role=Role.DPO, key_id="", public={}).name


def _times(one: Approver) -> tuple[object, object]:
    return one.added_at, one.revoked_at


def _said(one: Approver) -> dict[str, object]:
    return one.model_dump(mode="json")
