"""What a case says in English, known again: its refusals and alerts, so that they can be said in other languages.

What is not known again is shown as it is, marked as English.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from habeas.domain import sentence

ALERTS: Final[Mapping[str, str]] = {
    "DUE_SOON": "the answer is due soon",
    "LATE": "the erasure is late: it is to be done without undue delay (GDPR art. 17(1))",
    "UNANSWERED": "the time is over without an answer: the person was told why",
    "NO_ADDRESS": "{controller} has no address on file: hand it over by other means",
    "NOT_HANDED_OVER": "the letter to {controller} was not sent: hand it over by other means",
    "LETTER_NOT_SENT": "the letter {letter} was not sent: {why}",
    "SECOND": "a second approver: {by} has approved",
    "TURN": "case {case} of the same person, which goes first",
    "OWNERS": "the owner of {system}",
    "OWNER_LATE": "{system}: its owner was reminded, and does not answer",
    "OWNER_SILENT": "{system}: its owner has not answered in time: what is missing stays open",
    "OWNER_DECLINED": "{system}: its owner says that it cannot do so: look at it",
    "OWNER_UNREACHED": "{system}: the letter to its owner was not sent: reach it by other means",
    "OWNER_TOO_LATE": "{system}: its owner has answered late: look again, if there is still time",
    "CONTROLLERS": "the instructions of other controllers",
    "SAME_PERSON": "register: the approval does not count: the same person has approved this plan already, and it "
    "waits for another one",
    "OTHER_PLAN": "register: the approval does not count: another plan took the place of the plan that was approved: "
    "approve it anew",
    "UNKNOWN_KEY": "register: the approval does not count: it is signed with a key that nobody has here",
    "REVOKED_KEY": "register: the approval does not count: the key that it is signed with was revoked",
    "DOES_NOT_COUNT": "register: the approval does not count: {why}",
    "NOT_OPENED": "register: nobody has opened the link that was sent to the address",
    "NOT_TOLD_IN_TIME": "the person was not told in time, and without that there is no more time: {why}",
}
"""What procedures say in words of their own, beside the sentences of the domain."""

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Saying:
    """A sentence by its name, with what was filled in."""

    name: str
    filled: Mapping[str, str]


def known() -> dict[str, str]:
    """Every sentence that is known, by its name."""
    domain = {name: text for name, text in vars(sentence).items() if name.isupper() and isinstance(text, str)}
    return {**domain, **ALERTS}


def meant(text: str) -> Saying | None:
    """Which sentence a text is; None for another one."""
    for name, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return Saying(name, found.groupdict())
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("".join(_pieces(text)), re.DOTALL)) for name, text in known().items())


def _pieces(text: str) -> Iterator[str]:
    at = 0
    for place in PLACE.finditer(text):
        yield re.escape(text[at : place.start()])
        yield f"(?P<{place[1]}>.*?)"
        at = place.end()
    yield re.escape(text[at:])
