"""What people read on the terminal: tables and sentences, made of counts, states and reasons."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from habeas.domain.breach import BreachState, BreachStatus
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.datamap import MapFound
from habeas.domain.disposition import Disposition
from habeas.domain.identifier import Identifier
from habeas.domain.outcome import Became
from habeas.domain.plan import PlanItem
from habeas.domain.receipt import Withheld

if TYPE_CHECKING:
    from habeas.register.row import CaseRow

    from .orphan import Orphan
    from .shred import Shreddable

OUTCOMES = {
    CaseState.RECEIVED: "It has come, and is being looked at.",
    CaseState.IDENTITY: "Nothing is done before it is known who asks.",
    CaseState.PLANNING: "The systems are being asked what they hold.",
    CaseState.CARRYING_OUT: "It is being carried out.",
    CaseState.ANSWERING: "It is done, and the person is being told.",
    CaseState.WAITING_FOR_DAY: "What can be erased is erased, and the person was told. The rest is erased on its day.",
    CaseState.WAITING_FOR_CONTROLLER: "Our own part is done. It waits for the instruction of another controller.",
    CaseState.AWAITING_DECISION: "Nothing has been changed. It waits for a decision.",
    CaseState.NEEDS_ATTENTION: "It cannot go on without a person. Nothing is lost.",
    CaseState.LOCATED: "This is what is held.",
    CaseState.READY: "The bundle is ready.",
    CaseState.ERASED: "All of it is erased, and was confirmed by asking again.",
    CaseState.ERASED_WITH_OPEN_STEPS: "What the plan erases is erased, and was confirmed by asking again.",
    CaseState.NOTHING_CHANGED: "Nothing was changed in any system.",
    CaseState.ALL_RETAINED: "Nothing could be erased: all of it stays, each on its ground.",
    CaseState.NOT_IDENTIFIED: "Nobody showed that it is the person who asks. Nothing was changed in any system.",
    CaseState.REFUSED: "The request was refused. Nothing was changed in any system.",
    CaseState.NO_DATA: "No system holds anything of this person.",
    CaseState.STOPPED: "What was to end has ended, and was read back.",
}


def heading(status: CaseStatus) -> RenderableType:
    """The case, its state in words, and why it waits if it does."""
    lines = [Text.assemble(("case ", "dim"), status.case_id, "  ", (status.state, "bold"))]
    lines.append(Text(OUTCOMES[status.state]))
    if status.reason:
        lines.append(Text(f"Because: {status.reason}"))
    if status.waits_for:
        lines.append(Text(f"It waits for {status.waits_for}."))
    if status.due:
        lines.append(Text(f"Due {status.due}; received {status.received_at:%Y-%m-%d}.", style="dim"))
    return Group(*lines)


def holdings(status: CaseStatus) -> RenderableType:
    """What each system holds."""
    table = _table("system", "category", "count")
    for system, found in status.holdings.items():
        for one in found:
            table.add_row(system, one.category, str(one.count))
        if not found:
            table.add_row(system, "nothing", "0")
    return table


def plan(status: CaseStatus) -> RenderableType:
    """What happens to each holding, and why."""
    table = _table("system", "category", "whose", "count", "what happens")
    for item in status.items:
        category = f"{item.category} ({item.circumstance})" if item.circumstance else item.category
        table.add_row(item.system, category, item.controller, str(item.count), item.disposition)
    return Group(
        table,
        *_reasons(status.items),
        *_whereabouts(status),
        Text(f"plan {status.plan_digest}", style="dim"),
    )


def _whereabouts(status: CaseStatus) -> list[Text]:
    """Where the person is and how that is known, to whom their data went, and how each identifier was reached."""
    lines = []
    if status.location is not None:
        lines.append(Text(f"located in: {status.location.country or 'unknown'} ({status.location.how})"))
    for one in status.disclosed:
        lines.append(Text(f"disclosed: {one.what} to {one.recipient} ({one.country}), last on {one.last}"))
    for reached in status.reached:
        doubt = ", and leads to several people" if reached.is_shared else ""
        lines.append(Text(f"identifier {reached.reference}: from {reached.found_in}{doubt}", style="dim"))
    return lines


def _reasons(items: tuple[PlanItem, ...]) -> list[Text]:
    """Each reason once, under the name of what it leads to."""
    reasons = dict.fromkeys((item.disposition, item.ground or item.why, item.until) for item in items)
    return [
        Text(f"{disposition}: {why}{f', {_when(disposition)} {until}' if until else ''}")
        for disposition, why, until in sorted(reasons, key=str)
    ]


def _when(disposition: Disposition) -> str:
    """What is erased with a date can be from then on; everything else stays until then."""
    return "from" if disposition is Disposition.ERASE else "until"


def counts(status: CaseStatus) -> RenderableType:
    """What became of what was found, by system, and what is still to be done."""
    anonymised = ["anonymised"] if any(c.anonymised for c in status.systems.values()) else []  # where there is any
    named = ["found", "erased", *anonymised, "retained", "referred", "undecided"]
    table = _table("system", *named, "left")
    for system, c in status.systems.items():
        left = "not read" if c.left is None else str(c.left)
        table.add_row(system, *(str(getattr(c, name)) for name in named), left)
    return Group(table, *_open_steps(status))


def _open_steps(status: CaseStatus) -> list[Text]:
    return [Text(f"open: {step.system}: {step.what} (by {step.due})") for step in status.open_steps]


def stopped(status: CaseStatus) -> RenderableType:
    """What an objection or a withdrawal has ended, by system, and what somebody still has to do."""
    table = _table("system", "it is", "rows")
    for one in status.stopped:
        table.add_row(one.system, one.ended, str(sum(one.counts.values())))
    return Group(table, *_open_steps(status))


def bundle(status: CaseStatus) -> RenderableType:
    """What is in the bundle, and what is not."""
    table = _table("system", "records", "files")
    for system, one in status.exported.items():
        table.add_row(system, str(one.records), str(one.files))
    if status.bundle and status.bundle.is_for_recipient:
        table.caption = "sealed to the person's own key: age --decrypt --identity KEY_FILE opens it"
    return Group(table, *(Text(f"withheld: {w.system}, {w.category}: {w.why}{_passages(w)}") for w in status.withheld))


def _passages(withheld: Withheld) -> str:
    """Where a part of something was cut out, how much of it, or by whom."""
    if withheld.cut_by:
        return f" ({withheld.item}: cut by {withheld.cut_by})"
    return f" ({withheld.item}: {withheld.cut} of {withheld.of} passages)" if withheld.cut else ""


def orphans(found: tuple["Orphan", ...]) -> RenderableType:
    """Cases that were lost, and what was done about them."""
    if not found:
        return Text("No case is lost: all that are open go on.")
    table = _table("case", "right", "in Temporal it is", "now")
    for one in found:
        table.add_row(one.case_id, one.right, one.was, one.now)
    return table


def shreddable(found: list["Shreddable"]) -> RenderableType:
    """Closed cases that can still be read, and until when."""
    if not found:
        return Text("No closed case can be read any more.")
    table = _table("case", "it is", "can be read until")
    for one in found:
        table.add_row(one.case_id, one.state, f"{one.until:%Y-%m-%d %H:%M} UTC")
    return table


def breach(status: BreachStatus) -> RenderableType:
    """A breach, and by when the authority is notified."""
    about = f"Breach of case {status.case_id}"
    if status.state.is_settled:
        return Text(f"{about}: {status.state}, decided by {status.decided_by}: {status.why}")
    what = f"Notify the authority by {status.notify_by:%Y-%m-%d %H:%M} UTC (GDPR art. 33)"
    if status.state is BreachState.LATE:
        what = "The 72 hours are over: notify the authority now, and say why it is late"
    return Text(f"{about}: its links have ended. {what}: habeas breach CASE --notified WHERE, or --no-risk WHY.")


def whole(status: CaseStatus) -> RenderableType:
    """A case, with all that applies to it."""
    parts = [heading(status), *_owners(status)]
    closed_or_decided = status.state is not CaseState.AWAITING_DECISION and not status.state.is_moving
    if status.stopped:
        parts.append(stopped(status))
    elif status.items and not closed_or_decided:
        parts += [plan(status), *_next(status)]
    elif status.systems:
        parts.append(counts(status))
    elif status.exported:
        parts.append(bundle(status))
    elif status.holdings:
        parts.append(holdings(status))
    return Group(*parts)


def _owners(status: CaseStatus) -> list[Text]:
    """What the owners of systems without an API were asked, and whether they have answered."""
    asked = [one for one in status.asked if one.demand.is_a_question]
    lines = [
        Text(f"asked: {one.system} ({one.role}) to {one.demand}: {one.state}, by {one.answer_by:%Y-%m-%d}")
        for one in asked
    ]
    attested = dict.fromkeys(one.system for one in status.outcomes if one.became is Became.ATTESTED)
    return [*lines, *(Text(f"attested, and not read back: {system}") for system in attested)]


def _next(status: CaseStatus) -> list[Text]:
    """What a person may type next about a plan that waits."""
    if status.state is not CaseState.AWAITING_DECISION or not status.items:
        return []
    case, first = status.case_id, status.items[0].key
    doubtful = [one.reference for one in status.reached if one.is_shared]
    return [
        *(
            Text(f"say whose it is: habeas link {case} {ref} --theirs (or --not-theirs)", style="dim")
            for ref in doubtful
        ),
        Text(f"approve it:      habeas approve {case}", style="dim"),
        Text(f"keep something:  habeas keep {case} '{first}' --ground GROUND --until DATE", style="dim"),
        Text(f"or not:          habeas refuse {case} --reason WHY   |   habeas cancel {case}", style="dim"),
    ]


def identifiers(known: Mapping[str, Identifier]) -> RenderableType:
    """What is known of a person, by the references that a plan names."""
    table = _table("reference", "value", "from")
    for reference, one in known.items():
        table.add_row(reference, one.value, one.found_in)
    return table


def cases(rows: tuple["CaseRow", ...]) -> RenderableType:
    """A list of cases."""
    table = _table("case", "right", "state", "received", "due", "closed")
    for row in rows:
        closed = f"{row.closed_at:%Y-%m-%d}" if row.closed_at else "open"
        table.add_row(row.case_id, row.right, row.state, f"{row.received_at:%Y-%m-%d}", str(row.due), closed)
    return table if rows else Text("no cases")


def listed(rows: tuple["CaseRow", ...], drifted: tuple[MapFound, ...]) -> RenderableType:
    """A list of cases; before it, in which systems the record does not fit the database."""
    return Group(*(Text(_drifted(one), style="bold") for one in drifted), cases(rows))


def _drifted(one: MapFound) -> str:
    if not one.is_known:
        return f"{one.system}: whether its record fits is not known: the database could not be asked"
    return f"{one.system}: its record does not fit the database: {len(one.found)} places; see habeas map check"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
