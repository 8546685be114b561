"""Where a company has what: its files, its ports, and the settings by which a worker finds them."""

import random
import shutil
import socket
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from adapters.recordings.bucket import Access
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.stripe.keys import Keys

RULES = {"REVERSIBLE_LIMIT": "PT75S", "ATTENTION_AFTER": "PT8S", "NEXT_TRY": "PT20S", "LATE_WRITE": "PT11S"}
RULES["CONTROLLER_ANSWERS_WITHIN"] = "PT0S"  # who has instructed us is told so; nobody is waited for
_PORTS = range(22_000, 30_000)  # below those that a system hands out by itself
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Layout:
    """`root` is the company's disk, `beside` what is not on it: logs, copies, and what breaks it."""

    root: Path
    beside: Path
    temporal_port: int
    ui_port: int
    stripe_port: int
    proxy_port: int

    @classmethod
    def on(cls, root: Path, beside: Path) -> "Layout":
        """On ports that nobody listens on."""
        return cls(root, beside, *_free_ports(4))

    @property
    def url(self) -> str:
        """The platform's database."""
        return f"sqlite+aiosqlite:///{self.platform}"

    @property
    def platform(self) -> Path:
        """Its file."""
        return self.root / "platform.db"

    @property
    def stripe(self) -> Path:
        """What the company has at Stripe."""
        return self.root / "stripe" / "stripe.db"

    @property
    def register(self) -> Path:
        """The register's file."""
        return self.root / "register.db"

    @property
    def temporal(self) -> Path:
        """The folder of Temporal's database."""
        return self.root / "temporal"

    @property
    def cases(self) -> Path:
        """The case folder."""
        return self.root / "cases"

    @property
    def approver_keys(self) -> Path:
        """The keys of who approves; they are not on the company's disk."""
        return self.beside / "approvers"

    @property
    def switchboard(self) -> Switchboard:
        """What breaks the systems."""
        return Switchboard(self.beside / "faults.json")

    @property
    def address(self) -> str:
        """Where Temporal listens."""
        return f"{_LOOPBACK}:{self.temporal_port}"

    def copy_of(self, what: str) -> Path:
        """Where an older state of something is kept."""
        return self.beside / f"{what}.copy"

    def environment(self, recordings: tuple[Access, Access]) -> dict[str, str]:
        """The settings of a worker."""
        keys = Keys.of(self.root / "stripe" / "keys.json")
        writer, reader = recordings
        urls = {
            f"HABEAS_{system}_{way}_URL": self.url
            for system in ("ACCOUNTS", "RECORDINGS", "ENRICHMENT", "ACTIVITY", "MARKETING")
            for way in ("WRITING", "READING")
        }
        return {
            **{f"HABEAS_{name}": value for name, value in RULES.items()},
            **urls,
            "HABEAS_TEMPORAL_ADDRESS": self.address,
            "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{self.register}",
            "HABEAS_CLAIM_KEY_FILE": str(self.root / "claim.key"),
            "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{self.root / 'payload.json'}",
            "HABEAS_FILE_WRAPPING_KEYS": f"file:{self.root / 'file.json'}",
            "HABEAS_SIGNING_WRAPPING_KEYS": f"file:{self.root / 'signing.json'}",
            "HABEAS_CASE_FOLDER": str(self.cases),
            "HABEAS_ENRICHMENT_KEY_FILE": str(self.root / "enrichment.key"),
            "HABEAS_BILLING_ENDPOINT": f"http://{_LOOPBACK}:{self.stripe_port}",
            "HABEAS_BILLING_WRITING_KEY": keys.writing,
            "HABEAS_BILLING_READING_KEY": keys.reading,
            "HABEAS_RECORDINGS_BUCKET": writer.bucket,
            "HABEAS_RECORDINGS_S3_ENDPOINT": f"http://{_LOOPBACK}:{self.proxy_port}",
            "HABEAS_RECORDINGS_S3_WRITING_KEY": writer.key_id or "",
            "HABEAS_RECORDINGS_S3_WRITING_SECRET": writer.secret or "",
            "HABEAS_RECORDINGS_S3_READING_KEY": reader.key_id or "",
            "HABEAS_RECORDINGS_S3_READING_SECRET": reader.secret or "",
        }


def copy(file: Path, to: Path) -> None:
    """A copy of a SQLite database as it is now, whoever writes it. Raises sqlite3.Error, and leaves the one before."""
    draft = to.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    source, target = sqlite3.connect(file), sqlite3.connect(draft)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    draft.replace(to)


def restore(copied: Path, file: Path) -> None:
    """The copy takes the place of the database. Who has the one before open still writes there, and not here."""
    draft = file.with_suffix(".restored")
    try:
        shutil.copy(copied, draft)
    except OSError:  # the disk is full: nobody can restore anything now
        draft.unlink(missing_ok=True)
        return
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    draft.replace(file)


def _free_ports(number: int) -> list[int]:
    found: list[int] = []
    while len(found) < number:
        port = random.SystemRandom().choice(_PORTS)
        with socket.socket() as probe:
            if port not in found and probe.connect_ex((_LOOPBACK, port)) != 0:
                found.append(port)
    return found
