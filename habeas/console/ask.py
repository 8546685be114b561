"""Asking a person on the terminal. Where there is none, the answer is no."""

import sys

import typer
from rich.console import Console

from habeas.domain.case import CaseStatus

from . import view


def says_yes(status: CaseStatus) -> bool:
    """Show the plan and ask whether it is approved."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    Console(stderr=True).print(view.plan(status))
    return typer.confirm("Approve this plan? After it nothing can be taken back.", default=False, err=True)
