"""The letters of a case. They are read on its pages after it has closed, and go when it is shredded.

They are sealed as the case's other papers are. Their names say the kind and the number, as the case's report does.
"""

import asyncio

from habeas.domain.letter import KeptLetter, LetterKind

from .case_keys import CaseKeys
from .paper import SealedPapers
from .parts import Parts

_FOLDER = "letters"
_SEALED = ".sealed"


class LetterPapers:
    """Keeps letters among the case files, each once by its kind and number."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        self._parts = parts
        self._papers = SealedPapers(parts, keys)

    async def begin(self, kept: KeptLetter) -> KeptLetter:
        """Keep a letter unless it is kept already, and say which one is: of two that are written at once the first.

        Raises as `CaseKeys.unwrap` does: Gone when the case was shredded.
        """
        letter = kept.letter
        path = _path(letter.kind, letter.number)
        if await self._papers.keep_new(letter.case_id, path, kept.model_dump_json()):
            return kept
        return await self.letter(letter.case_id, letter.kind, letter.number) or kept

    async def keep(self, kept: KeptLetter) -> None:
        """Keep a letter in place of what was kept of it before."""
        letter = kept.letter
        await self._papers.keep(letter.case_id, _path(letter.kind, letter.number), kept.model_dump_json())

    async def letter(self, case_id: str, kind: LetterKind, number: int) -> KeptLetter | None:
        """One letter, or None when it was not written."""
        return await self._read(case_id, _path(kind, number))

    async def letters(self, case_id: str) -> tuple[KeptLetter, ...]:
        """All letters of a case, the oldest first."""
        names = await asyncio.to_thread(self._parts.names, case_id, _FOLDER)
        found = [await self._read(case_id, f"{_FOLDER}/{name}") for name in names if name.endswith(_SEALED)]
        return tuple(sorted(filter(None, found), key=lambda k: (k.letter.at, k.letter.number)))

    async def _read(self, case_id: str, path: str) -> KeptLetter | None:
        text = await self._papers.read(case_id, path)
        return KeptLetter.model_validate_json(text) if text is not None else None


def _path(kind: LetterKind, number: int) -> str:
    return f"{_FOLDER}/{kind}-{number}{_SEALED}"
