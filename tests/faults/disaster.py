"""What befalls a whole company."""

import sqlite3
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import room
from company import Company
from kind import CLOCKS, GONE, KILLED, OLDER, Kind
from layout import restore
from story import CONFIRMS

DAY = 86_400
_TOGETHER, _EVERYBODY = 3.0, 25.0
_FULL, _CUT, _LOCKED, _WRONG = 3.0, 6.0, 12.0, 8.0
"""Seconds. A lock is held for longer than the register waits for it."""


@dataclass
class Disasters:
    """Those of one company; what passes is mended when its time has come."""

    company: Company
    was_register_older: bool = False
    _mends: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    _hindrances: int = 0
    _cuts: set[int] = field(default_factory=set)

    @property
    def may_start(self) -> bool:
        """Whether what has died can be started: not on a full disk, nor where nobody would hear it answer."""
        return not self._hindrances

    def patience(self, kind: Kind) -> float:
        """How many seconds the first waits for the others: systems come back older once for all."""
        return _EVERYBODY if kind in OLDER else _TOGETHER

    def is_outlived(self, kind: Kind, begun: Collection[str]) -> bool:
        """A system that comes back older after it has confirmed is asked by nobody: that is beyond any case."""
        return kind not in OLDER or not set(begun) & set(CONFIRMS)

    def is_for_all(self, kind: Kind) -> bool:
        """Whether whoever is in the middle of a step is hit as well."""
        return kind in (*KILLED, *GONE)

    async def befall(self, kind: Kind) -> None:
        """Let it happen; whoever watches starts again what has died."""
        company, layout = self.company, self.company.layout
        if kind in (Kind.KILL_WORKER, Kind.KILL_ALL, Kind.OLDER_PLATFORM, Kind.OLDER_REGISTER):
            company.staff.stop_worker()
        if kind in (Kind.KILL_SYSTEMS, Kind.KILL_ALL, Kind.OLDER_BILLING):
            company.staff.kill_servers()
        if kind in (Kind.KILL_TEMPORAL, Kind.KILL_ALL, Kind.LOSE_TEMPORAL):
            await company.staff.kill_temporal()
        match kind:
            case Kind.OLDER_PLATFORM:
                restore(layout.copy_of("platform"), layout.platform)
            case Kind.OLDER_BILLING:
                restore(layout.copy_of("billing"), layout.stripe)
            case Kind.OLDER_REGISTER:
                self._restore_register()
            case Kind.LOSE_TEMPORAL:
                for file in layout.temporal.glob("temporal.db*"):
                    file.unlink()
            case _:
                self._for_a_while(kind)

    def _for_a_while(self, kind: Kind) -> None:
        company, layout = self.company, self.company.layout
        match kind:
            case Kind.FULL_DISK:
                with suppress(OSError):  # somebody took the last bytes first
                    room.fill(layout.root)
                self._hinder(_FULL, self._make_room)
            case Kind.CUT_TEMPORAL:
                self._cut(layout.temporal_port)
            case Kind.CUT_SYSTEMS:
                self._cut(layout.stripe_port, layout.proxy_port)
            case Kind.LOCK_REGISTER:
                lock = sqlite3.connect(layout.register, isolation_level=None, timeout=1)
                with suppress(sqlite3.OperationalError):  # it is locked already, or the disk is full
                    lock.execute("BEGIN IMMEDIATE")
                self._later(_LOCKED, lock.close)
            case kind if kind in CLOCKS:
                company.staff.set_clock_of_systems(DAY)
                self._later(_WRONG, partial(company.staff.set_clock_of_systems, 0))

    def _restore_register(self) -> None:
        """Of when a plan was last approved; or, when it is too early for that, none at all."""
        self.was_register_older = True
        layout = self.company.layout
        kept, file = layout.copy_of("register"), layout.register
        if kept.exists():
            restore(kept, file)
            return
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)

    def _cut(self, *ports: int) -> None:
        for port in ports:
            if port not in self._cuts:  # once is enough
                self._cuts.add(port)
                room.cut(port)
                self._hinder(_CUT, partial(self._join, port))

    def _join(self, port: int) -> None:
        room.join(port)
        self._cuts.discard(port)

    def _make_room(self) -> None:
        (self.company.layout.root / "ballast").unlink(missing_ok=True)

    def _hinder(self, seconds: float, mend: Callable[[], None]) -> None:
        self._hindrances += 1
        self._later(seconds, partial(self._unhinder, mend))

    def _unhinder(self, mend: Callable[[], None]) -> None:
        mend()
        self._hindrances -= 1

    def _later(self, seconds: float, mend: Callable[[], None]) -> None:
        self._mends.append((time.monotonic() + seconds, mend))

    async def mend(self) -> None:
        """What is due."""
        due = [one for one in self._mends if one[0] <= time.monotonic()]
        for one in due:
            self._mends.remove(one)
            one[1]()

    async def end(self) -> None:
        """Everything is mended."""
        for _, mend in self._mends:
            mend()
        self._mends.clear()
        await self.company.staff.watch()
