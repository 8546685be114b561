"""The facts of one letter as its words need them: dates, names and sentences of one language, nothing to decide.

A fact that the letter's kind needs and that is not there raises Omission: no letter says less than the law wants.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from habeas.bundle.language.words import Words
from habeas.domain.clock import Clock
from habeas.domain.disposition import Disposition
from habeas.domain.holding import COMPANY
from habeas.domain.information import Authority, Company
from habeas.domain.letter import Letter
from habeas.domain.manual import Question
from habeas.domain.plan import PlanItem
from habeas.domain.processing import ProcessingRecord
from habeas.domain.right import Right
from habeas.domain.shown import Shown

from .content import Item, Omission
from .language.words import LetterWords

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Row:
    """One holding, in words; empty where there is nothing to say."""

    title: str
    label: str
    system: str
    count: str
    decider: str
    why: str
    until: str


@dataclass(frozen=True)
class Facts:
    """What templates call `letter`. `forms` are how dates are written, `zone` is the controller's."""

    letter: Letter
    words: LetterWords
    forms: Words
    record: ProcessingRecord
    zone: ZoneInfo

    @property
    def case_id(self) -> str:
        """The case."""
        return self.letter.case_id

    @property
    def company(self) -> Company:
        """The controller."""
        return self.record.controller

    @property
    def ends(self) -> str:
        """What of the service ends with an erasure."""
        return self.record.information.ends.said_in(self.words.code)

    @property
    def unidentified(self) -> str | None:
        """What is held without knowing whose it is; None where the person gave by what it is found."""
        return None if self.letter.has_cookie_id else self.record.information.unidentified.said_in(self.words.code)

    @property
    def right(self) -> str:
        """What the person asks for, as told to the person."""
        return self.words.rights[self.letter.right]

    @property
    def theirs(self) -> str:
        """The same, as told to somebody else."""
        return self.words.theirs[self.letter.right]

    @property
    def is_erasure(self) -> bool:
        """Whether that is erasure."""
        return self.letter.right is Right.ERASURE

    @property
    def is_export(self) -> bool:
        """Whether the answer has a copy with it."""
        return self.letter.right.is_export

    @property
    def received(self) -> str:
        """The day on which it came."""
        return self._day(self.letter.received_at)

    @property
    def written(self) -> str:
        """The day of the letter."""
        return self._day(self.letter.at)

    @property
    def due(self) -> str:
        """The last day for the answer."""
        return self.forms.date(self._clock.due)

    @property
    def first_due(self) -> str:
        """That day without an extension."""
        return self.forms.date(self._clock.first_due)

    @property
    def is_paused(self) -> bool:
        """Whether the person is waited for."""
        return self._clock.due_with_pauses is None

    @property
    def due_with_pauses(self) -> str | None:
        """The other date, where there is another."""
        other = self._clock.due_with_pauses
        return self.forms.date(other) if other not in (None, self._clock.due) else None

    @property
    def is_extended(self) -> bool:
        """Whether the time was extended, which is possible once."""
        return self._clock.is_extended

    @property
    def has_end(self) -> bool:
        """Whether there is a moment until which something is possible."""
        return self.letter.until is not None

    @property
    def until(self) -> str:
        """That moment."""
        return self.forms.moment(self._needed(self.letter.until, Item.UNTIL))

    @property
    def has_said(self) -> bool:
        """Whether a person wrote something for the letter."""
        return self.letter.words is not None

    @property
    def said(self) -> str:
        """What a person wrote for it."""
        return self._needed(self.letter.words, Item.QUESTION)

    @property
    def reasons(self) -> list[str]:
        """The sentence of the code, and what a person wrote beside it."""
        code = self.letter.justification
        sentences = [self.words.justifications[code] if code else None, self.letter.words]
        return self._needed([s for s in sentences if s] or None, Item.REASON)

    @property
    def doubt(self) -> str:
        """What is in doubt about who asks."""
        return self.words.doubts[self._needed(self.letter.doubt, Item.REASON)]

    @property
    def rung(self) -> str:
        """What is asked for to dispel it."""
        return self.words.rungs[self._needed(self.letter.rung, Item.ASKED)]

    @property
    def controllers(self) -> tuple[str, ...]:
        """The names of other controllers that the letter is about, or to."""
        return self._needed(self.letter.controllers or None, Item.DECIDES)

    @property
    def told(self) -> tuple[str, ...]:
        """The recipients that are told."""
        return self.letter.told

    @property
    def backups_until(self) -> str | None:
        """The last day of the backups, where that is known."""
        return self._day(self.letter.backups_until) if self.letter.backups_until else None

    @property
    def authorities(self) -> list[tuple[str, Authority, bool]]:
        """Where to complain: country, authority, and whether it leads for us."""
        known = self.record.authorities
        return [(self.forms.country(c), a, c == known.lead) for c, a in known.of(self.letter.country)]

    @property
    def general(self) -> str | None:
        """Where other authorities are listed, for who may have another one."""
        known = self.record.authorities
        return None if self.letter.country in known.by_country else known.general.said_in(self.words.code)

    @property
    def erased(self) -> list[Row]:
        """What was erased, and read back as gone."""
        return self._erased(is_attested=False)

    @property
    def attested(self) -> list[Row]:
        """What was erased where nothing can be read back: whoever has it says so."""
        return self._erased(is_attested=True)

    @property
    def later(self) -> list[Row]:
        """What will be erased when its system can: each with the reason, and from which day on."""
        return [self._row(i) for i in self.letter.items if i.is_later]

    @property
    def anonymised(self) -> list[Row]:
        """Of what nothing of the person is left in records that stay."""
        return self._rows(Disposition.ANONYMISE)

    @property
    def unanswered(self) -> list[str]:
        """The systems whose owner has not said what there is."""
        return [self._system(name) for name in self.letter.unanswered]

    @property
    def is_withdrawal(self) -> bool:
        """Whether it is consent that was withdrawn."""
        return self.letter.right is Right.WITHDRAWAL

    @property
    def stopped(self) -> list[tuple[str, str]]:
        """Each system in which something was to stop, and what became of it there."""
        return [(self._system(one.system), self.words.ended[one.ended]) for one in self.letter.stopped]

    @property
    def purposes(self) -> list[str]:
        """What the consents were for that are withdrawn; none: all of them were."""
        titles = {one.name: one.title.said_in(self.words.code) for one in self.record.consents}
        return [titles.get(name, name) for name in self.letter.purposes]

    @property
    def demand(self) -> str:
        """What the owner of a system is to do."""
        return self.words.demands[self._question.demand]

    @property
    def role(self) -> str:
        """Who that is."""
        return self._question.role

    @property
    def is_to_processor(self) -> bool:
        """Whether the owner is a processor."""
        return self._question.is_processor

    @property
    def where(self) -> str:
        """The system that the owner has."""
        return self._system(self._question.system)

    @property
    def sought(self) -> list[str]:
        """The kinds of data that may be there, or that it is about."""
        known = self.record.of(self._question.system)
        return [known[name].title.said_in(self.words.code) for name in self._question.categories if name in known]

    @property
    def kept(self) -> list[Row]:
        """What is kept by law: each with its ground and its end."""
        return self._rows(Disposition.RETAIN)

    @property
    def referred(self) -> list[Row]:
        """What others decide about."""
        return self._rows(Disposition.REFER)

    @property
    def undecided(self) -> list[Row]:
        """What a person has yet to decide."""
        return self._rows(Disposition.DECIDE)

    @property
    def left(self) -> list[Row]:
        """What was not erased, for whatever reason."""
        return [*self.kept, *self.referred, *self.undecided]

    @property
    def each(self) -> list[Row]:
        """What would have stayed in any case, and has a reason of its own beside that of the whole."""
        rows = (self._row(i) for i in self.letter.items if not i.disposition.takes)
        return [row for row in rows if row.why]

    @property
    def held(self) -> list[Row]:
        """What is held for a controller."""
        return self._needed([self._row(i) for i in self.letter.items] or None, Item.HELD)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """The recordings that show the person together with others, and when they do."""
        return self.letter.shown

    @property
    def is_copy(self) -> bool:
        """Whether the letter says what became of a controller's instruction about a copy."""
        return self.letter.is_given is not None

    @property
    def is_given(self) -> bool:
        """Whether the copy has what shows others."""
        return bool(self.letter.is_given)

    @property
    def cut_by_hand(self) -> int:
        """Of how many recordings it has what was cut out of them by hand."""
        return self.letter.cut_by_hand

    @property
    def is_of_one_customer(self) -> bool:
        """Whether all that the letter speaks of is the data of one customer, and nothing of it ours (L-46)."""
        whose = {i.controller for i in self.letter.items}
        return COMPANY not in whose and len(whose) <= 1

    @property
    def _question(self) -> Question:
        return self._needed(self.letter.question, Item.DEMAND)

    @property
    def _only_controller(self) -> str:
        return self.letter.controllers[0] if len(self.letter.controllers) == 1 else ""

    @property
    def _clock(self) -> Clock:
        return self._needed(self.letter.clock, Item.DUE)

    def _needed(self, fact: Fact | None, item: Item) -> Fact:
        if fact is None:
            raise Omission(self.letter.kind, self.words.code, item, "the letter lacks that fact")
        return fact

    def _day(self, at: datetime) -> str:
        return self.forms.date(at.astimezone(self.zone).date())

    def _rows(self, disposition: Disposition) -> list[Row]:
        return [self._row(i) for i in self.letter.items if i.disposition is disposition]

    def _erased(self, *, is_attested: bool) -> list[Row]:
        """What is gone by now: as it was read back, or as whoever has it says."""
        gone = (i for i in self.letter.items if i.disposition is Disposition.ERASE and not i.is_later)
        return [self._row(i) for i in gone if (i.system in self.letter.attested) is is_attested]

    def _system(self, name: str) -> str:
        system = self.record.systems.get(name)
        return system.said_in(self.words.code) if system else name

    def _row(self, item: PlanItem) -> Row:
        category = self.record.of(item.system).get(item.category)
        unknown = self.forms.unknown_categories.get(item.category, item.category)
        title = category.title.said_in(self.words.code) if category else unknown
        return Row(
            title=title,
            label=category.label.said_in(self.words.code) if category and category.label else title,
            system=self._system(item.system),
            count=str(item.count) if item.count else "–",
            decider=self.letter.names.get(item.controller) or self._only_controller,
            why=" ".join(self._why(item)),
            until=self._until(item),
        )

    def _why(self, item: PlanItem) -> Iterator[str]:
        if item.justification:
            yield self.words.justifications[item.justification]
        elif item.disposition is Disposition.DECIDE and item.circumstance:
            yield self.words.circumstances[item.circumstance]
        if item.erased_on:
            yield self.words.erasure_grounds[item.erased_on]
        if item.ground:
            yield self._translated(item.ground)

    def _until(self, item: PlanItem) -> str:
        if item.disposition is not Disposition.RETAIN and not item.is_later:
            return ""
        return self.forms.date(self._needed(item.until, Item.KEPT))

    def _translated(self, ground: str) -> str:
        """A ground in this language if it is known there; else as whoever decided it wrote it."""
        return next((p.said_in(self.words.code) for p in self.record.phrases if p.en == ground), ground)
