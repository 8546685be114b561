"""What a person gets to prove what was done for them: sealed among the case's papers until it is shredded."""

import json
from collections.abc import Mapping

from .case_keys import CaseKeys
from .paper import SealedPapers
from .papers import PROOF
from .parts import Parts

_FILES = f"{PROOF}/files.sealed"


class ProofPapers:
    """Keeps the files of a proof, by name: texts, of which one says whom the certificate is about."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        self._papers = SealedPapers(parts, keys)

    async def keep(self, case_id: str, files: Mapping[str, str]) -> None:
        """Keep them; those from before go. Raises as `CaseKeys.unwrap` does."""
        await self._papers.keep(case_id, _FILES, json.dumps(dict(files)))

    async def files(self, case_id: str) -> Mapping[str, str]:
        """What was kept: nothing where there is no certificate. Raises Gone after shredding."""
        text = await self._papers.read(case_id, _FILES)
        return json.loads(text) if text is not None else {}
