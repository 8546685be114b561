"""What the owners of manual systems have answered: sealed among the case's papers, by the number of the demand.

An answer is kept once: the first one stays. What is uploaded for it is sealed as it comes, and is known by its content.
All of it stays until the case is shredded, as it shows what was done (GDPR art. 5(2)).
"""

from collections.abc import AsyncIterator, Callable

from habeas.domain.letter import Addressee
from habeas.domain.manual import Answer, Demand, Question
from habeas.domain.port import File
from habeas.domain.question import AnswerQuery, AnswerState

from .case_files import CaseFiles
from .case_keys import CaseKeys
from .evidence import EvidenceFiles, given_kind_of
from .letter_papers import LetterPapers
from .paper import SealedPapers
from .parts import Parts

_ANSWERS = "answers"
_GIVEN = "given"


class AnswerPapers:
    """Keeps answers, and reads them for who carries the case out."""

    def __init__(self, parts: Parts, keys: CaseKeys) -> None:
        """`parts` is where case files are."""
        self._parts = parts
        self._papers = SealedPapers(parts, keys)
        self._letters = LetterPapers(parts, keys)
        self._files = CaseFiles(parts, keys)

    async def keep(self, case_id: str, answer: Answer) -> bool:
        """Keep an answer unless there is one, and say whether it is kept. Raises as `CaseKeys.unwrap` does."""
        return await self._papers.keep_new(case_id, _path(answer.number), answer.model_dump_json())

    async def answer(self, case_id: str, number: int) -> Answer | None:
        """The answer to the demand of this number; None: there is none yet."""
        text = await self._papers.read(case_id, _path(number))
        return Answer.model_validate_json(text) if text is not None else None

    async def state(self, query: AnswerQuery) -> AnswerState:
        """What that makes of the demand."""
        answer = await self.answer(query.case_id, query.number)
        return AnswerState(state=answer.state if answer else None)

    async def latest(self, case_id: str, system: str, *demands: Demand) -> tuple[int, Question, Answer | None] | None:
        """What the owner of a system was asked last of this kind, and the answer to that; None: nothing was asked."""
        asked = {
            one.letter.number: one.letter.question
            for one in await self._letters.letters(case_id)
            if one.letter.question is not None and one.letter.addressee is Addressee.OWNER
        }
        numbers = [n for n, question in asked.items() if question.system == system and question.demand in demands]
        if not numbers:
            return None
        return max(numbers), asked[max(numbers)], await self.answer(case_id, max(numbers))

    def given(self, number: int, slug: str) -> EvidenceFiles:
        """The files that come with an answer, of one category."""
        return EvidenceFiles(self._files, self._parts, f"{_GIVEN}/{number}/{slug}", given_kind_of)

    async def files(self, case_id: str, number: int, category: str) -> AsyncIterator[File]:
        """The same as a collecting step takes them; the case's identity must open here."""
        slug = category.replace(" ", "-")
        given = self.given(number, slug)
        for place, piece in enumerate(await given.pieces(case_id), 1):
            _, data = await given.read(case_id, piece.name)
            name = f"{slug}-{number}-{place}.{piece.kind}"
            yield File(category=category, name=name, chunks=_from(data), version=f"{number}/{piece.name}")


def _from(data: bytes) -> Callable[[int], AsyncIterator[bytes]]:
    async def chunks(start: int) -> AsyncIterator[bytes]:
        yield data[start:]

    return chunks


def _path(number: int) -> str:
    return f"{_ANSWERS}/{number}.sealed"
