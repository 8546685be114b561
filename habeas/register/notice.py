"""What left the house, as evidence: letters, and copies that can be fetched."""

from collections.abc import Mapping, Sequence
from itertools import chain

from habeas.domain.attached import Attached
from habeas.domain.letter import LetterNote
from habeas.domain.receipt import BundleReceipt
from habeas.evidence.commitment import new_salt
from habeas.evidence.event import Event

from .fact import attached_to_copy, instructed_copy, noticed
from .log import Entry, append
from .notary import Notary


class Notices(Notary):
    """Leaves evidence of it. Each call may be repeated."""

    async def note_notice(self, case_id: str, note: LetterNote) -> None:
        """A letter of a case is written, and its mail was taken or not. Raises Permanent where nothing signs."""
        async with self._deciding() as connection:
            await self._witness(connection, noticed(case_id, note))

    async def note_bundle(
        self,
        case_id: str,
        receipt: BundleReceipt,
        decided: Mapping[str, bool],
        attached: Mapping[str, Sequence[Attached]],
    ) -> None:
        """A copy was made that can be fetched; what is entered is the very statement that lies in it.

        And what controllers have instructed about it: whether what shows others of theirs is in it, and what they have
        cut by hand for it.
        """
        entry = Entry(case_id, Event.BUNDLE, receipt.manifest_sha256, new_salt(), receipt.signed)
        async with self._deciding() as connection:
            await append(connection, entry)
            told = (instructed_copy(case_id, receipt, decided), attached_to_copy(case_id, receipt, attached))
            for fact in chain(*told):
                await self._witness(connection, fact)
