"""Mutants: copies of the product, each with one mistake of the kind that sagas are known for.

A harness that finds nothing may be one that sees nothing. Each mistake is written into a copy of the code, and comes
with the story in which it must be found. The code itself is never touched.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CODE = ("activities", "adapters", "habeas", "policy", "workflows", "queues.py", "worker.py", "tests/faults")


@dataclass(frozen=True)
class Edit:
    """In a file, what is written there once becomes something else."""

    file: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Mutant:
    """A mistake, the story in which it shows, and the invariant that it breaks."""

    name: str
    edits: tuple[Edit, ...]
    story: str
    breaks: str = "all_of_it_or_none_of_it"

    def plant(self, folder: Path) -> None:
        """A copy of the code with the mistake in it."""
        copy_code(folder)
        for edit in self.edits:
            _write(folder / edit.file, edit)


def copy_code(folder: Path) -> None:
    """The code that the harness runs, and the harness."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in _CODE:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)


def _write(file: Path, edit: Edit) -> None:
    """Raises ValueError where the code has changed, and the mistake must be planted anew."""
    text = file.read_text()
    if text.count(edit.was) != 1:
        raise ValueError(f"{edit.file} does not have this once: {edit.was}")
    file.write_text(text.replace(edit.was, edit.becomes))


_REVERSIBLE, _NOTES, _STEPS = "workflows/reversible.py", "workflows/notes.py", "activities/system.py"
_PIVOT, _HOLD, _ERASE = "habeas/register/pivot.py", "adapters/database/hold.py", "adapters/database/erase.py"
_BEGINS = (
    "async def _may_hold(connection: AsyncConnection, case_id: str, digest: str, system: str, *, lock: bool) -> None:"
)
_STOPS = '        """Have the part unwind, unless the register says that it has passed the pivot."""'

MUTANTS: Sequence[Mutant] = (
    Mutant(
        "a release that is registered after its hold",
        (
            Edit(
                _REVERSIBLE,
                "            self._saga.compensate_with(partial(self._release, system))\n",
                "            pass\n",
            ),
            Edit(
                _REVERSIBLE,
                "        self._may_land_late[system] = receipt.attempt > 1\n",
                "        self._may_land_late[system] = receipt.attempt > 1\n"
                "        self._saga.compensate_with(partial(self._release, system))\n",
            ),
        ),
        "host, approve: late in hold:accounts 99; refuse before hold:billing",
    ),
    Mutant(
        "a cancel that is swallowed",
        (Edit(_NOTES, f"{_STOPS}\n", f"{_STOPS}\n        return True\n"),),
        "co-owner, approve: cancel in hold:accounts 50",
        "people_are_obeyed",
    ),
    Mutant(
        "a fence that is missing",
        (Edit(_PIVOT, f"{_BEGINS}\n", f"{_BEGINS}\n    return\n"),),
        "many-sided, approve: late before hold:accounts; refuse before hold:billing",
    ),
    Mutant(
        "a step that is not idempotent",
        (
            Edit(_HOLD, "if (item := self._item(name, row)) not in remembered:", "if item := self._item(name, row):"),
            Edit(_HOLD, "await notes.remember(", "await notes.replace("),
        ),
        "two-writings, approve: twice before hold:accounts; cancel after hold:accounts",
    ),
    Mutant(
        "an erase before the pivot",
        (
            Edit(
                _STEPS,
                "        receipt = await self._able(Holds).hold(order, fence)\n",
                "        receipt = await self._able(Holds).hold(order, fence)\n"
                "        await self._able(Erases).erase(order, fence)\n",
            ),
        ),
        "solo, approve: cancel after hold:recordings",
    ),
    Mutant(
        "a retried deletion that takes the neighbour",
        (
            Edit(
                _ERASE,
                "            if not rows:\n",
                "            table = query.get_final_froms()[0]\n"
                "            if not rows and table.name == 'login_place':\n"
                "                next_row = select(table.c.id).order_by(table.c.id).limit(1).scalar_subquery()\n"
                "                await connection.execute(delete(table).where(table.c.id == next_row))\n"
                "            if not rows:\n",
            ),
        ),
        "panel, approve: twice before erase:accounts",
    ),
    Mutant(
        "an except that hides a failure",
        (
            Edit(
                _STEPS,
                "from habeas.domain.error import Unfit\n",
                "from habeas.domain.error import HabeasError, Unfit\n",
            ),
            Edit(
                _STEPS,
                "        return await self._able(Holds).release(order)\n",
                "        try:\n"
                "            return await self._able(Holds).release(order)\n"
                "        except HabeasError:\n"
                '            return Receipt(system=order.system, step="release", at=datetime.now(UTC))\n',
            ),
        ),
        "suspended, approve: cancel after hold:accounts; error before release:accounts",
    ),
)
