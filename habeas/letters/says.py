"""What must stand in an item once it is rendered: its dates, names and articles, and not only some words."""

from collections.abc import Callable, Iterable, Mapping

from habeas.domain.letter import LetterKind

from .content import Item, Omission
from .facts import Facts, Row

_HAS_OWN_DATE = (
    LetterKind.HAND_OVER,
    LetterKind.HAND_OVER_REMINDER,
    LetterKind.OWNER_ASKED,
    LetterKind.OWNER_REMINDER,
)


def must_say(item: Item, facts: Facts) -> Iterable[str]:
    """The texts that must be found in an item. Raises Omission when a fact that it needs is not there."""
    return _TEXTS[item](facts) if item in _TEXTS else ()


def _reasons(facts: Facts) -> Iterable[str]:
    match facts.letter.kind:
        case LetterKind.IDENTITY:
            return [facts.doubt]
        case LetterKind.CLARIFICATION:
            return []
        case LetterKind.ESCALATION:
            return [facts.said] if facts.has_said else []
        case LetterKind.REFUSAL:
            return [*facts.reasons, *(cell for r in facts.each for cell in (r.title, r.why))]
        case _:
            return facts.reasons


def _erased(facts: Facts) -> Iterable[str]:
    """What was anonymised has a passage of its own: nothing is said to be erased that was not (L-41)."""
    return [cell for r in (*facts.erased, *facts.attested, *facts.anonymised) for cell in (r.title, _why(r, facts))]


def _later(facts: Facts) -> Iterable[str]:
    return [text for row in facts.later for text in (row.title, _why(row, facts), row.until)]


def _kept(facts: Facts) -> Iterable[str]:
    return [cell for r in facts.kept for cell in (r.title, _why(r, facts), r.until)]


def _undecided(facts: Facts) -> Iterable[str]:
    return [cell for r in facts.undecided for cell in (r.title, _why(r, facts))]


def _why(row: Row, facts: Facts) -> str:
    if not row.why:
        raise Omission(facts.letter.kind, facts.words.code, Item.KEPT, "an item has no reason")
    return row.why


def _by(facts: Facts) -> Iterable[str]:
    return [facts.until if facts.letter.kind in _HAS_OWN_DATE else facts.due]


def _deciders(facts: Facts) -> Iterable[str]:
    for row in facts.referred:
        if not row.decider:
            raise Omission(facts.letter.kind, facts.words.code, Item.REFERRED, "who decides has no name")
        yield from (row.title, row.decider)


def _of_one_customer(rows: Iterable[Row], facts: Facts) -> Iterable[str]:
    """A customer learns of its own data alone (L-46)."""
    if not facts.is_of_one_customer:
        raise Omission(facts.letter.kind, facts.words.code, Item.HELD, "the letter speaks of data of others too")
    return [cell for r in rows for cell in (r.label, r.count)]


def _demand(facts: Facts) -> Iterable[str]:
    """What the owner is to do; the DPO is told where the data is and who has it, and not whose it is."""
    if facts.letter.kind is LetterKind.OWNER_SILENT:
        return [facts.where, facts.role]
    return [facts.role, facts.where, facts.demand, *facts.sought]


def _stopped(facts: Facts) -> Iterable[str]:
    if not facts.stopped:
        raise Omission(facts.letter.kind, facts.words.code, Item.STOPPED, "it says of no system what ended there")
    return [facts.received, facts.right, *facts.purposes, *(cell for row in facts.stopped for cell in row)]


def _handed_over(facts: Facts) -> Iterable[str]:
    if not facts.referred:
        raise Omission(facts.letter.kind, facts.words.code, Item.HANDED_OVER, "the letter lacks that fact")
    return _deciders(facts)


_TEXTS: Mapping[Item, Callable[[Facts], Iterable[str]]] = {
    Item.COMPLAINT: lambda f: ["77", *(authority.name for _, authority, _ in f.authorities)],
    Item.REMEDY: lambda _: ["79"],
    Item.FREE: lambda _: ["12"],
    Item.RECEIVED: lambda f: [f.received],
    Item.ASKS: lambda f: [f.received, f.theirs],
    Item.CONFIRMATION: lambda f: [f.received, f.right, *f.unanswered],
    Item.DEMAND: _demand,
    Item.DUE: lambda f: [f.due, *filter(None, [f.due_with_pauses])],
    Item.NEW_DATE: lambda f: [f.due],
    Item.WITHIN_MONTH: lambda f: [f.received, f.first_due],
    Item.CLOCK: lambda f: [f.first_due],
    Item.ENDS: lambda f: [f.ends] if f.is_erasure else [],
    Item.UNIDENTIFIED: lambda f: filter(None, [f.unidentified]),
    Item.COMPANY: lambda f: [f.company.name, f.company.place, f.company.contact],
    Item.BY: _by,
    Item.UNTIL: lambda f: [f.until] if f.is_export or f.letter.kind is LetterKind.BREACH else [],
    Item.BREACH: lambda f: [f.received],
    Item.REASON: _reasons,
    Item.ASKED: lambda f: [f.rung],
    Item.QUESTION: lambda f: [f.said],
    Item.DECIDES: lambda f: f.controllers,
    Item.HANDED_OVER: _handed_over,
    Item.HELD: lambda f: [*_of_one_customer(f.held, f), *(cell for s in f.shown for cell in (s.item, s.times))],
    Item.ERASED: _erased,
    Item.LATER: _later,
    Item.KEPT: _kept,
    Item.REFERRED: _deciders,
    Item.UNDECIDED: _undecided,
    Item.TOLD: lambda f: f.told,
    Item.STOPPED: _stopped,
    Item.BEFORE: lambda f: ["7"] if f.is_withdrawal else ["21"],
    Item.BACKUPS: lambda f: filter(None, [f.backups_until]),
    Item.RESULT: lambda f: [f.received, *_of_one_customer([*f.erased, *f.anonymised, *f.left], f)],
}
