"""What an adapter can do for one system: one small Protocol per ability. An adapter implements those it has."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from .checksum import Checksum
from .order import CollectOrder, Located, LocateOrder, StepOrder
from .receipt import Receipt, Withheld
from .right import Right
from .stop import StopOrder

Fence = Callable[[], Awaitable[None]]
"""Called at the write, with the lock on what is written already held; raises Barred when the write is too late."""


@dataclass(frozen=True)
class Record:
    """One record of an export, by category; the fields are what the person is shown."""

    category: str
    fields: Mapping[str, object]


@dataclass(frozen=True)
class File:
    """One file of an export; `name` is its name in the bundle and `chunks` yields its bytes, from one of them on.

    `version` names these very bytes in the system, where they can never be others: a collecting step that is tried
    again goes on where it broke off. It is not shown, and written down only as a hash. Of a file without a version all
    bytes are asked for, from 0. `checksum` is what the system says of its bytes: others make no bundle.
    """

    category: str
    name: str
    chunks: Callable[[int], AsyncIterator[bytes]]
    version: str | None = field(default=None, repr=False)
    checksum: Checksum | None = None


Entry = Record | File | Withheld


@runtime_checkable
class System(Protocol):
    """Every adapter speaks for one system and says on whose identifiers it depends."""

    @property
    def name(self) -> str:
        """The system's name: lower-case, the same in queues, plans and receipts."""

    @property
    def needs_identifiers_of(self) -> tuple[str, ...]:
        """The systems whose identifiers find this one's data."""

    @property
    def finds_by(self) -> tuple[str, ...]:
        """The kinds of identifiers that it looks by: for others it is not asked again."""


@runtime_checkable
class Locates(System, Protocol):
    """Can say what it has of a person. Creates nothing."""

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held of the person with these identifiers."""


@runtime_checkable
class Exports(System, Protocol):
    """Can hand out what it has of a person."""

    def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream the records and files of the pinned identifiers, and name what is withheld."""


@runtime_checkable
class Preflights(System, Protocol):
    """Can prove, without changing anything, that the steps to come can be done and undone."""

    async def preflight(self, order: StepOrder) -> Receipt:
        """Raises Unfit with the reason when a later step could not be done."""


@runtime_checkable
class Holds(System, Protocol):
    """Can take data out of use for a case, and give it back exactly as it was."""

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Take out of use what the plan erases. Twice is once."""

    async def release(self, order: StepOrder) -> Receipt:
        """Undo this case's hold and nothing else. Without a hold it does nothing."""


@runtime_checkable
class Erases(System, Protocol):
    """Can erase what a plan erases, and be asked afterwards by another way."""

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase what the plan erases, by pinned primary ids, and this case's hold with it. Twice is once."""

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left of every holding, by another query and a read-only credential."""


@runtime_checkable
class Stops(System, Protocol):
    """Can end a use of a person's data at once: marketing that they object to, what rested on a consent (L-09)."""

    @property
    def stops(self) -> tuple[Right, ...]:
        """By which of the rights that act at once something stops here: for others it is not asked."""

    async def stop(self, order: StopOrder) -> Receipt:
        """End what the order names, of whoever bears its identifiers; counts what this attempt has stopped.

        Twice is once. Of somebody unknown it is nothing.
        """

    async def confirm_stop(self, order: StopOrder) -> Receipt:
        """Count what goes on all the same, by another query and a read-only credential."""
