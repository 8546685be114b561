"""How many requests Clearbit takes in a minute, and the headers that say so on every answer."""

import time
from dataclasses import dataclass

_MINUTE = 60


@dataclass
class Limit:
    """Counts the requests of each minute; the next one begins at an epoch second that is a multiple of 60."""

    per_minute: int
    _minute: int = 0
    _used: int = 0

    def take(self) -> bool:
        """Count one request; whether it is still within the limit."""
        minute = int(time.time()) // _MINUTE
        if minute != self._minute:
            self._minute, self._used = minute, 0
        self._used += 1
        return self._used <= self.per_minute

    def headers(self, *, exhausted: bool = False) -> dict[str, str]:
        """The limit, what is left of it, and the epoch second at which it is whole again. There is no Retry-After."""
        left = 0 if exhausted else max(0, self.per_minute - self._used)
        reset = (int(time.time()) // _MINUTE + 1) * _MINUTE
        names = {"limit": self.per_minute, "remaining": left, "reset": reset}
        return {f"x-ratelimit-{name}": str(value) for name, value in names.items()}
