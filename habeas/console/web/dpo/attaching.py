"""A file that a controller has cut by hand, handed in: sealed as it comes, with nothing of it in memory or on disk."""

from typing import Final

from aiohttp import web

from habeas.client.attaching import Cut, attach
from habeas.console.web.sent import SENT, streams
from habeas.console.web.visit import note, requires
from habeas.domain.staff import Role
from habeas.vault.attachments import NotTaken

from .deciding import Asked, filled_in, made, refused
from .decision import Deed

_FILE: Final = "there is no file"


@streams
@requires(Role.DPO)
async def hand_in(request: web.Request) -> web.StreamResponse:
    """Take the file in, if the case takes what the form says of it: that is looked at before the file is read."""
    asked = await filled_in(request)
    return refused(asked) or await made(asked, lambda: _send(asked))


async def _send(asked: Asked) -> None:
    """The line of the audit comes first, as of every decision."""
    chunks = asked.request[SENT].stream
    if chunks is None:
        raise NotTaken(_FILE)
    case_id, said = asked.status.case_id, asked.typed.values
    note(asked.request, Deed.ATTACH, case_id)
    cut = Cut(said["controller"], said["item"], said["cut_by"], asked.by, said["reference"], chunks)
    await attach(asked.office.cases, asked.office.papers.attachments, case_id, cut)
