"""Wrapping keys in Amazon's key management service (`awskms:alias/NAME?region=REGION`), which never gives them out.

The alias names the current key; it and its first key are made when there is none. A destroyed key is scheduled for
deletion: KMS refuses to use it from that moment on, and whoever may cancel that has seven days for it
(`ScheduleKeyDeletion`, https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html). Credentials are those
of the machine, as for every client of Amazon's.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl

from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession, get_session
from botocore.exceptions import BotoCoreError, ClientError

from habeas.domain.error import InvalidInput, Permanent, Refused, Unavailable
from habeas.domain.key import Wrapped

from .error import STORE, Disabled, Gone

if TYPE_CHECKING:
    from types_aiobotocore_kms import KMSClient

_ALIAS = "alias/"
_SETTINGS = {"region", "endpoint"}
_DAYS = 7  # the shortest that KMS takes
_SECONDS = 5
_GONE = {"KMSInvalidStateException", "NotFoundException"}
_ALTERED = {"InvalidCiphertextException", "IncorrectKeyException", "ValidationException"}
_NO_ENTRY = {"AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException"}


@dataclass(frozen=True)
class AwsKeys:
    """The wrapping keys of one alias; `endpoint` is another KMS than Amazon's. They are `WrappingKeys`."""

    alias: str
    region: str
    endpoint: str | None = None

    @classmethod
    def named(cls, name: str) -> Self:
        """From what follows `awskms:`. Raises InvalidInput."""
        alias, _, query = name.partition("?")
        settings = dict(parse_qsl(query))
        if not alias.startswith(_ALIAS) or not settings.keys() <= _SETTINGS or "region" not in settings:
            raise InvalidInput("wrapping keys in KMS are named by awskms:alias/NAME?region=REGION")
        return cls(alias, settings["region"], settings.get("endpoint"))

    async def wrap(self, secret: bytes, about: str) -> Wrapped:
        """As `WrappingKeys` says."""
        by = await self.current()
        async with self._client(by) as kms:
            answer = await kms.encrypt(KeyId=by, Plaintext=secret, EncryptionContext={"about": about})
        return Wrapped(by, answer["CiphertextBlob"])

    async def unwrap(self, wrapped: Wrapped, about: str) -> bytes:
        """As `WrappingKeys` says."""
        async with self._client(wrapped.by) as kms:
            answer = await kms.decrypt(
                KeyId=wrapped.by, CiphertextBlob=wrapped.data, EncryptionContext={"about": about}
            )
        return answer["Plaintext"]

    async def current(self) -> str:
        """As `WrappingKeys` says."""
        try:
            return await self._current()
        except Gone:
            return await self._first()

    async def turn_over(self) -> str:
        """As `WrappingKeys` says."""
        await self.current()
        async with self._client(self.alias) as kms:
            fresh = await self._make(kms)
            await kms.update_alias(AliasName=self.alias, TargetKeyId=fresh)
            return fresh

    async def destroy_older(self) -> tuple[str, ...]:
        """As `WrappingKeys` says."""
        current, gone = await self.current(), []
        async with self._client(self.alias) as kms:
            async for key in self._ours(kms):
                if key != current:
                    await kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=_DAYS)
                    gone.append(key)
        return tuple(gone)

    async def _current(self) -> str:
        async with self._client(self.alias) as kms:
            return (await kms.describe_key(KeyId=self.alias))["KeyMetadata"]["KeyId"]

    async def _first(self) -> str:
        """Make the alias and its key; where another process was faster, its key counts, and ours is let go."""
        async with self._client(self.alias) as kms:
            fresh = await self._make(kms)
            try:
                await kms.create_alias(AliasName=self.alias, TargetKeyId=fresh)
            except ClientError as error:
                if _code(error) != "AlreadyExistsException":
                    raise
                await kms.schedule_key_deletion(KeyId=fresh, PendingWindowInDays=_DAYS)
        return await self._current()

    async def _make(self, kms: "KMSClient") -> str:
        answer = await kms.create_key(Description=self._description)
        return answer["KeyMetadata"]["KeyId"]

    async def _ours(self, kms: "KMSClient") -> AsyncIterator[str]:
        """The keys of this alias that are not being deleted."""
        async for page in kms.get_paginator("list_keys").paginate():
            for entry in page["Keys"]:
                about = (await kms.describe_key(KeyId=entry["KeyId"]))["KeyMetadata"]
                if about.get("Description") == self._description and about.get("KeyState") in ("Enabled", "Disabled"):
                    yield about["KeyId"]

    @property
    def _description(self) -> str:
        return f"Habeas: wrapping key of {self.alias}"

    @asynccontextmanager
    async def _client(self, key_id: str) -> AsyncIterator["KMSClient"]:
        config = AioConfig(connect_timeout=_SECONDS, read_timeout=_SECONDS, retries={"total_max_attempts": 1})
        try:
            async with _session().create_client(
                "kms", region_name=self.region, endpoint_url=self.endpoint, config=config
            ) as kms:
                yield kms
        except ClientError as error:
            raise _meaning(_code(error), key_id) from None
        except BotoCoreError as error:
            raise Unavailable(STORE, f"KMS gives no answer ({type(error).__name__})") from None


def _meaning(code: str, key_id: str) -> Exception:
    if code in _GONE:
        return Gone(f"wrapping key {key_id}")
    if code == "DisabledException":
        return Disabled(f"wrapping key {key_id}")
    if code in _ALTERED:
        return Permanent(STORE, f"what is wrapped under {key_id} was altered, or belongs elsewhere")
    if code in _NO_ENTRY:
        return Refused(STORE, f"KMS does not accept us ({code})")
    return Unavailable(STORE, f"KMS does not do that now ({code})")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


@cache
def _session() -> AioSession:
    """One for all clients: it reads botocore's descriptions of services once."""
    return get_session()
