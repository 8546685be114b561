"""The register: what must be one fact. Each call is one transaction, and may be repeated.

All of it raises Barred when the answer is no, Unavailable when the database gives none now, and Permanent when it
refuses; no text of the database or its driver leaves.
"""

from sqlalchemy.ext.asyncio import AsyncEngine

from habeas.domain.approval import ONE_OTHER, ApprovalRules

from .approver import Approvers
from .book import Book
from .claim import Claims
from .download import Downloads
from .ending import Ending
from .key import Key
from .keyring import Keyring
from .link import Links
from .pivot import Pivot


class Register(Claims, Pivot, Approvers, Book, Key, Keyring, Ending, Links, Downloads):
    """Claims, the pivot with its fences, the approvers, the book of cases, its key, the secrets of cases and their end.

    And links and downloads. All of it is on one engine.
    """

    def __init__(self, engine: AsyncEngine, claim_key: bytes, rules: ApprovalRules = ONE_OTHER) -> None:
        """`rules` are the house's, from the composition root: which approvals the pivot needs is asked of no workflow.

        `claim_key` as in `HashingLedger`.
        """
        super().__init__(engine, claim_key)
        self._rules = rules
