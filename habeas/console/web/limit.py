"""How often one may ask: a token bucket for each address, token or whatever else is given as the key."""

import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

MOST = 50_000  # keys at once; the one not seen for longest is forgotten, and its bucket is the fullest


class TooMany(Exception):
    """Too often; `retry_after` is in whole seconds (RFC 9110, 10.2.3)."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many requests")
        self.retry_after = retry_after


@dataclass
class _Bucket:
    level: float
    at: float


class Limit:
    """At most `burst` at once, and `every` seconds one more; keys are kept as hashes."""

    def __init__(
        self, burst: int, every: float, *, most: int = MOST, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst, self._every, self._most, self._now = burst, every, most, now
        self._salt = secrets.token_bytes(16)
        self._buckets: OrderedDict[bytes, _Bucket] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one. Raises TooMany."""
        bucket = self._bucket(key)
        if bucket.level < 1:
            raise TooMany(math.ceil((1 - bucket.level) * self._every))
        bucket.level -= 1

    def _bucket(self, key: str) -> _Bucket:
        """The key's bucket, filled up to now."""
        digest, now = blake2b(key.encode(), key=self._salt, digest_size=16).digest(), self._now()
        bucket = self._buckets.setdefault(digest, _Bucket(self._burst, now))
        bucket.level = min(self._burst, bucket.level + (now - bucket.at) / self._every)
        bucket.at = now
        self._buckets.move_to_end(digest)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return bucket
