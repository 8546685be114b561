"""What an engineer reads in the Temporal UI: Markdown with states, dates and system names, and nothing personal.

Lists and no tables: the UI gives a table's columns no distance. It also asks its own server to render the text, which
is then part of an address, and may be logged.
"""

from collections.abc import Mapping

from habeas.domain.case import CaseStatus, SystemCounts


def part_details(phase: str, progress: Mapping[str, str]) -> str:
    """The details of a part: where it is, and what each system is at."""
    return f"**{phase}**\n\n{_list(progress)}"


def case_details(status: CaseStatus) -> str:
    """The details of a case: state, date, what it waits for, and its systems; not the words of who refused it."""
    lines = [f"**{status.state}** · {status.phase} · due {status.due or 'unknown'}"]
    if status.waits_for:
        lines.append(f"waits for: {status.waits_for}")
    if status.reason and not status.is_refused:
        lines.append(f"because: {status.reason}")
    return "\n\n".join([*lines, _list({name: _counted(counts) for name, counts in status.systems.items()})])


def _counted(counts: SystemCounts) -> str:
    """How much was found, and what becomes of it; what is none is not said."""
    became = {
        "erased": counts.erased,
        "anonymised": counts.anonymised,
        "retained": counts.retained,
        "referred": counts.referred,
        "undecided": counts.undecided,
    }
    return ", ".join([f"{counts.found} found", *(f"{count} {what}" for what, count in became.items() if count)])


def _list(systems: Mapping[str, str]) -> str:
    return "\n".join(f"- **{system}**: {text}" for system, text in systems.items())
