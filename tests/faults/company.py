"""One company with all that belongs to it: its people and what is theirs, its disk, and the processes on it."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from layout import Layout, copy
from sqlalchemy import update
from staff import Staff
from state import State
from story import Fault

from adapters.recordings.bucket import Access, Bucket
from adapters.sql.engine import writing_engine
from habeas.sandbox.objects import recorded, store_objects
from habeas.sandbox.recordings import derivative, recording
from habeas.sandbox.stripe.look import look

KEY = b"e" * 32


@dataclass
class Company:
    """`template` is the platform with its people, `judge` the bucket as nobody breaks it; `faults` are to come."""

    layout: Layout
    recordings: tuple[Access, Access]
    template: Path
    judge: Bucket
    prefix: str = field(default_factory=lambda: f"{uuid4()}/")
    faults: dict[str, dict[int, Fault]] = field(default_factory=dict)
    staff: Staff = field(init=False)

    def __post_init__(self) -> None:
        """Nobody listens to the worker yet."""
        self.staff = Staff(self.layout, self.recordings, print, self.faults)

    async def build(self) -> None:
        """The people, and everything of theirs; and what has to run besides a worker."""
        layout = self.layout
        for folder in (layout.temporal, layout.stripe.parent):
            folder.mkdir()
        shutil.copy(self.template, layout.platform)
        key = layout.root / "enrichment.key"
        key.touch(mode=0o600)
        key.write_bytes(KEY)
        await self._fill_the_bucket()
        await self.staff.start_temporal()
        await self.staff.start_servers()
        for name, file in (("platform", layout.platform), ("billing", layout.stripe)):
            copy(file, layout.copy_of(name))

    async def _fill_the_bucket(self) -> None:
        """Under a prefix of its own: the bucket is that of all companies."""
        engine = writing_engine(self.layout.url)
        async with engine.begin() as connection:
            for table in (recording, derivative):
                await connection.execute(update(table).values(prefix=self.prefix + table.c.prefix))
        await engine.dispose()
        await store_objects(self.judge, await recorded(self.layout.url))

    async def state(self) -> State:
        """All of it, as it is now."""
        return await State.of(self.layout.url, self.judge, self.prefix, look(self.layout.stripe.parent))
