"""Case files in an S3 bucket, for houses of several machines.

The bucket should keep no versions: what is removed is sealed, and its key destroyed in the end, but why keep it. Where
staging was closed an object says so. Whoever stages looks for it after each part, and removes its part again: one that
was written in between is gone before its writer is told that it is kept.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from habeas.domain.error import Unavailable
from habeas.domain.request import CASE_ID

from .parts import PLACE, STAGED, Closed, checked, is_staged

if TYPE_CHECKING:
    from obstore.store import S3Config

_CLOSED = "closed"
_AT_ONCE = 1000  # what one request may remove


@dataclass(frozen=True)
class Access:
    """The way to a bucket, below a prefix. Without an endpoint it is Amazon's, without a key the machine's own role."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str = "us-east-1"
    key_id: str | None = None
    secret: str | None = field(default=None, repr=False)


class CaseBucket:
    """The case files in a bucket. It is `Parts`."""

    def __init__(self, access: Access) -> None:
        self._store = S3Store(
            access.bucket,
            prefix=access.prefix or None,
            config=_config(access),
            client_options={"allow_http": bool(access.endpoint), "timeout": "30s", "connect_timeout": "5s"},
            retry_config={"max_retries": 0},  # Temporal tries again
        )

    def put(self, case_id: str, path: str, data: bytes) -> None:
        """As `Parts` says."""
        self._put(case_id, path, data, "overwrite")

    def put_new(self, case_id: str, path: str, data: bytes) -> bool:
        """As `Parts` says. The bucket must know conditional writes (`If-None-Match`)."""
        return self._put(case_id, path, data, "create")

    def get(self, case_id: str, path: str) -> bytes:
        """As `Parts` says."""
        checked(case_id, path)
        with _answered():
            return obstore.get(self._store, f"{case_id}/{path}").bytes().to_bytes()

    def names(self, case_id: str, path: str) -> list[str]:
        """As `Parts` says."""
        checked(case_id, path)
        with _answered():
            found = obstore.list_with_delimiter(self._store, f"{case_id}/{path}")
        paths = [*found["common_prefixes"], *(one["path"] for one in found["objects"])]
        return sorted(one.rstrip("/").rpartition("/")[2] for one in paths)

    def discard(self, case_id: str, path: str | None = None) -> None:
        """As `Parts` says."""
        checked(case_id, path)
        whole = case_id if path is None else f"{case_id}/{path}"
        with _answered():
            obstore.delete(self._store, [whole])
            for batch in obstore.list(self._store, f"{whole}/", chunk_size=_AT_ONCE):
                obstore.delete(self._store, [one["path"] for one in batch])

    def close_staging(self, case_id: str) -> None:
        """As `Parts` says."""
        checked(case_id)
        with _answered():
            obstore.put(self._store, f"{case_id}/{_CLOSED}", b"")
        self.discard(case_id, STAGED)

    def reopen_staging(self, case_id: str) -> None:
        """As `Parts` says."""
        self.discard(case_id, _CLOSED)

    def sweep(self, case_id: str) -> None:
        """As `Parts` says: an object is there whole or not at all."""
        checked(case_id)

    def cases_with(self, *paths: str) -> list[str]:
        """As `Parts` says."""
        with _answered():
            found = obstore.list_with_delimiter(self._store)["common_prefixes"]
        cases = [name for one in found if re.fullmatch(CASE_ID, name := one.rstrip("/"))]
        return sorted(case for case in cases if not paths or any(self._has(f"{case}/{path}") for path in paths))

    def _put(self, case_id: str, path: str, data: bytes, mode: str) -> bool:
        checked(case_id, path)
        whole = f"{case_id}/{path}"
        with _answered():
            try:
                obstore.put(self._store, whole, data, mode=mode, use_multipart=False)  # type: ignore[arg-type]
            except AlreadyExistsError:
                return False
            if is_staged(path) and self._has(f"{case_id}/{_CLOSED}"):
                obstore.delete(self._store, [whole])
                raise Closed
        return True

    def _has(self, whole: str) -> bool:
        try:
            with _answered():
                obstore.head(self._store, whole)
        except FileNotFoundError:
            return False
        return True


def _config(access: Access) -> "S3Config":
    config: S3Config = {"region": access.region}
    if access.endpoint:
        config["endpoint"] = access.endpoint
    if access.key_id and access.secret:
        config |= {"access_key_id": access.key_id, "secret_access_key": access.secret}
    return config


@contextmanager
def _answered() -> Iterator[None]:
    """Says a refusal of the bucket in our words: its own may quote what was asked."""
    try:
        yield
    except BaseError as error:
        raise Unavailable(PLACE, f"the bucket does not do that now ({type(error).__name__})") from None
