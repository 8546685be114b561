"""Handing in what a controller has cut by hand: the file goes to the case's files, and the case is told what it is."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from habeas.domain.attached import Attached
from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput, NoSuchCase, NotNow
from habeas.domain.referral import Referral, ReferralState
from habeas.domain.sentence import NO_CONTROLLER, NO_RECORDING
from habeas.domain.update import Direction, Directive
from habeas.vault.attachments import Attachments

from .cases import Habeas
from .message import made

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Cut:
    """Whose recording it is, by the names of the case; who has cut it; who hands it in, and where that is on file."""

    controller: str
    item: str
    cut_by: str
    recorded_by: str
    reference: str
    chunks: AsyncIterator[bytes] = field(repr=False)

    def told(self, attached: Attached | None) -> Direction:
        """What the case is told. Raises InvalidInput for what is not of the right form, before anything is read."""
        names = ("controller", "recorded_by", "reference")
        said = {name: getattr(self, name) for name in names}
        return made(Direction, directive=Directive.ATTACH, attached=attached, **said)


async def attach(habeas: Habeas, attachments: Attachments, case_id: str, cut: Cut) -> CaseStatus:
    """Hand in a file in the place of a recording; the same file again is one.

    Raises NotNow where the controller is not asked about that recording, InvalidInput for a file or words that are not
    taken, Unreachable where the case may have been told; else as `Habeas.tell`. What the case did not take is not kept.
    """
    cut.told(None)
    if not 0 < len(cut.cut_by) <= _LONGEST_NAME:
        raise InvalidInput(f"whoever has cut it is said in 1 to {_LONGEST_NAME} characters")
    status = await habeas.status(case_id)
    referral = _referral(status, cut)
    before = next((one for one in referral.attached if one.item == cut.item), None)
    if referral.state is not ReferralState.ASKED:
        return await _same(status, before, cut)
    attached = await attachments.keep(case_id, cut.item, cut.cut_by, cut.chunks)
    try:
        told = await habeas.tell(case_id, cut.told(attached))
    except (NotNow, InvalidInput, NoSuchCase):
        await attachments.discard(case_id, attached)
        raise
    if before is not None:
        await attachments.discard(case_id, before)
    return told


def _referral(status: CaseStatus, cut: Cut) -> Referral:
    """The part of the controller. Raises NotNow before a file is read for nothing."""
    referral = next((r for r in status.referrals if r.controller == cut.controller), None)
    if referral is None:
        raise NotNow(NO_CONTROLLER)
    if cut.item not in referral.shown:
        raise NotNow(NO_RECORDING)
    return referral


async def _same(status: CaseStatus, before: Attached | None, cut: Cut) -> CaseStatus:
    """Nothing more is taken; who sends again what the case has, as its answer was lost, is told that it is done."""
    if before is None:
        raise NotNow(NO_CONTROLLER)
    digest = hashlib.sha256()
    async for chunk in cut.chunks:
        digest.update(chunk)
    if digest.hexdigest() != before.sha256:
        raise NotNow(NO_CONTROLLER)
    return status
