"""The company of a sandbox as a spectator sees it: every row, every version of every object, and its people."""

from dataclasses import dataclass

from adapters.recordings.bucket import Access, opened

from .home import Home
from .rows import dump
from .stripe.look import look
from .stripe.store import Json
from .versions import State, versions


@dataclass(frozen=True)
class Snapshot:
    """The whole company at one moment. Two are equal when nothing at all has changed."""

    rows: dict[str, list[tuple[object, ...]]]
    objects: State
    billing: dict[str, list[Json]]

    @property
    def size(self) -> str:
        """How much was compared."""
        rows = sum(len(table) for table in self.rows.values())
        at_stripe = sum(len(kind) for kind in self.billing.values())
        tables = f"{rows} rows in {len(self.rows)} tables"
        return f"{tables}, {len(self.objects)} versions of objects and {at_stripe} objects at Stripe"


async def snapshot(home: Home) -> Snapshot:
    """Look at everything, past whatever is broken on the wire. Raises InvalidInput when the sandbox never ran."""
    addresses = home.addresses()
    seen = addresses.environment
    access = Access(
        seen["HABEAS_RECORDINGS_BUCKET"],
        f"http://127.0.0.1:{addresses.s3_port}",
        seen["HABEAS_RECORDINGS_S3_READING_KEY"],
        seen["HABEAS_RECORDINGS_S3_READING_SECRET"],
    )
    async with opened(access) as bucket:
        rows = await dump(seen["HABEAS_ACCOUNTS_READING_URL"])
        return Snapshot(rows, await versions(bucket), look(home.stripe))
