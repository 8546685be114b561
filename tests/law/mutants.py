"""Mutants of the law: for each rule of `docs/law.md` that has a test, one small mistake in that rule.

A rule that a certificate has to show as well has a second one, in the certificate.

Each is planted in a copy of the tree. Of the numbered tests that are run there, those of its number must fail, and none
of another number. The code itself is never touched.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CODE = (
    "activities",
    "adapters",
    "habeas",
    "policy",
    "workflows",
    "queues.py",
    "worker.py",
    "tests",
    "docs",
    "pyproject.toml",
)

FAST = ("tests/unit", "tests/contract/register", "tests/contract/enrichment", "tests/contract/test_accounts.py")
"""Where numbered tests are that need no server."""


@dataclass(frozen=True)
class Mutant:
    """In a file, what is written there once becomes something else.

    `where` are the files and folders whose numbered tests are run; of sagas, which take long, only those of `numbers`.
    """

    number: str
    file: str
    was: str
    becomes: str
    where: tuple[str, ...] = FAST
    numbers: tuple[str, ...] = ()

    def plant(self, folder: Path) -> None:
        """A copy of the tree with the mistake in it. Raises ValueError where the code has changed."""
        # what is compiled already goes along, with its times: only the one file is compiled anew
        ignored = shutil.ignore_patterns("histories", "golden")
        for name in _CODE:
            source, target = ROOT / name, folder / name
            _ = shutil.copytree(source, target, ignore=ignored) if source.is_dir() else shutil.copy(source, target)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        file = folder / self.file
        text = file.read_text()
        if text.count(self.was) != 1:
            raise ValueError(f"{self.file} does not have this once: {self.was}")
        file.write_text(text.replace(self.was, self.becomes))


_CLOCK, _LIMIT, _FITNESS = "habeas/domain/clock.py", "habeas/domain/time_limit.py", "habeas/domain/fitness.py"
_IDENTITY, _LEGAL, _PLAN = "habeas/domain/identity.py", "activities/legal.py", "habeas/domain/planning.py"
_RECORD, _POLICY, _COUNT = "habeas/domain/processing.py", "policy/processing.yaml", "habeas/domain/count.py"
_CONTENT, _SAYS, _FACTS = "habeas/letters/content.py", "habeas/letters/says.py", "habeas/letters/facts.py"
_DISCLOSURE, _CASE = "habeas/domain/disclosure.py", "workflows/case.py"
_OUTCOME, _FACT = "habeas/domain/outcome.py", "habeas/register/fact.py"

MUTANTS: Sequence[Mutant] = (
    Mutant(
        "L-01",
        "activities/house.py",
        "dates = clock(Timing(received_at=request.received_at), self._place, self._rules.clock)",
        "from datetime import UTC, datetime\n"
        "        dates = clock(Timing(received_at=datetime.now(UTC)), self._place, self._rules.clock)",
    ),
    Mutant(
        "L-02",
        _LIMIT,
        "return datetime.combine(following, time.min, tzinfo=zone)",
        'return datetime.combine(following, time.min, tzinfo=ZoneInfo("UTC"))',
    ),
    Mutant("L-03", _LIMIT, "day.weekday() >= calendar.SATURDAY", "day.weekday() > calendar.SATURDAY"),
    Mutant(
        "L-04",
        _CLOCK,
        "    due, due_at = place.due_date(timing.received_at, months), place.due_at(timing.received_at, months)\n",
        "    start = timing.received_at\n"
        "    if timing.is_extended:\n"
        "        start, months = place.due_at(start) - rules.last_words, months - 1\n"
        "    due, due_at = place.due_date(start, months), place.due_at(start, months)\n",
    ),
    Mutant(
        "L-05", _FITNESS, "standing.now >= standing.clock.first_due_at", "standing.now > standing.clock.first_due_at"
    ),
    Mutant(
        "L-06",
        _CLOCK,
        "[p for p in timing.pauses if p.asked_at - timing.received_at <= rules.ask_within]",
        "list(timing.pauses)",
    ),
    Mutant("L-07", _CLOCK, "erase_by=timing.received_at + rules.erasure_within", "erase_by=due_at"),
    Mutant("L-08", _CLOCK, "last_words_at=due_at - rules.last_words", "last_words_at=due_at"),
    Mutant(
        "L-09",
        "habeas/domain/right.py",
        "self in (Right.OBJECTION, Right.WITHDRAWAL)",
        "self is Right.OBJECTION",
        where=("tests/unit/test_fitness.py",),
    ),
    Mutant(
        "L-09",
        _FACTS,
        "for one in self.letter.stopped]",
        "for one in self.letter.stopped[:1]]",
        where=("tests/unit/test_letters.py",),
    ),
    Mutant(
        "L-10",
        "habeas/domain/breach.py",
        "NOTIFY_WITHIN = timedelta(hours=72)",
        "NOTIFY_WITHIN = timedelta(hours=96)",
        where=("tests/saga/test_breach.py",),
        numbers=("L-10",),
    ),
    Mutant(
        "L-11", _IDENTITY, "_HEIGHT[rung] > _HEIGHT[_DISPELS[doubt]]", "_HEIGHT[rung] > _HEIGHT[_DISPELS[doubt]] + 1"
    ),
    Mutant("L-12", _LEGAL, "        await self._evidence.discard_evidence(note.case_id)\n", ""),
    Mutant("L-13", _IDENTITY, "not mandate.begins <= on <= mandate.ends", "not mandate.begins <= on"),
    Mutant(
        "L-14",
        "adapters/enrichment/locate.py",
        "pinned=pins((copy.id for copy in found.copies), hashes) if holdings else ()",
        "pinned=pins((copy.id for copy in found.copies), hashes)",
    ),
    Mutant(
        "L-15",
        _FITNESS,
        "standing.asks_for is not None and not is_enough(standing.asks_for, verification.rung)",
        "standing.asks_for is not None and is_enough(standing.asks_for, verification.rung) is None",
    ),
    Mutant(
        "L-16",
        "habeas/register/claim.py",
        "if request.identity and not request.right.acts_at_once",
        "if not request.right.acts_at_once",
    ),
    Mutant(
        "L-17",
        "habeas/domain/justification.py",
        "NEEDS_EVIDENCE = frozenset({Justification.UNFOUNDED, Justification.EXCESSIVE})",
        "NEEDS_EVIDENCE = frozenset({Justification.UNFOUNDED})",
    ),
    Mutant("L-18", _SAYS, "(r.title, _why(r, facts), r.until)", "(r.title, r.why, r.until)"),
    Mutant(
        "L-19",
        _CONTENT,
        "(Item.CONFIRMATION, Item.WHERE, Item.UNTIL, Item.FREE, Item.COMPLAINT)",
        "(Item.CONFIRMATION, Item.WHERE, Item.UNTIL, Item.COMPLAINT)",
    ),
    Mutant(
        "L-20", _RECORD, "        if self.kept is None:\n", "        if self.kept is None and self.is_from_elsewhere:\n"
    ),
    Mutant(
        "L-21",
        _RECORD,
        "        if right is not Right.PORTABILITY:\n",
        "        if right is not Right.PORTABILITY and self.origin is not Origin.INFERRED:\n",
    ),
    Mutant(
        "L-23",
        "adapters/recordings/collect.py",
        "self._own_words(one) if why else self._whole(one)",
        "self._whole(one)",
        where=("tests/contract/recordings", "tests/contract/clearbit"),
    ),
    Mutant(
        "L-24",
        "habeas/bundle/templates/index.html",
        "</head>",
        '<iframe src="https://www.example.org/"></iframe></head>',
    ),
    Mutant(
        "L-25",
        _RECORD,
        'for key, text in (("title", self.title), ("purpose", self.purpose)):',
        'for key, text in (("purpose", self.purpose),):',
    ),
    Mutant("L-22", _RECORD, "self.deleted_after <= MONTHS_WHEN_EXTENDED", "self.deleted_after <= 1"),
    Mutant("L-35", _RECORD, "Basis.CONSENT: ErasureGround.WITHDRAWN", "Basis.CONSENT: ErasureGround.NO_LONGER_NEEDED"),
    Mutant(
        "L-35",
        _OUTCOME,
        'Became.ERASED if item.count else Became.ALREADY_ABSENT, "erased_on": item.erased_on}',
        "Became.ERASED if item.count else Became.ALREADY_ABSENT}",
    ),
    Mutant("L-40", _COUNT, "    if item.was_public:\n", "    if item.was_public and item.is_joint:\n"),
    Mutant(
        "L-47",
        "adapters/database/locate.py",
        "identifiers=() if values(order.identifiers, CUSTOMER) else (*pins, *found.identifiers),",
        "identifiers=(*pins, *found.identifiers),",
        where=("tests/saga/test_leaving.py",),
        numbers=("L-47",),
    ),
    Mutant("L-48", _PLAN, "COMPANY if treatment.is_joint else holding.controller", "holding.controller"),
    Mutant("P-9", _CONTENT, "Item.DUE, Item.ENDS, Item.COMPANY", "Item.DUE, Item.COMPANY"),
    Mutant("P-18", "habeas/letters/facts.py", "None if self.letter.has_cookie_id else self", "self"),
    Mutant(
        "P-18",
        "policy/systems/activity.yaml",
        "person: {pin: cookie_id}",
        "person: {pin: cookie}",
        where=("tests/contract/test_records_of_ours.py",),
    ),
    Mutant("P-18", _CONTENT, "Item.CONFIRMATION, Item.UNIDENTIFIED, *_REMEDIES", "Item.CONFIRMATION, *_REMEDIES"),
    Mutant("L-36", _FITNESS, "NO_FUTURE if keep.until <= standing.today", "NO_FUTURE if keep.until < standing.today"),
    Mutant("L-36", _OUTCOME, '"until": item.until, "exception": exception}', '"exception": exception}'),
    Mutant("L-37", _COUNT, "what=what, due=item.until or due)", "what=what, due=due)"),
    Mutant(
        "L-38",
        _COUNT,
        "        *(_notice(one, plan.location, due) for one in plan.disclosed),\n",
        "",
    ),
    Mutant("L-38", _OUTCOME, "        *(_disclosed(one) for one in plan.disclosed),\n", ""),
    Mutant(
        "L-39",
        _OUTCOME,
        '        why="it was public: others may have copies (GDPR art. 17(2))",\n',
        '        why="it was public: others may have copies (GDPR art. 17(2))",\n        recipient=item.controller,\n',
    ),
    Mutant(
        "L-40",
        _OUTCOME,
        "        *(_copy(item) for item in plan.items if item.was_public and item.disposition.takes),\n",
        "",
    ),
    Mutant("L-41", _OUTCOME, '{"became": Became.UNDECIDED, "why": _UNTESTED}', '{"became": Became.ERASED}'),
    Mutant("L-42", _OUTCOME, "        *_in_backups(plan, backups_until),\n", ""),
    Mutant("L-39", _DISCLOSURE, "self.country is None or self.country in EEA", "self.country in EEA"),
    Mutant(
        "L-41",
        _FACTS,
        "if i.disposition is Disposition.ERASE and not i.is_later)",
        "if i.disposition.takes and not i.is_later)",
    ),
    Mutant("L-42", _CONTENT, "        Item.BACKUPS,\n        Item.UNIDENTIFIED,\n", "        Item.UNIDENTIFIED,\n"),
    Mutant(
        "L-43",
        _CASE,
        "        await to_the_end(self._answer(copied, self._request.copy_first))\n",
        "",
        where=("tests/saga",),
        numbers=("L-43", "L-15", "L-46"),
    ),
    Mutant(
        "L-44",
        "adapters/enrichment/erase.py",
        "        pinned = enrichment.c.id.in_(copy_ids(order.identifiers))\n",
        "        pinned = enrichment.c.id.in_(copy_ids(order.identifiers)) | enrichment.c.account_id.is_(None)\n",
    ),
    Mutant(
        "L-45",
        _FACTS,
        "label=category.label.said_in(self.words.code) if category and category.label else title,",
        "label=title,",
    ),
    Mutant(
        "L-46",
        _FITNESS,
        "    if direction.controller not in standing.controllers:\n        return NO_CONTROLLER\n    fits = ",
        "    fits = ",
    ),
    Mutant("L-27", _RECORD, "    Basis.LEGAL_OBLIGATION: Exclusion.LEGAL_OBLIGATION,\n", ""),
    Mutant(
        "L-28",
        "habeas/bundle/package.py",
        'fields = [{"name": name, "type": _type(said["type"])} for name, said in properties.items()]',
        'fields = [{"name": name, "type": "any"} for name in keys[:1]]',
    ),
    Mutant(
        "L-55",
        _FACT,
        'said = {"controller": one.controller, "standing": one.is_standing, "shared": shared}',
        'said = {"controller": one.controller, "standing": one.is_standing, "shared": shared, "by": one.recorded_by}',
    ),
    Mutant(
        "L-55",
        "habeas/register/escrow.py",
        "            await connection.execute(delete(escrow).where(escrow.c.kept_at < before))\n",
        "",
    ),
    Mutant("L-56", "habeas/register/log.py", "return self.salt + self.signed.encode()", "return self.signed.encode()"),
    Mutant("L-57", _FACT, "for one in (*status.outcomes, *ours)]", "for one in status.outcomes]"),
    Mutant("P-1", _DISCLOSURE, "MT NL NO PL", "MT NL PL"),
    Mutant("P-2", "habeas/domain/recipient.py", r"privacy[\s_-]*shield", r"privacy\s*shield"),
    Mutant(
        "P-3",
        _PLAN,
        "    instructed = {COMPANY, *(i.controller for i in findings.instructions)}\n",
        "    instructed = {COMPANY, *(h.controller for h in findings.holdings if findings.instructions)}\n",
    ),
    Mutant(
        "P-4",
        _RECORD,
        "_BY_ORIGIN = {Origin.OBTAINED: Exclusion.OBTAINED, Origin.INFERRED: Exclusion.INFERRED}",
        "_BY_ORIGIN = {Origin.OBTAINED: Exclusion.OBTAINED}",
    ),
    Mutant(
        "P-5",
        "habeas/letters/templates/nb/refusal.html",
        "Ingenting er endret.",
        "Ingenting er endret (artikkel 8 i personvernerklæringen).",
    ),
    Mutant(
        "P-6",
        "habeas/domain/request.py",
        "    received_at: AwareDatetime\n",
        "    received_at: AwareDatetime | None = None\n",
    ),
    Mutant(
        "P-7",
        "habeas/domain/information.py",
        "own = [country] if country in self.by_country else []",
        "own: list[str] = []",
    ),
    Mutant(
        "P-8",
        "policy/systems/marketing.yaml",
        "    purpose: &offers\n",
        "    retention: {ground: three years of marketing, months: 36}\n    purpose: &offers\n",
    ),
    Mutant(
        "P-10",
        _CONTENT,
        "(Item.DECIDES, Item.HANDED_OVER, Item.OUT_OF_REACH, *_REMEDIES)",
        "(Item.DECIDES, Item.HANDED_OVER, *_REMEDIES)",
    ),
    Mutant(
        "P-11",
        _PLAN,
        "        if holding.controller in instructed.for_shared:\n",
        "        if holding.controller in instructed.all:\n",
    ),
    Mutant(
        "P-12",
        "adapters/database/export.py",
        "        if (column.secret or column.is_others) and",
        "        if column.is_others and",
    ),
    Mutant("P-13", _IDENTITY, "    verified: Identity\n", "    verified: Identity | None\n"),
    Mutant(
        "P-15",
        _PLAN,
        "    if decides not in instructed.all:\n",
        "    if decides not in instructed.all and holding.circumstance is None:\n",
    ),
    Mutant(
        "P-16",
        _POLICY,
        "en: to improve the service}\n    role: controller\n",
        "en: to improve the service}\n    label: Public information\n    role: processor\n",
    ),
    Mutant(
        "P-17",
        "habeas/domain/plan.py",
        "_COME_FIRST = (Circumstance.SOLE_OWNER, Circumstance.SEVERAL_PEOPLE)",
        "_COME_FIRST = (Circumstance.SEVERAL_PEOPLE,)",
    ),
)
