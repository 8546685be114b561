"""What a codec server answers: payloads as they go over HTTP (JSON of `temporal.api.common.v1.Payloads`).

What cannot be opened is answered with a sentence in its place: the page that asked stays whole, and says why.
"""

import json
from collections import Counter
from dataclasses import dataclass, field

from google.protobuf.json_format import MessageToJson, Parse, ParseError
from temporalio.api.common.v1 import Payload, Payloads

from habeas.domain.error import HabeasError, InvalidInput

from .codec import ENCODING, SealingCodec
from .error import Gone

GONE = "[the data is gone: the key of this case was destroyed]"
_CLOSED = "[cannot be opened now: {why}]"


@dataclass
class Opened:
    """What was opened, for the audit: which cases, and how many payloads came to what."""

    body: str = field(repr=False, default="")
    cases: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


async def opened(codec: SealingCodec, body: bytes) -> Opened:
    """Open payloads. Raises InvalidInput for a body that holds none."""
    result = Opened()
    payloads = [await _opened(codec, payload, result) for payload in payloads_in(body)]
    result.body = MessageToJson(Payloads(payloads=payloads), indent=None)
    return result


def payloads_in(body: bytes) -> list[Payload]:
    """The payloads of a request. Raises InvalidInput for a body that holds none."""
    try:
        return list(Parse(body, Payloads()).payloads)
    except (ParseError, UnicodeDecodeError):
        raise InvalidInput("the body is not the JSON of payloads") from None


async def sealed(codec: SealingCodec, payloads: list[Payload]) -> str:
    """Seal payloads for the case of the codec's context; the body of the answer."""
    return MessageToJson(Payloads(payloads=await codec.encode(payloads)), indent=None)


async def _opened(codec: SealingCodec, payload: Payload, result: Opened) -> Payload:
    if payload.metadata.get("encoding") != ENCODING:
        result.counts["not sealed"] += 1
        return payload
    try:
        (plain,) = await codec.decode([payload])
    except Gone:
        result.counts["gone"] += 1
        return _sentence(GONE)
    except HabeasError as error:
        result.counts["closed"] += 1
        return _sentence(_CLOSED.format(why=error))
    result.counts["opened"] += 1
    result.cases.add(payload.metadata["key"].decode())
    return plain


def _sentence(text: str) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(text).encode())
