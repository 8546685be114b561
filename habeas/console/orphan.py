"""Cases that the register has open and Temporal has lost: finding them, and letting them go on."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from habeas.domain.model import Message
from habeas.domain.right import Right

from .door import Door

if TYPE_CHECKING:
    from habeas.client import Habeas
    from habeas.register.register import Register
    from habeas.register.row import CaseRow
    from habeas.vault.papers import CasePapers


class Orphan(Message):
    """A case that was lost: how, and what was done about it."""

    case_id: str
    right: Right
    was: str
    now: str
    is_well: bool = True


async def orphans(door: Door, case_id: str | None, *, only_look: bool) -> AsyncIterator[Orphan]:
    """Every case that is open in the register and does not go on in Temporal, as it is found and resumed."""
    from habeas.client.resuming import GOES_ON

    habeas = await door.habeas()
    async with door.register() as register:
        for row in await register.list(open_only=True, limit=None):
            if case_id not in (None, row.case_id) or (was := await habeas.standing(row.case_id)) == GOES_ON:
                continue
            found = Orphan(case_id=row.case_id, right=row.right, was=was, now="lost")
            yield (found if only_look else await _resumed(found, row, habeas, register, door.papers))


async def _resumed(
    orphan: Orphan, row: "CaseRow", habeas: "Habeas", register: "Register", papers: "CasePapers"
) -> Orphan:
    """Begun anew by its request; or, where Temporal has the outcome and only the register does not, written down."""
    from habeas.client.resuming import HAS_ENDED

    if orphan.was == HAS_ENDED:
        outcome = await habeas.outcome(row.case_id)
        await register.close(row.case_id, outcome, is_restored=True)
        await papers.discard(row.case_id)
        return orphan.model_copy(update={"now": f"written down: {outcome.state}"})
    request = await papers.request(row.case_id)
    if request is None:
        return orphan.model_copy(update={"now": "its request is not in the case folder", "is_well": False})
    return orphan.model_copy(update={"now": "resumed" if await habeas.resume(request) else "goes on"})
