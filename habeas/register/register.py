"""The register: what must be one fact. Each call is one transaction, and may be repeated.

All of it raises Barred when the answer is no, Unavailable when the database gives none now, and Permanent when it
refuses; no text of the database or its driver leaves.
"""

from sqlalchemy.ext.asyncio import AsyncEngine

from habeas.domain.approval import ONE_OTHER, ApprovalRules
from habeas.domain.sweep import Periods

from .approver import Approvers
from .book import Book
from .claim import Claims
from .download import Downloads
from .drift import Drift
from .ending import Ending
from .escrow import Escrows
from .key import Key
from .keyring import Keyring
from .link import Links
from .notary import Signs
from .pivot import Pivot

_USUAL = Periods()


class Register(Claims, Pivot, Approvers, Book, Key, Keyring, Ending, Links, Downloads, Escrows, Drift):
    """Claims, the pivot with its fences, the approvers, the book of cases, its key, the secrets of cases and their end.

    And links, downloads, escrows, and whether records of databases fit. All of it is on one engine.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        claim_key: bytes,
        rules: ApprovalRules = ONE_OTHER,
        signs: Signs | None = None,
        periods: Periods = _USUAL,
    ) -> None:
        """`rules` are the house's, from the composition root: which approvals the pivot needs is asked of no workflow.

        `claim_key` as in `HashingLedger`. Without what `signs` it can be read, and whatever leaves evidence raises
        Permanent. `periods`: how long a case and its evidence are kept after the end, as certificates say.
        """
        super().__init__(engine, claim_key)
        self._rules = rules
        self._signs = signs
        self._periods = periods
