"""What a support tool may do with cases."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self, TypeAlias, TypeVar

from pydantic import BaseModel
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition
from uuid6 import uuid7

from habeas.access import OPEN, Access
from habeas.domain.approval import Signer, Statement
from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput, NoSuchCase, Unreachable
from habeas.domain.identifier import Identifier
from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.domain.plan import Keep
from habeas.domain.question import AnswerQuery
from habeas.domain.request import Intake, Request
from habeas.domain.right import Right
from habeas.domain.update import (
    Approval,
    Attestation,
    Cancellation,
    Clarification,
    Direction,
    Extension,
    IdentityQuestion,
    IdentityRejected,
    Link,
    Refusal,
    Reply,
    Resumption,
    RetryNow,
    SignedApproval,
    Standstill,
    Verification,
)
from habeas.settings import DoorSettings
from habeas.vault.approver_keys import ApproverKeys
from habeas.vault.case_keys import CaseKeys
from habeas.vault.converter import sealing
from habeas.vault.payload_keys import PayloadKeyCache

from .answer import in_our_words, stopped
from .connection import connected
from .following import changes
from .keys import door_keys
from .message import checked_case, checked_part, checked_update, made
from .opening import open_once
from .resuming import begin_again, standing

T = TypeVar("T")
Told: TypeAlias = (
    Verification
    | IdentityQuestion
    | IdentityRejected
    | Clarification
    | Reply
    | Direction
    | Extension
    | Standstill
    | Resumption
)
TOLD: Mapping[type[Told], str] = {
    Verification: "verify",
    IdentityQuestion: "ask_identity",
    IdentityRejected: "reject_identity",
    Clarification: "clarify",
    Reply: "reply",
    Direction: "direct",
    Extension: "extend",
    Standstill: "pause",
    Resumption: "resume",
}
Handle: TypeAlias = WorkflowHandle[Any, CaseStatus]

PATIENCE = timedelta(minutes=2)
PAUSE = timedelta(seconds=0.5)
KEY_PATIENCE = 5.0  # seconds
NO_SIGNER = (
    "an approval is signed, and nobody signs here in that name: `habeas approver key` makes a key in the folder that "
    "HABEAS_APPROVER_KEYS names, `habeas approver add` makes it known; a program gives `signers`, or `approve_signed`"
)


@dataclass(frozen=True)
class Habeas:
    """The cases of one installation.

    A call that cannot be done raises one of these, and nothing else:

    - InvalidInput: an id or a message is not of the form asked for. Nothing was done.
    - NotNow: the case does not allow that now, and says why. Nothing was done.
    - NoSuchCase: no case has this id; or, when it was told something, it has ended.
    - Stopped: the case was terminated in Temporal, or broke off; the message says what is safe and what to do.
    - Unreachable: Temporal, the worker or the key store does not answer, or does not accept us. What was told or opened
      may still be done; with an id of the caller's (`update_id`, `case_id`) it can be asked for again, and is done
      once.

    `answer` is how long one answer is waited for; where nobody listens, Temporal's client tries for ten seconds.

    Updates take an `update_id` of letters, digits and `. _ : / -`, one for each intent: sent again, the first answer is
    given again, whatever the message then says.

    `signers` sign approvals, each in one person's name. Without any, no approval leaves but by `approve_signed`.
    """

    temporal: Client
    keys: CaseKeys
    answer: timedelta = timedelta(seconds=15)
    signers: Mapping[str, Signer] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    async def at(cls, settings: DoorSettings) -> Self:
        """Connect to the installation that these settings name: `DoorSettings.read()` has them from the environment.

        Approvals are signed with the keys in the folder `approver_keys`, if one is set.
        """
        keys, folder = door_keys(settings), settings.approver_keys
        habeas = await cls.connect(settings.temporal_address, keys, settings.temporal_namespace, settings.access)
        return habeas if folder is None else replace(habeas, signers=ApproverKeys(folder))

    @classmethod
    async def connect(cls, address: str, keys: CaseKeys, namespace: str = "default", access: Access = OPEN) -> Self:
        """Connect to Temporal at `host:port`, with what `access` has of certificates and keys.

        `keys` seal what is sent, each case under its own.
        """
        converter = sealing(PayloadKeyCache(keys), namespace, KEY_PATIENCE)
        return cls(await connected(address, namespace, access, converter), keys)

    async def open(
        self, right: Right, intake: Intake, *, case_id: str | None = None, submitted_by: str | None = None
    ) -> str:
        """Open a case and return its id. `submitted_by` is needed where nobody has verified who asks.

        With a `case_id` of the caller's (UUIDv7) it may be asked for again, after a lost answer too: the same id and
        the same request, its moment of receipt included, are one case; with another request it raises InvalidInput.
        That holds for as long as Temporal remembers the case.

        A person who has an open case of this right keeps that one: the case opened here then ends, as soon as that
        shows, as `nothing_changed` with the other's id in `duplicate_of`. `follow` goes on to that one by itself;
        `original` leads there from a status.
        """
        request = made(
            Request,
            case_id=str(uuid7()) if case_id is None else checked_case(case_id),
            right=right,
            submitted_by=submitted_by or (intake.identity.by if intake.identity else None),
            **{name: getattr(intake, name) for name in Intake.model_fields},
        )
        try:
            with in_our_words():
                await self.keys.create(request.case_id)
                await open_once(self.temporal, request, self.answer)
        except Unreachable as error:
            raise Unreachable(f"{error}; case {request.case_id} may be open: ask again with this id") from error
        return request.case_id

    async def status(self, case_id: str) -> CaseStatus:
        """All that may be said of a case now. One that has ended needs no worker to say so."""
        try:
            return await self._ask(self._case(case_id), "status", CaseStatus, QueryRejectCondition.NOT_OPEN)
        except WorkflowQueryRejectedError:
            return await self.outcome(case_id)

    async def follow(
        self, case_id: str, *, patience: timedelta = PATIENCE, pause: timedelta = PAUSE
    ) -> AsyncIterator[CaseStatus]:
        """Each status of the case that differs from the one before; it ends with that of the closed case.

        Of a duplicate the statuses of the original follow, up to its own end: see their `case_id`. Looks again after
        `pause`, which grows to ten seconds while nothing changes. Worker and Temporal may be away for as long as
        `patience`; then Unreachable is raised, and the case can be followed anew at any time.
        """
        at: str | None = case_id
        while at is not None:
            looking, at = changes(partial(self.status, at), patience, pause), None
            async for status in looking:
                yield status
                at = status.duplicate_of

    async def original(self, status: CaseStatus) -> CaseStatus:
        """The status now of the case that a duplicate points to; of a case that is none, the one given."""
        while status.duplicate_of is not None:
            status = await self.status(status.duplicate_of)
        return status

    async def outcome(self, case_id: str) -> CaseStatus:
        """Wait until the case has ended, however long that takes, and say how; cancel the call to stop waiting.

        A case that is reset meanwhile is waited for in its new run.
        """
        with in_our_words():
            while True:
                run = await self._run(case_id)
                try:
                    return await self._case(case_id, run).result()
                except WorkflowFailureError as failure:
                    if await self._run(case_id) == run:
                        raise stopped(case_id, failure) from None

    async def standing(self, case_id: str) -> str:
        """How Temporal has the case: `goes on`, `has ended`, or in a word how it was lost."""
        with in_our_words():
            return await standing(self.temporal, checked_case(case_id), self.answer)

    async def resume(self, request: Request) -> bool:
        """Begin a case anew that Temporal has lost; False when it goes on by itself. It does nothing a second time.

        `request` is the one that the case was opened with: `habeas resume` has it from the case's papers.
        """
        with in_our_words():
            return await begin_again(self.temporal, request, self.answer)

    async def identifiers(self, case_id: str) -> dict[str, Identifier]:
        """What is known of the person, by reference. Personal: for the eyes of who decides."""
        return await self._ask(self._case(case_id), "identifiers", dict[str, Identifier])

    async def progress(self, case_id: str, part: str) -> dict[str, str]:
        """What each system is at, in the part (`export` or `erasure`) that carries the case out, once it has begun."""
        workflow_id = part_workflow_id(checked_case(case_id), checked_part(part))
        return await self._ask(self.temporal.get_workflow_handle(workflow_id), "progress", dict[str, str])

    async def approve(self, case_id: str, digest: str, by: str, *, update_id: str | None = None) -> CaseStatus:
        """Approve the plan of this digest, signed by the signer of that name, with the time of now.

        Where the house wants two people, the answer to the first still waits, for the second. Raises InvalidInput also
        when nobody signs here in that name.
        """
        return await self.approve_signed(case_id, await self.signed(case_id, digest, by), update_id=update_id)

    async def signed(self, case_id: str, digest: str, by: str) -> SignedApproval:
        """The signed approval that `approve` sends. It is taken for some minutes only."""
        approval = made(Approval, digest=digest, by=by, at=datetime.now(UTC))
        statement = made(Statement, case=checked_case(case_id), digest=digest, by=by, at=approval.at)
        signer = self.signers.get(by)
        if signer is None:
            raise InvalidInput(NO_SIGNER)
        return made(SignedApproval, **{**dict(approval), "signature": await signer.sign(statement)})

    async def approve_signed(
        self, case_id: str, approval: SignedApproval, *, update_id: str | None = None
    ) -> CaseStatus:
        """As `approve`, with a signature that was made before, over what `habeas.domain.approval.Statement` says."""
        return await self._update(case_id, "approve", approval, update_id)

    async def keep(self, case_id: str, keep: Keep, *, update_id: str | None = None) -> CaseStatus:
        """A holding must stay; the answer has the new plan's digest."""
        return await self._update(case_id, "keep", keep, update_id)

    async def link(self, case_id: str, link: Link, *, update_id: str | None = None) -> CaseStatus:
        """Decide whose an identifier tied to several people is; the answer has the new plan's digest."""
        return await self._update(case_id, "link", link, update_id)

    async def refuse(self, case_id: str, refusal: Refusal, *, update_id: str | None = None) -> CaseStatus:
        """Refuse the request, with a reason."""
        return await self._update(case_id, "refuse", refusal, update_id)

    async def cancel(self, case_id: str, by: str, *, update_id: str | None = None) -> CaseStatus:
        """Stop, and leave everything as it was."""
        return await self._update(case_id, "cancel", made(Cancellation, by=by), update_id)

    async def retry(self, case_id: str, by: str, *, update_id: str | None = None) -> CaseStatus:
        """Try what is stuck at once; before a decision, look again and plan anew."""
        return await self._update(case_id, "retry", made(RetryNow, by=by), update_id)

    async def attest(self, case_id: str, attestation: Attestation, *, update_id: str | None = None) -> CaseStatus:
        """A stuck step of one system was done by hand."""
        return await self._update(case_id, "attest", attestation, update_id)

    async def conversation(self, case_id: str) -> tuple[str, ...]:
        """The questions to the person and their answers, in turn. Personal: for the eyes of who decides."""
        return await self._ask(self._case(case_id), "conversation", tuple[str, ...])

    async def tell(self, case_id: str, message: Told, *, update_id: str | None = None) -> CaseStatus:
        """Tell a case something of the law: who asks, what they mean, by when, what another controller wants.

        What each message does is said where it is defined (`habeas.domain.update`).
        """
        return await self._update(case_id, TOLD[type(message)], message, update_id)

    async def owner_answered(self, case_id: str, number: int) -> None:
        """The page of a manual system's owner has kept the answer of this number: the case is to look at it."""
        with in_our_words():
            query = AnswerQuery(case_id=case_id, number=number)
            await self._case(case_id).signal("owner_answered", query, rpc_timeout=self.answer)

    async def _update(self, case_id: str, update: str, message: BaseModel, update_id: str | None) -> CaseStatus:
        case = self._case(case_id)
        try:
            with in_our_words():
                status: CaseStatus = await case.execute_update(
                    update, message, id=checked_update(update_id), result_type=CaseStatus, rpc_timeout=self.answer
                )
        except NoSuchCase:
            await self.status(case_id)  # a case that was terminated says so
            raise
        return status

    async def _ask(self, handle: Handle, query: str, kind: type[T], unless: QueryRejectCondition | None = None) -> T:
        with in_our_words():
            answer: T = await handle.query(query, result_type=kind, reject_condition=unless, rpc_timeout=self.answer)
        return answer

    async def _run(self, case_id: str) -> str | None:
        """The id of the case's latest run."""
        return (await self._case(case_id).describe(rpc_timeout=self.answer)).run_id

    def _case(self, case_id: str, run: str | None = None) -> Handle:
        workflow_id = case_workflow_id(checked_case(case_id))
        return self.temporal.get_workflow_handle(workflow_id, run_id=run, result_type=CaseStatus)
