"""What a form sent: its fields, and its files as bytes in memory, or one large file as a stream.

aiohttp's own reading of a form lets files spill to the disk, in the clear; nothing that is sent here does.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from aiohttp import BodyPartReader, MultipartReader, web
from multidict import MultiDict

LARGEST: Final = 256 << 10  # bytes of a form
_AT_ONCE = 256 << 10  # bytes of a file
_MOST = 100  # parts of a form
_FILES = "multipart/form-data"

H = TypeVar("H", bound=Callable[..., object])


@dataclass
class Sent:
    """The fields by name, and the bytes of each file by the name of its field; files' own names are not kept.

    `stream` is the file of a form whose handler `streams`: its bytes have not been read yet.
    """

    fields: MultiDict[str] = field(default_factory=MultiDict, repr=False)
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    stream: AsyncIterator[bytes] | None = field(default=None, repr=False)


SENT: Final = web.RequestKey("SENT", Sent)


def takes(largest: int) -> Callable[[H], H]:
    """A handler whose form may have so many bytes, from who is signed in; others' may have `LARGEST`."""

    def mark(handler: H) -> H:
        handler.largest = largest  # type: ignore[attr-defined]
        return handler

    return mark


def streams(handler: H) -> H:
    """A handler that reads the one file of its form itself, as it comes; all other fields come before it."""
    handler.streams = True  # type: ignore[attr-defined]
    return handler


async def sent(request: web.Request, *, is_signed_in: bool) -> Sent:
    """Read the form, once. Raises HTTPRequestEntityTooLarge, and HTTPBadRequest for what is none."""
    if SENT not in request:
        largest = getattr(request.match_info.handler, "largest", LARGEST) if is_signed_in else LARGEST
        is_streamed = is_signed_in and getattr(request.match_info.handler, "streams", False)
        is_multipart = request.content_type == _FILES
        request[SENT] = await (_parts(request, largest, is_streamed) if is_multipart else _plain(request))
    return request[SENT]


async def _plain(request: web.Request) -> Sent:
    fields = await request.post()
    return Sent(MultiDict((name, value) for name, value in fields.items() if isinstance(value, str)))


async def _parts(request: web.Request, largest: int, is_streamed: bool) -> Sent:
    """Each part in turn, counted as it comes; a file that is to be streamed is the last that is looked at."""
    found, left = Sent(), largest
    try:
        reader = MultipartReader(request.headers, request.content)
        for _ in range(_MOST):
            part = await reader.next()
            if part is None:
                return found
            if not isinstance(part, BodyPartReader):
                raise web.HTTPBadRequest
            if is_streamed and part.filename is not None:
                found.stream = _chunks(part)
                return found
            data = await _bytes(part, left)
            left -= len(data)
            _add(found, part, data)
    except (ValueError, AssertionError):  # so aiohttp says what is no form
        raise web.HTTPBadRequest from None
    raise web.HTTPBadRequest


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    """The file, which ends where the form says so; one that breaks off before raises HTTPBadRequest."""
    try:
        while chunk := await part.read_chunk(_AT_ONCE):
            yield bytes(chunk)
    except (ValueError, AssertionError):
        raise web.HTTPBadRequest from None


async def _bytes(part: BodyPartReader, left: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > left:
            raise web.HTTPRequestEntityTooLarge(left)
    return bytes(data)


def _add(found: Sent, part: BodyPartReader, data: bytes) -> None:
    if part.filename is None:
        found.fields.add(part.name or "", data.decode())
    else:
        found.files[part.name or ""] = data
