"""What unit tests share: the case files of one case, sealed as they are everywhere."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
import pytest

from habeas.bundle.archive import write_bundle
from habeas.bundle.contents import Contents
from habeas.domain.key import Kind
from habeas.domain.receipt import BundleReceipt, StagedFile
from habeas.vault.folder import CaseFolder
from habeas.vault.opener import Opener
from habeas.vault.sealed import part_path
from habeas.vault.sealer import Sealer

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"


@dataclass
class Kept:
    """The files of a case, and who writes and reads them."""

    folder: CaseFolder
    identity: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)
    last: BundleReceipt | None = None

    async def recipient(self, _case_id: str) -> str:
        """As `FileSecrets` says, and so is the next."""
        return str(self.identity.to_public())

    async def unwrap(self, _case_id: str, _kind: Kind) -> bytes:
        return str(self.identity).encode()

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.folder, CASE, self.identity.to_public())

    @property
    def opener(self) -> Opener:
        return Opener(self.folder, CASE, self.identity)

    def pack(
        self,
        contents: Contents,
        progress: Callable[[], None] = lambda: None,
        sign: Callable[[str], str] | None = None,
    ) -> BundleReceipt:
        """Write a bundle."""
        self.last = write_bundle(contents, self.opener, self.sealer, progress, sign)
        return self.last

    def data(self, file: StagedFile | BundleReceipt) -> bytes:
        """What is in a staged file, or a bundle."""
        path, sha256 = (file.name, file.sealed_sha256) if isinstance(file, BundleReceipt) else (file.path, file.sha256)
        return b"".join(self.opener.chunks(path, file.parts, sha256))

    @property
    def bundle(self) -> io.BytesIO:
        """The last bundle, as it is handed out."""
        return io.BytesIO(self.data(self.last))

    def part(self, file: StagedFile, number: int = 1) -> Path:
        """Where a part of a staged file is."""
        return self.folder.path_of(CASE, part_path(file.path, number))

    def replace(self, file: StagedFile, data: bytes) -> None:
        """Put something else in the place of a file of one part, sealed as that was: any writer could."""
        self.folder.put(CASE, part_path(file.path, 1), pyrage.encrypt(data, [self.identity.to_public()]))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """The case files of one case."""
    return Kept(CaseFolder(tmp_path / "cases"))


@pytest.fixture
def kept_elsewhere(tmp_path: Path) -> Kept:
    """The case files of the same case in another house."""
    return Kept(CaseFolder(tmp_path / "again"))
