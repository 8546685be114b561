"""Stories from a seed. Hypothesis chooses; moments are dealt like cards, so that each interval has its share.

A batch deals two cards for each interval and family, and three on the way back. Of the faults of a case that is to pass
the pivot only the last one may turn it back: what was to come after that would never be met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from kind import BROKEN, CLOCKS, FAMILIES, GONE, KILLED, LOSES_A_RUN, OLDER, STOPS, Kind
from story import ERASES, FORWARD, HOLDS, LOOKS, RELEASES, REVERSIBLE, STEPS, Fault, Opening, Side, Story

HOUSE = ("plan:again", "decide", "close_case")
FAULTS_OF_A_CASE, ON_THE_WAY_BACK = 7, 8
COMPANIES = 10
"""In a batch."""

Company = tuple[Story, ...]
Steps = Mapping[str, frozenset[str]]
"""The steps of each person's case when nothing is disturbed."""

_BY_SIDE = {
    Side.BEFORE: (Kind.HANG, Kind.TWICE, Kind.LATE),
    Side.IN: (Kind.HANG, Kind.LATE),
    Side.AFTER: (Kind.LOST,),
}
_OPENINGS = (Opening.APPROVE,) * 18 + (Opening.REFUSE, Opening.BOTH)
_KILLS = (*KILLED, Kind.KILL_WORKER)
_LOSSES = (*GONE, Kind.LOSE_TEMPORAL)


@dataclass(frozen=True)
class Card:
    """An interval, and the family of what is to happen in it."""

    step: str
    side: Side
    family: str


def deal(number: int, seed_: int, steps: Steps, left_out: set[Kind]) -> list[list[Company]]:
    """So many batches, always the same from one seed."""
    found: list[list[Company]] = []

    @seed(seed_)
    @settings(
        max_examples=number + 1,  # the first is the simplest of all
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(_batches(steps, left_out))
    def collect(batch: list[Company]) -> None:
        found.append(batch)

    collect()
    return found[1 : number + 1]


@st.composite
def _batches(draw: st.DrawFn, steps: Steps, left_out: set[Kind]) -> list[Company]:
    """A batch is too large to be drawn choice by choice: Hypothesis gives up on such examples."""
    chance = draw(st.randoms(use_true_random=True))
    forward, back = _cards(FORWARD) * 2, _cards(RELEASES) * 3  # few cases unwind, and each meets more on its way
    chance.shuffle(forward)
    chance.shuffle(back)
    return [_company(_Hand(chance, left_out, forward, back), n, steps) for n in range(COMPANIES)]


def _cards(steps: Sequence[str]) -> list[Card]:
    return [Card(step, side, family) for step in steps for side in Side for family in FAMILIES]


def _company(hand: "_Hand", number: int, steps: Steps) -> Company:
    if number == COMPANIES - 1:
        kind = hand.one_of(OLDER)
        return tuple(Story(person, (hand.older(kind, theirs),)) for person, theirs in steps.items())
    loss = hand.one_of(_LOSSES)
    return tuple(hand.story(person, theirs, loss) for person, theirs in steps.items())


@dataclass(frozen=True)
class _Hand:
    chance: Random
    left_out: set[Kind]
    forward: list[Card]
    back: list[Card]

    def one_of(self, things: Sequence[Kind]) -> Kind:
        return self.chance.choice([kind for kind in things if kind not in self.left_out])

    def older(self, kind: Kind, theirs: frozenset[str]) -> Fault:
        """Before anything is confirmed: nobody asks a system again after that."""
        steps = [step for step in (*REVERSIBLE, "decide", *ERASES) if step in theirs]
        return self._at(kind, self.chance.choice(steps), self.chance.choice(list(Side)))

    def story(self, person: str, theirs: frozenset[str], loss: Kind) -> Story:
        opening = self.chance.choice(_OPENINGS)
        if self.chance.randrange(9) < 2:
            releases = frozenset(step.replace("hold:", "release:") for step in theirs if step in HOLDS)
            on_the_way = self._dealt(self.back, releases, ON_THE_WAY_BACK, loss)
            return Story(person, (self._cause(theirs), *on_the_way), opening)
        return Story(person, tuple(self._dealt(self.forward, theirs, FAULTS_OF_A_CASE, loss)), opening)

    def _cause(self, theirs: frozenset[str]) -> Fault:
        kind = self.one_of((*STOPS, Kind.REFUSE))
        steps = HOLDS if kind is Kind.REFUSE else (*HOLDS, *LOOKS)
        step = self.chance.choice([step for step in steps if step in theirs])
        return self._at(kind, step, Side.BEFORE if kind is Kind.REFUSE else self.chance.choice(list(Side)))

    def _dealt(self, cards: list[Card], theirs: frozenset[str], number: int, loss: Kind) -> list[Fault]:
        mine = [card for card in cards if card.step in theirs][:number]
        for card in mine:
            cards.remove(card)
        mine.sort(key=lambda card: (STEPS.index(card.step), list(Side).index(card.side)))
        return [self._fault(card, loss, is_last=card is mine[-1]) for card in mine]

    def _fault(self, card: Card, loss: Kind, *, is_last: bool) -> Fault:
        kind = self.one_of(_kinds(card, loss, may_turn=is_last or card.step not in REVERSIBLE))
        return self._at(kind, card.step, card.side)

    def _at(self, kind: Kind, step: str, side: Side) -> Fault:
        return Fault(kind, side, step, self.chance.randrange(100) if side is Side.IN else 0)


def _kinds(card: Card, loss: Kind, *, may_turn: bool) -> tuple[Kind, ...]:
    turning = {Kind.REFUSE, *STOPS, *CLOCKS}
    match card.family:
        case "killed":
            kinds = _KILLS
        case "system":
            kinds = (Kind.LOCK_REGISTER,) if card.step in HOUSE else BROKEN
        case "step":
            kinds = _BY_SIDE[card.side]
        case "people":
            # a run that is lost beside a register that forgets: from two losses nothing could be rebuilt
            kinds = STOPS if loss is Kind.OLDER_REGISTER else (*STOPS, *LOSES_A_RUN)
        case "lost":
            kinds = (loss,)
        case _:
            kinds = FAMILIES[card.family]
    return tuple(kind for kind in kinds if may_turn or kind not in turning) or _KILLS


def without_one(company: Company) -> list[Company]:
    """The same company with a case less; or, when it has but one, with a fault less."""
    if len(company) > 1:
        return [(*company[:n], *company[n + 1 :]) for n in range(len(company))]
    (story,) = company
    faults = story.faults
    fewer = [replace(story, faults=(*faults[:n], *faults[n + 1 :])) for n in range(len(faults))]
    plain = [replace(story, opening=Opening.APPROVE)] if story.opening is not Opening.APPROVE else []
    return [(one,) for one in (*fewer, *plain)]
