"""The payload codec: sealed under the case's key, opened in its place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.converter import ActivitySerializationContext, WorkflowSerializationContext
from temporalio.exceptions import ApplicationError
from uuid6 import uuid7

from habeas.domain.error import Permanent
from habeas.domain.name import case_workflow_id, key_of, part_workflow_id
from habeas.vault.codec import SealingCodec
from habeas.vault.converter import StrictPayloadConverter
from habeas.vault.error import Cleartext, Homeless, Unopenable

CASES = (str(uuid7()), str(uuid7()))
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"email": "planted@example.org"}')


class Keys:
    """A key for each of two cases."""

    async def payload_key(self, case_id: str, patience: float | None) -> bytes:
        assert patience in (None, 5)
        if case_id not in CASES:
            raise Permanent("key store", f"there is no key {case_id}")
        return bytes([CASES.index(case_id)]) * 32


def codec(case_id: str, namespace: str = "default", patience: float | None = 5) -> SealingCodec:
    context = WorkflowSerializationContext(namespace=namespace, workflow_id=case_workflow_id(case_id))
    return SealingCodec(Keys(), namespace, patience).with_context(context)


@given(data=st.binary(max_size=300), encoding=st.binary(max_size=20))
async def test_there_and_back(data, encoding):
    """What was sealed is opened as it was, by its case and by who knows no case; the sealed form says nothing of it."""
    plain = Payload(metadata={"encoding": encoding}, data=data)
    (sealed,) = await codec(CASES[0]).encode([plain])
    assert await codec(CASES[0]).decode([sealed]) == [plain]
    assert await SealingCodec(Keys(), "default", 5).decode([sealed]) == [plain]
    assert len(data) < 8 or data not in sealed.data


async def test_twice_is_not_the_same():
    """Two payloads of the same content do not look the same."""
    one, other = await codec(CASES[0]).encode([PLAIN, PLAIN])
    assert one.data != other.data


@pytest.mark.parametrize("at", [0, 11, 12, 20, -1])
async def test_an_altered_payload(at):
    """One bit of nonce, text or tag, and it does not open; the failure names the key and nothing else."""
    (sealed,) = await codec(CASES[0]).encode([PLAIN])
    data = bytearray(sealed.data)
    data[at] ^= 1
    sealed.data = bytes(data)
    with pytest.raises(Unopenable, match=CASES[0]) as failure:
        await codec(CASES[0]).decode([sealed])
    assert "planted" not in str(failure.value)


@pytest.mark.parametrize("length", [0, 5, 12, 27])
async def test_a_truncated_payload(length):
    """What was cut short does not open."""
    (sealed,) = await codec(CASES[0]).encode([PLAIN])
    sealed.data = sealed.data[:length]
    with pytest.raises(Unopenable):
        await codec(CASES[0]).decode([sealed])


async def test_a_payload_that_was_moved():
    """Not into another case, under its own name or under that of the other; nor into another namespace."""
    (sealed,) = await codec(CASES[0]).encode([PLAIN])
    with pytest.raises(Unopenable):
        await codec(CASES[1]).decode([sealed])
    with pytest.raises(Unopenable):
        await codec(CASES[0], "elsewhere").decode([sealed])
    sealed.metadata["key"] = CASES[1].encode()
    for reader in (codec(CASES[1]), SealingCodec(Keys(), "default", 5)):
        with pytest.raises(Unopenable):
            await reader.decode([sealed])


async def test_no_cleartext():
    """What is not sealed is not accepted, and what belongs to no case is not sealed."""
    with pytest.raises(Cleartext):
        await codec(CASES[0]).decode([PLAIN])
    with pytest.raises(Homeless):
        await SealingCodec(Keys(), "default", 5).encode([PLAIN])


async def test_what_a_worker_cannot_open():
    """A worker reads it as an input of the wrong form: that ends a case or is refused, and keeps none from going on."""
    (sealed,) = await codec(CASES[0]).encode([PLAIN])
    for payload in (sealed, PLAIN):
        (marked,) = await codec(CASES[1], patience=None).decode([payload])
        with pytest.raises(ApplicationError) as failure:
            StrictPayloadConverter().from_payloads([marked], [str])
        assert (failure.value.type, "planted" in str(failure.value.details)) == ("PayloadValidationError", False)


async def test_what_the_server_says_itself():
    """The details of a cancel that the server makes are not sealed, and are read: they are always the same words."""
    said = Payload(metadata={"encoding": b"json/plain"}, data=b'"ACTIVITY_ID_NOT_STARTED"')
    for patience in (None, 5):
        assert await codec(CASES[0], patience=patience).decode([said]) == [said]


async def test_a_key_that_is_no_case():
    """A payload may name whatever it likes: there is no such key."""
    (sealed,) = await codec(CASES[0]).encode([PLAIN])
    sealed.metadata["key"] = b"\xff../claim"
    with pytest.raises(Permanent, match="there is no key"):
        await SealingCodec(Keys(), "default", 5).decode([sealed])


def test_whose_workflow():
    """Cases and their parts, and activities of them, are known by the workflow's id; others are of no case."""
    assert key_of(case_workflow_id(CASES[0])) == key_of(part_workflow_id(CASES[0], "erasure")) == CASES[0]
    assert key_of("habeas-sweep") is key_of(f"other/{CASES[0]}") is key_of("habeas/x") is key_of("") is None


async def test_an_activity_of_a_case():
    """What an activity takes and returns is of its workflow's case."""
    about = {"activity_id": "a", "activity_type": None, "activity_task_queue": None, "workflow_type": None}
    workflow_id = part_workflow_id(CASES[1], "erasure")
    context = ActivitySerializationContext(namespace="default", workflow_id=workflow_id, is_local=False, **about)
    (sealed,) = await SealingCodec(Keys(), "default", 5).with_context(context).encode([PLAIN])
    assert sealed.metadata["key"] == CASES[1].encode()
