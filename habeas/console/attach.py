"""The command that hands in what a controller has cut by hand out of a recording."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import typer

from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput

from . import answer, typed, view
from .door import Door
from .outcome import code_of, tell, wait

_AT_ONCE = 1 << 20  # bytes


def attach(
    case: typed.Case,
    item: Annotated[str, typer.Argument(metavar="RECORDING", help="As `habeas show CASE --json` names it.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What was cut: MP4, WebM, M4A, MP3, Ogg or WAV.")],
    controller: Annotated[str, typer.Option(help="Whose recording it is, as in customer/nordlys.")],
    cut_by: Annotated[str, typer.Option(help="Who has cut it, as the person will read it.")],
    reference: Annotated[str, typer.Option(help="Where the controller's instruction is on file.")],
    by: typed.By = None,
    home: typed.Home = typed.HOME,
    address: typed.Address = None,
    as_json: typed.Json = False,
) -> int:
    """Put what the controller has cut by hand into the copy, in the place of a recording that shows others."""
    status = wait(
        _handed_in(Door.at(home, address), case, item, file, (controller, cut_by, reference, typed.whoever(by)))
    )
    tell(view.whole(status), answer.of_case(status), as_json=as_json)
    return code_of(status)


async def _handed_in(door: Door, case: str, item: str, file: Path, said: tuple[str, str, str, str]) -> CaseStatus:
    from habeas.client.attaching import Cut
    from habeas.client.attaching import attach as hand_in

    controller, cut_by, reference, by = said
    cut = Cut(controller, item, cut_by, by, reference, _bytes_of(file))
    return await hand_in(await door.habeas(), door.attachments, case, cut)


async def _bytes_of(file: Path) -> AsyncIterator[bytes]:
    """A piece at a time, off the loop. Raises InvalidInput where it cannot be read; its name is not repeated."""
    try:
        with file.open("rb") as stream:
            while piece := await asyncio.to_thread(stream.read, _AT_ONCE):
                yield piece
    except OSError as error:
        raise InvalidInput(f"the file cannot be read: {error.strerror}") from None
