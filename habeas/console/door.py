"""How a command reaches an installation: the sandbox of a home, or any installation with the worker's settings.

Temporal's client and the register's are heavy: each is imported by whoever goes through its door.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.domain.error import InvalidInput
from habeas.settings import HouseSettings

from .embedded import settings_of_home

if TYPE_CHECKING:
    from habeas.client import Habeas
    from habeas.client.proofs import Proofs
    from habeas.register.approver import Approvers
    from habeas.register.register import Register
    from habeas.vault.approver_keys import ApproverKeys
    from habeas.vault.attachments import Attachments
    from habeas.vault.case_files import CaseFiles
    from habeas.vault.case_keys import CaseKeys
    from habeas.vault.papers import CasePapers
    from habeas.vault.shredder import Shredder


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
    def files(self) -> "CaseFiles":
        """The case files, to be read. Raises InvalidInput where nothing is set by which they are opened."""
        if self.settings.file_wrapping_keys is None:
            raise InvalidInput("a bundle is sealed, and HABEAS_FILE_WRAPPING_KEYS says what opens it: it is not set")
        from habeas.client.files import case_parts
        from habeas.vault.case_files import CaseFiles

        return CaseFiles(case_parts(self.settings), self._keys)

    @property
    def attachments(self) -> "Attachments":
        """What takes in files that were cut by hand: to seal them, nothing has to open."""
        from habeas.client.files import case_parts
        from habeas.vault.attachments import Attachments
        from habeas.vault.case_files import CaseFiles

        return Attachments(CaseFiles(case_parts(self.settings), self._keys))

    @property
    def papers(self) -> "CasePapers":
        """The papers of open cases."""
        from habeas.client.files import case_parts
        from habeas.vault.papers import CasePapers

        return CasePapers(case_parts(self.settings), self._keys)

    @property
    def shredder(self) -> "Shredder":
        """What destroys the secrets and files of a case that has closed."""
        from habeas.client.files import case_parts
        from habeas.vault.shredder import Shredder

        return Shredder(case_parts(self.settings), self._keys)

    @property
    def proofs(self) -> "Proofs":
        """Certificates, checkpoints and the published keys. Raises NotNow where nothing signs."""
        from habeas.client.proofs import proofs

        return proofs(self.settings)

    async def runs(self, case_id: str) -> bool:
        """Whether Temporal still runs a case. Raises Unavailable, or Unreachable."""
        from habeas.client.executions import Executions

        return await Executions((await self.habeas()).temporal).runs(case_id)

    @property
    def _keys(self) -> "CaseKeys":
        from habeas.client.files import house_keys

        return house_keys(self.settings)

    async def habeas(self) -> "Habeas":
        """The cases. Raises Unreachable when Temporal does not answer, InvalidInput for a file that is none."""
        from habeas.client import Habeas

        at = self.settings
        habeas = await Habeas.connect(at.temporal_address, self._keys, at.temporal_namespace, at.access)
        return habeas if at.approver_keys is None else replace(habeas, signers=self.approver_keys)

    @property
    def approver_keys(self) -> "ApproverKeys":
        """The keys of who approves here. Raises InvalidInput where nothing says where they are."""
        if self.settings.approver_keys is None:
            raise InvalidInput("HABEAS_APPROVER_KEYS says in which folder the keys of approvers are: it is not set")
        from habeas.vault.approver_keys import ApproverKeys

        return ApproverKeys(self.settings.approver_keys)

    @property
    def approvers(self) -> "Approvers":
        """Who may decide, as the register knows them."""
        from habeas.register.approver import Approvers
        from habeas.register.engine import register_engine

        return Approvers(register_engine(self.settings.register_url, is_kept=False))

    @asynccontextmanager
    async def register(self) -> AsyncIterator["Register"]:
        """The register, for reading, and for writing down how a case has ended."""
        from habeas.client.files import evidence_signer
        from habeas.key_file import load_key
        from habeas.register.engine import register_engine
        from habeas.register.register import Register

        if not self.settings.claim_key_file.exists():
            raise InvalidInput("there is no register yet: its key is made when the worker first starts")
        engine = register_engine(self.settings.register_url)
        try:
            claim_key, signs = load_key(self.settings.claim_key_file), evidence_signer(self.settings)
            yield Register(engine, claim_key, signs=signs, periods=self.settings.periods)
        finally:
            await engine.dispose()
