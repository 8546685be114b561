"""What became of what was held: one outcome for each system and category, as a certificate says it.

An outcome says what was read back, not what was asked for. What is masked or hashed is still there: it has no outcome
of its own (L-41).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from .disclosure import Disclosed
from .disposition import Disposition
from .justification import Justification
from .model import Message
from .plan import Plan, PlanItem
from .treatment import ErasureGround

BACKUPS = "backups"
_UNTESTED = "no test is named that its anonymisation has passed: it counts as not erased"
_EMPTIED = "habeas.emptied.v1"  # docs/statements.md says what it asks


class Became(StrEnum):
    """What a certificate knows. The values are those of its form, and stay."""

    ERASED = "erased"  # it was there, and read back it is not
    ALREADY_ABSENT = "already-absent"
    ANONYMISED = "anonymised"  # and has passed the test that is named
    RETAINED = "retained"  # on a ground, until a date
    REFERRED = "referred"  # to the controller that decides
    UNDECIDED = "undecided"
    INACCESSIBLE = "inaccessible-key-destroyed"
    IN_BACKUP = "in-backup-until"
    NOTIFIED = "notified"  # who got it was told
    OUTSIDE_REACH = "outside-reach"  # a copy that somebody else has, who was not told yet
    ATTESTED = "attested-manually"  # a person says so; it was not read back
    REFUSED = "refused"


class Outcome(Message):
    """What became of one category in one system, or of a copy of it.

    `count` is what was found, `left` what was read back: None where nothing could be. `ground` and `until` belong to
    what is retained, `until` also to what backups hold; `erased_on` is on which ground it was erased (GDPR art. 17(1)),
    `exception` why it was not (GDPR art. 17(3)); `controller` is who decides, `recipient` who has a copy, `test`
    what an anonymisation has passed, `why` why nothing was decided.
    """

    system: str
    category: str
    became: Became
    count: int = 0
    left: int | None = None
    erased_on: ErasureGround | None = None
    exception: Justification | None = None
    controller: str | None = None
    ground: str | None = None
    until: date | None = None
    recipient: str | None = None
    test: str | None = None
    why: str | None = None


def outcomes(
    plan: Plan, read_back: Mapping[str, Mapping[str, int]], backups_until: AwareDatetime | None
) -> tuple[Outcome, ...]:
    """What became of each item of a plan that was carried out, of copies that others have, and of backups.

    `read_back`: by system what is left there, by holding key. Of a system that is not among them a person attests it.
    """
    return (
        *(_of_item(item, read_back.get(item.system)) for item in plan.items),
        *(_copy(item) for item in plan.items if item.was_public and item.disposition.takes),
        *(_disclosed(one) for one in plan.disclosed),
        *_in_backups(plan, backups_until),
    )


def both(first: Iterable[Outcome], later: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes of a case of which a later plan erased what the first one had referred, on the word of who decides.

    What the later one refers is what it left alone.
    """
    news = [one for one in later if one.became is not Became.REFERRED]
    left = {one.controller for one in later if one.became is Became.REFERRED}
    said = {_about(one) for one in news}
    stays = [one for one in first if one.became is not Became.REFERRED or one.controller in left]
    return (*(one for one in stays if _about(one) not in said), *news)


def completed(first: Iterable[Outcome], rest: Iterable[Outcome], systems: Iterable[str]) -> tuple[Outcome, ...]:
    """The outcomes of a plan whose rest was carried out later, in these systems: of them it has the last word."""
    late = frozenset(systems)
    stays = (one for one in first if one.system not in late or one.became is Became.OUTSIDE_REACH)
    return (*stays, *(one for one in rest if one.became is not Became.OUTSIDE_REACH))


def _about(one: Outcome) -> tuple[object, ...]:
    """What is said once of backups and of others' copies, whichever plan says it last; else every one counts."""
    is_again = one.became in (Became.IN_BACKUP, Became.OUTSIDE_REACH)
    return (one.system, one.category, one.became, one.recipient) if is_again else tuple(one.model_dump().values())


def _of_item(item: PlanItem, read_back: Mapping[str, int] | None) -> Outcome:
    left = None if read_back is None else read_back.get(item.key, 0)
    common = {"system": item.system, "category": item.category, "count": item.count, "left": left}
    return Outcome.model_validate({**common, **_became(item, left)})


def _became(item: PlanItem, left: int | None) -> dict[str, object]:
    match item.disposition:
        case Disposition.RETAIN:
            exception = item.justification
            return {"became": Became.RETAINED, "ground": item.ground, "until": item.until, "exception": exception}
        case Disposition.REFER:
            return {"became": Became.REFERRED, "controller": item.controller}
        case Disposition.DECIDE:
            return {"became": Became.UNDECIDED, "why": item.why}
        case _:
            return _taken(item, left)


def _taken(item: PlanItem, left: int | None) -> dict[str, object]:
    match item.disposition:
        case Disposition.ANONYMISE if not item.emptied:
            return {"became": Became.UNDECIDED, "why": _UNTESTED}
        case Disposition.ANONYMISE if left == 0 and item.count:
            return {"became": Became.ANONYMISED, "test": f"{_EMPTIED}: {', '.join(item.emptied)}"}
        case Disposition.ERASE if left and item.is_later:
            return {"became": Became.UNDECIDED, "why": item.ground, "until": item.until}
        case _ if left is None:
            return {"became": Became.ATTESTED, "erased_on": item.erased_on}
        case _ if left:
            return {"became": Became.UNDECIDED, "why": "it was erased, and is still there"}
        case _:
            return {"became": Became.ERASED if item.count else Became.ALREADY_ABSENT, "erased_on": item.erased_on}


def _copy(item: PlanItem) -> Outcome:
    return Outcome(
        system=item.system,
        category=item.category,
        became=Became.OUTSIDE_REACH,
        why="it was public: others may have copies (GDPR art. 17(2))",
    )


def _disclosed(one: Disclosed) -> Outcome:
    return Outcome(
        system=one.system,
        category=one.what,
        became=Became.OUTSIDE_REACH,
        recipient=f"{one.recipient} ({one.country})",
        why="who got it is still to be told (GDPR art. 19)",
    )


def _in_backups(plan: Plan, until: AwareDatetime | None) -> Iterator[Outcome]:
    """Whatever was erased may be in a backup, until the date that is known; without one that is said."""
    for system in sorted({item.system for item in plan.items if item.disposition.takes}):
        why = None if until else "until when backups are kept is not known"
        day = until.date() if until else None
        yield Outcome(system=system, category=BACKUPS, became=Became.IN_BACKUP, until=day, why=why)
