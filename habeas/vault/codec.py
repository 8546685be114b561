"""The payload codec: what Temporal is given of a case is sealed under the case's own key (AES-256-GCM).

Encoding finds the case by the workflow that the payload belongs to, decoding by what the payload says of itself, as a
codec server knows no workflow. Namespace and case are bound to the sealed bytes: a payload that is moved to another
case does not open there.
"""

import secrets
from collections.abc import Sequence
from typing import Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from habeas.domain.name import case_workflow_id, key_of

from .error import Cleartext, Homeless, Unopenable

ENCODING = b"binary/habeas-sealed-1"
_OF_THE_SERVER = frozenset({b'"ACTIVITY_ID_NOT_STARTED"', b'"ACTIVITY_ID_UNKNOWN"'})
"""Temporal's server writes these itself, in the clear, as the details of a cancel (`RespondWorkflowTaskCompleted`)."""
UNREADABLE = b"binary/habeas-unreadable"
"""Marks a payload that a worker could not open; its data say why, and nothing of what was in it."""
_NONCE = 12
_OF_A_STEP = 5.0  # a step that cannot be read fails, and Temporal tries it again: none holds a place for long


class PayloadKeys(Protocol):
    """The payload keys of cases, by case id, which is their own id too."""

    async def payload_key(self, case_id: str, patience: float | None) -> bytes:
        """The key, waited for so many seconds, or for ever: as `PayloadKeyCache` says."""


class SealingCodec(PayloadCodec, WithSerializationContext):
    """Seals and opens the payloads of one namespace; in a context, those of its case alone."""

    def __init__(
        self, keys: PayloadKeys, namespace: str, patience: float | None, where: SerializationContext | None = None
    ) -> None:
        """`where` is the context; without a case in it nothing can be sealed, and everything be opened.

        `patience`: how many seconds a key is waited for; None is for ever. That is what a worker does: were sealing to
        fail, the SDK would log what it could not seal, and give Temporal a failure that is not sealed.
        """
        self._keys = keys
        self._namespace = namespace
        self._patience = patience
        self._reading_patience = patience
        self._case_id = None
        if isinstance(where, WorkflowSerializationContext | ActivitySerializationContext):
            self._case_id = key_of(where.workflow_id or "")
        if isinstance(where, ActivitySerializationContext):
            self._reading_patience = _OF_A_STEP if patience is None else patience

    def with_context(self, context: SerializationContext) -> Self:
        """The codec of the workflow, or of the activity's workflow, that the context names."""
        return type(self)(self._keys, self._namespace, self._patience, context)

    def of_case(self, case_id: str) -> Self:
        """The codec of a case, for who knows no more of the workflow."""
        return self.with_context(WorkflowSerializationContext(self._namespace, case_workflow_id(case_id)))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal. Raises Homeless where no case is known, and what `payload_key` raises."""
        if self._case_id is None:
            raise Homeless
        key = AESGCM(await self._keys.payload_key(self._case_id, self._patience))
        return [self._seal(key, self._case_id, payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open. Raises Cleartext for what is not sealed, Unopenable for what was altered or moved.

        A worker marks those instead: an input that cannot be read ends its case or is refused, as one of the wrong form
        is (`StrictPayloadConverter`), where a decoding that fails would keep the case from ever going on.
        """
        return [await self._open_or_mark(payload) for payload in payloads]

    async def _open_or_mark(self, payload: Payload) -> Payload:
        try:
            return await self._open(payload)
        except (Cleartext, Unopenable) as error:
            if self._patience is not None:
                raise
            return Payload(metadata={"encoding": UNREADABLE}, data=str(error).encode())

    def _seal(self, key: AESGCM, case_id: str, payload: Payload) -> Payload:
        nonce = secrets.token_bytes(_NONCE)
        sealed = key.encrypt(nonce, payload.SerializeToString(), self._bound(case_id))
        return Payload(metadata={"encoding": ENCODING, "key": case_id.encode()}, data=nonce + sealed)

    async def _open(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            if payload.data in _OF_THE_SERVER:
                return payload
            raise Cleartext
        key_id = payload.metadata.get("key", b"").decode("ascii", errors="replace")
        if self._case_id not in (None, key_id):
            raise Unopenable(key_id)
        key = AESGCM(await self._keys.payload_key(key_id, self._reading_patience))
        nonce, sealed = payload.data[:_NONCE], payload.data[_NONCE:]
        try:
            return Payload.FromString(key.decrypt(nonce, sealed, self._bound(key_id)))
        except (InvalidTag, ValueError, DecodeError):
            raise Unopenable(key_id) from None

    def _bound(self, case_id: str) -> bytes:
        return "\0".join((self._namespace, case_id, "payload")).encode()
