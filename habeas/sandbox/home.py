"""The sandbox's home: the company's systems in `company/`, and what is ours alone in `habeas/`."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from habeas.domain.error import InvalidInput
from habeas.domain.model import Message
from habeas.settings import HouseSettings

from .fault import Switchboard

PRIVATE = 0o700
# what the switchboard breaks: the systems, the mail server, and Clearbit, which the company alone asks, never Habeas
SYSTEMS = ("accounts", "recordings", "billing", "enrichment", "activity", "marketing", "clearbit", "mail")


class Database(StrEnum):
    """What the company's platform keeps its rows in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Addresses(Message):
    """Where the pieces of a running sandbox are; `environment` are the worker's settings, secrets included."""

    temporal: str
    ui: str
    s3: str
    database: str
    temporal_port: int
    ui_port: int
    s3_port: int
    proxy_port: int
    stripe: str
    stripe_port: int
    clearbit: str = ""  # a home of a version before Clearbit has neither: it gets a port when it is started again
    clearbit_port: int = 0
    codec: str = ""  # as above
    codec_port: int = 0
    mail_port: int = 0
    person: str = ""  # as above: people's web door
    person_port: int = 0
    staff: str = ""
    staff_port: int = 0
    staff_tokens: dict[str, str] = Field(default_factory=dict, repr=False)
    reader_token: str = Field(default="", repr=False)
    processes: dict[str, int] = Field(default_factory=dict)
    environment: dict[str, str] = Field(repr=False)


@dataclass(frozen=True)
class Home:
    """One folder with everything in it."""

    root: Path

    @property
    def company(self) -> Path:
        """The company's own systems."""
        return self.root / "company"

    @property
    def ours(self) -> Path:
        """Temporal's database, the register, keys, case files and logs."""
        return self.root / "habeas"

    @property
    def cases(self) -> Path:
        """The case folder."""
        return self.ours / "cases"

    @property
    def enrichment_key(self) -> Path:
        """The key of the hashes in the suppression list and the record of disclosures."""
        return self.ours / "keys" / "enrichment.key"

    @property
    def approver_keys(self) -> Path:
        """The keys of whoever has approved something here."""
        return self.ours / "keys" / "approvers"

    @property
    def processing(self) -> Path:
        """The company's record of processing, where it is not the one that comes along: with a manual system in it."""
        return self.company / "processing.yaml"

    @property
    def stripe(self) -> Path:
        """What the company has at Stripe."""
        return self.company / "stripe"

    @property
    def clearbit(self) -> Path:
        """What Clearbit remembers: the account's key, and every request that it ever got."""
        return self.company / "clearbit"

    @property
    def mail(self) -> Path:
        """The letters that the mail server was given."""
        return self.company / "mail"

    @property
    def switchboard(self) -> Switchboard:
        """By which the company's systems are broken and mended."""
        return Switchboard(self.faults)

    @property
    def faults(self) -> Path:
        """The switchboard's file."""
        return self.company.resolve() / "faults.json"

    @property
    def filled(self) -> Path:
        """The empty file that says that the company has its data: what was deleted since must not come back."""
        return self.company / "filled"

    @property
    def platform_file(self) -> Path:
        """The platform's database, when it is SQLite."""
        return self.company.resolve() / "platform.db"

    def prepare(self) -> None:
        """Make the folders. Raises InvalidInput when that is not possible."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.company.mkdir(exist_ok=True)
            self.ours.mkdir(mode=PRIVATE, exist_ok=True)
            self.ours.chmod(PRIVATE)
            (self.ours / "keys").mkdir(mode=PRIVATE, exist_ok=True)
            (self.ours / "logs").mkdir(mode=PRIVATE, exist_ok=True)
            (self.ours / "temporal").mkdir(mode=PRIVATE, exist_ok=True)
        except OSError as error:
            raise InvalidInput(f"the home folder cannot be made: {error.strerror}") from None

    def check_private(self) -> None:
        """Raises RuntimeError when what is ours is not ours alone any more."""
        if stat.S_IMODE(self.ours.stat().st_mode) != PRIVATE:
            raise RuntimeError("the folder habeas/ in the home is open to others: it must have mode 0700")

    def remember(self, addresses: Addresses) -> None:
        """Write down where everything is."""
        draft = self.ours / "stack.json.new"
        draft.touch(mode=0o600)
        draft.write_text(addresses.model_dump_json(indent=1))
        draft.replace(self._stack_file)

    def last(self) -> Addresses | None:
        """Where everything is, or was when it last ran. Raises InvalidInput when that was not written by a sandbox."""
        if not self._stack_file.exists():
            return None
        try:
            return Addresses.model_validate_json(self._stack_file.read_text())
        except ValueError:
            raise InvalidInput(f"{self._stack_file} is damaged: remove it, and start the sandbox again") from None

    def addresses(self) -> Addresses:
        """As `last`. Raises InvalidInput when no sandbox was ever started here."""
        addresses = self.last()
        if addresses is None:
            raise InvalidInput(f"there is no sandbox in {self.root}: start one with `habeas sandbox up`")
        return addresses

    def settings(self) -> HouseSettings:
        """The worker's settings. Raises InvalidInput when no sandbox was ever started here."""
        return HouseSettings.given(self.addresses().environment)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Raises InvalidInput when another sandbox runs in this home."""
        with (self.ours / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise InvalidInput(f"a sandbox runs in {self.root} already") from None
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    @property
    def _stack_file(self) -> Path:
        return self.ours / "stack.json"
