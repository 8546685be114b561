"""How messages become payloads: JSON by pydantic, and one clear failure for what cannot be read.

Without that failure a workflow whose input has the wrong shape stays running, its task failing for ever.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverter,
    PayloadConverter,
    create_payload_validation_error,
)

from .codec import UNREADABLE, PayloadKeys, SealingCodec


class StrictPayloadConverter(PydanticPayloadConverter):
    """Says which fields are wrong, and never what was in them.

    A process has one: the SDK makes a converter for each workflow and each context, and each would begin with an empty
    cache of types.
    """

    _one: ClassVar["StrictPayloadConverter | None"] = None

    def __new__(cls) -> "StrictPayloadConverter":
        """The one."""
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __init__(self) -> None:
        if not self.__dict__:
            super().__init__()

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type[Any]] | None = None) -> list[Any]:
        """Read payloads. Raises a payload validation error for one that has not the form it should, or did not open."""
        for payload in payloads:
            if payload.metadata.get("encoding") == UNREADABLE:
                raise create_payload_validation_error(payload.data.decode())
        try:
            return super().from_payloads(payloads, type_hints)
        except ValidationError as error:
            fields = ", ".join(dict.fromkeys(_where(e["type"], e["loc"]) for e in error.errors()))
            raise create_payload_validation_error(f"the input does not have the form asked for: {fields}") from None


def _where(kind: str, path: tuple[int | str, ...]) -> str:
    """Which field is wrong. The name of an unknown one is the sender's own word, and is not repeated."""
    if kind == "extra_forbidden":
        path = (*path[:-1], "an unknown field")
    return ".".join(str(part) for part in path)


class TracelessFailureConverter(DefaultFailureConverter):
    """Failures of steps without a stack trace: it names files of the worker's machine, and our messages the place."""

    def __init__(self, *, is_sealed: bool = False) -> None:
        """`is_sealed`: messages go where the payload codec seals them, too."""
        super().__init__(encode_common_attributes=is_sealed)

    def to_failure(self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure) -> None:
        """Write a failure for Temporal."""
        super().to_failure(exception, payload_converter, failure)
        if failure.HasField("application_failure_info"):
            failure.stack_trace = ""


class SealedFailureConverter(TracelessFailureConverter):
    """Failures whose messages and traces are sealed; what is left in the open is of what kind they are."""

    def __init__(self) -> None:
        super().__init__(is_sealed=True)


DATA_CONVERTER = DataConverter(
    payload_converter_class=StrictPayloadConverter, failure_converter_class=TracelessFailureConverter
)
"""Readable payloads: for histories that are kept to be replayed, of people who were made up."""


def sealing(keys: PayloadKeys, namespace: str, patience: float | None) -> DataConverter:
    """Payloads and failures under the payload key of their case; `patience` as `SealingCodec` says."""
    codec = SealingCodec(keys, namespace, patience)
    return replace(DATA_CONVERTER, failure_converter_class=SealedFailureConverter, payload_codec=codec)
