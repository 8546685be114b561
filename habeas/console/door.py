"""How a command reaches an installation: the sandbox of a home, or any installation with the worker's settings.

Temporal's client and the register's are heavy: each is imported by whoever goes through its door.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.domain.error import InvalidInput
from habeas.settings import HouseSettings
from habeas.vault.folder import CaseFolder

from .embedded import settings_of_home

if TYPE_CHECKING:
    from habeas.client import Habeas
    from habeas.register.register import Register


@dataclass(frozen=True)
class Door:
    """Which installation is meant. `is_sandbox`: its people are synthetic."""

    settings: HouseSettings
    is_sandbox: bool

    @classmethod
    def at(cls, home: Path, address: str | None) -> "Door":
        """The sandbox of `home`, or the installation at `address` with the worker's settings from the environment.

        Raises InvalidInput when the sandbox was never started, or when a setting is missing.
        """
        if address is None:
            return cls(settings_of_home(home), is_sandbox=True)
        settings = HouseSettings.read(temporal_address=address)
        return cls(settings, is_sandbox=False)

    @property
    def folder(self) -> CaseFolder:
        """The case folder."""
        return CaseFolder(self.settings.case_folder)

    async def habeas(self) -> "Habeas":
        """The cases. Raises Unreachable when Temporal does not answer, InvalidInput for a file that is none."""
        from habeas.client import Habeas

        return await Habeas.at(self.settings)

    @asynccontextmanager
    async def register(self) -> AsyncIterator["Register"]:
        """The register, for reading."""
        from habeas.key_file import load_key
        from habeas.register.engine import register_engine
        from habeas.register.register import Register

        if not self.settings.claim_key_file.exists():
            raise InvalidInput("there is no register yet: its key is made when the worker first starts")
        engine = register_engine(self.settings.register_url)
        try:
            yield Register(engine, load_key(self.settings.claim_key_file))
        finally:
            await engine.dispose()
