"""What the records themselves say of recipients and sources: it differs from person to person (C-154/21, L-20).

A disclosure is a record of the category `disclosures`, in whichever system; its fields are `recipient`, `country`,
`what`, `ground` and `at`. The source of obtained data is its records' field `source`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from habeas.domain.error import Permanent
from habeas.domain.recipient import NamedBy, Recipient
from habeas.vault.opener import Opener

from .contents import Contents
from .reading import records

DISCLOSURES = "disclosures"
SOURCE = "source"
MOST = 500  # of disclosures on the page, and of names of one kind: memory stays flat, the rest is in the files
_SIGN_OF_LIFE = 1000  # records


@dataclass(frozen=True, order=True)
class Disclosure:
    """What one recipient got, on one ground; `last` is when, as the newest record says, or empty."""

    recipient: str = field(repr=False)
    country: str = field(repr=False)
    what: str = field(repr=False)
    ground: str = field(repr=False)
    last: str = field(repr=False, default="")


@dataclass(frozen=True)
class Facts:
    """Recipients and sources of this person's data; `names` are those that records give a recipient, by its id.

    `sources` are by system and category. `has_more` where not every disclosure is told here.
    """

    disclosures: list[Disclosure] = field(default_factory=list)
    has_more: bool = False
    names: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def got(self, recipient: Recipient) -> bool:
        """Whether a disclosure to this recipient is on record."""
        return any(recipient.is_called(d.recipient) for d in self.disclosures)


def facts(contents: Contents, opener: Opener, progress: Callable[[], None]) -> Facts:
    """Read the staged tables that name somebody; calls `progress` now and then.

    Raises Altered when a table cannot be read, and Permanent when a disclosure does not say who got what.
    """
    tables = _Tables(contents, opener, progress)
    told, has_more = _disclosures(tables)
    places = {r.id: r.named_by for r in contents.processing.recipients if r.named_by}
    from_elsewhere = [c for c in contents.processing.categories if c.is_from_elsewhere]
    return Facts(
        disclosures=told,
        has_more=has_more,
        names={i: tables.names(place) for i, place in places.items()},
        sources={
            (c.system, c.name): tables.names(NamedBy(system=c.system, category=c.name, field=SOURCE))
            for c in from_elsewhere
        },
    )


@dataclass(frozen=True)
class _Tables:
    """The tables of one bundle."""

    contents: Contents
    opener: Opener
    progress: Callable[[], None]

    def of(self, category: str, system: str | None = None) -> Iterable[dict[str, object]]:
        """The records of a category, of one system or of all."""
        for one, table, _ in self.contents.held():
            if table and one.name == category and system in (one.system, None):
                for number, record in enumerate(records(self.opener, table)):
                    if number % _SIGN_OF_LIFE == 0:
                        self.progress()
                    yield record

    def names(self, place: NamedBy) -> list[str]:
        """The different names in one field, in order."""
        found: set[str] = set()
        for record in self.of(place.category, place.system):
            name = record.get(place.field)
            if isinstance(name, str) and name and len(found) < MOST:
                found.add(name)
        return sorted(found)


def _disclosures(tables: _Tables) -> tuple[list[Disclosure], bool]:
    """What was disclosed, each kind once with its newest moment, and whether there is more than is told."""
    newest: dict[Disclosure, str] = {}
    has_more = False
    for record in tables.of(DISCLOSURES):
        key, at = _disclosure(record), str(record.get("at") or "")
        if key in newest or len(newest) < MOST:
            newest[key] = max(newest.get(key, ""), at)
        else:
            has_more = True
    told = (Disclosure(d.recipient, d.country, d.what, d.ground, at) for d, at in newest.items())
    return sorted(told), has_more


def _disclosure(record: dict[str, object]) -> Disclosure:
    values = [record.get(name) for name in ("recipient", "country", "what", "ground")]
    if not all(isinstance(value, str) and value for value in values):
        raise Permanent("bundle", "a record of a disclosure does not say who got what, where and on what ground")
    return Disclosure(*map(str, values))
