"""What an approver signs, who may, and how many must: pure data.

The signature over it is a compact JWS (RFC 7515) with Ed25519 (RFC 8037, RFC 9864); it is made and checked elsewhere.
"""

from datetime import timedelta
from typing import Literal, Protocol, Self

import rfc8785
from pydantic import AwareDatetime, Field

from .model import Message, Strict
from .staff import Role
from .update import Approval

FRESH = timedelta(minutes=15)  # so near to the register's clock is the time in an approval that it has not seen yet
CLOCKS_DIFFER = timedelta(minutes=1)  # by so much a clock may be behind the register's


class Approver(Message):
    """Somebody with a key, as the register knows them; `key_id` is the thumbprint of `public`, a JWK (RFC 7638)."""

    name: str = Field(min_length=1, max_length=100)
    role: Role
    key_id: str
    public: dict[str, str]
    added_at: AwareDatetime | None = None
    revoked_at: AwareDatetime | None = None


class ApprovalRules(Message):
    """The house's rules of approval, as the composition root gives them to the register.

    `approvals_needed`: of how many people, 1 or 2; `may_approve_own`: whether who submitted a case may be one of them.
    """

    approvals_needed: int = Field(default=1, ge=1, le=2)
    may_approve_own: bool = False


ONE_OTHER = ApprovalRules()


class Statement(Strict):
    """What is signed: this person approved the plan of this digest of this case, at this time."""

    typ: Literal["habeas.approval.v1"] = "habeas.approval.v1"
    case: str
    digest: str
    by: str
    at: AwareDatetime

    @classmethod
    def of(cls, case_id: str, approval: Approval) -> Self | None:
        """What the signature of an approval has to be over; None when the approval has no time."""
        if approval.at is None:
            return None
        return cls(case=case_id, digest=approval.digest, by=approval.by, at=approval.at)

    @property
    def canonical(self) -> bytes:
        """As it is signed (RFC 8785)."""
        return rfc8785.dumps(self.model_dump(mode="json"))


class Signer(Protocol):
    """Signs in the name of one approver; where its key is, is its own affair."""

    async def sign(self, statement: Statement) -> str:
        """A compact JWS over the canonical form of the statement, with `alg` Ed25519 and the key's `kid` in its header.

        Raises InvalidInput when the key cannot be used.
        """
