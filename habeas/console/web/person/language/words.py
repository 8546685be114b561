"""What every language must have words for: a translation that lacks one is no `Words`, and does not come to be.

What stands by a state or a choice is looked up by it; a test has that each is there. `{…}` are filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from habeas.domain.referral import ReferralState
from habeas.domain.right import Right


@dataclass(frozen=True)
class Choice:
    """One of several things to choose, and what it means."""

    label: str
    hint: str


@dataclass(frozen=True)
class Page:
    """A page of nothing but words."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Mail:
    """A mail; `{link}` is in its text."""

    subject: str
    text: str


@dataclass(frozen=True)
class Complaint:
    """What stands on every page: where else one may turn (GDPR art. 77, 79)."""

    heading: str
    lead: str
    court: str


@dataclass(frozen=True)
class Errors:
    """What is wrong with a form: by the id of the field."""

    heading: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Ask:
    """The page on which a stranger asks; `steps` say what happens then."""

    title: str
    lead: str
    right: str
    choices: Mapping[str, Choice]
    email: str
    email_hint: str
    lost: str
    cookie: str
    cookie_hint: str
    country: str
    country_hint: str
    elsewhere: str
    submit: str
    then: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """The same for who has another address now."""

    title: str
    lead: str
    old: str
    old_hint: str
    new: str
    new_hint: str
    back: str


@dataclass(frozen=True)
class Link:
    """The page behind a link from a mail: one button."""

    title: str
    lead: str
    button: str


@dataclass(frozen=True)
class Case:
    """The page of a case."""

    title: str
    asked: str
    where: str
    stages: Mapping[str, str]
    steps: Mapping[str, str]
    step_done: str
    due: str
    due_with_pauses: str
    due_waits: str
    needed: str
    needs: Mapping[str, str]
    confirm: str
    file: str
    file_hint: str
    send_file: str
    pieces: str
    question: str
    reply: str
    send_reply: str
    copy: str
    copy_lead: str
    copy_sealed: str
    send_link: str
    fetched: str
    letters: str
    no_letters: str
    session: str
    done: Mapping[str, str]


@dataclass(frozen=True)
class Proof:
    """The proof of what was done: its section on the page of a case, and the text that comes with it.

    `files` say what each file is, by its name; `own` is said where the file that names the person is among them.
    """

    heading: str
    lead: str
    own: str
    often: str
    link: str
    files: Mapping[str, str]
    check: str
    told: str
    keys: str


@dataclass(frozen=True)
class Stop:
    """Ending marketing or a consent at once, from the page of a case; `one` is of one consent alone."""

    heading: str
    lead: str
    objection: str
    every: str
    one: str
    one_hint: str


@dataclass(frozen=True)
class Withdraw:
    """Taking a request back; `lines` are what that means."""

    heading: str
    lead: str
    link: str
    title: str
    lines: tuple[str, ...]
    button: str
    too_late: str
    back: str


@dataclass(frozen=True)
class Controller:
    """The page of a controller."""

    title: str
    lead: str
    asks: str
    received: str
    person: str
    by: str
    state: str
    states: Mapping[ReferralState, str]
    held: str
    category: str
    count: str
    shown: str
    recording: str
    when: str
    instruct: str
    decide: str
    choices: Mapping[str, Choice]
    who: str
    reference: str
    reference_hint: str
    submit: str
    done: Mapping[str, str]


@dataclass(frozen=True)
class Owner:
    """The page of whoever has a system without an API; `outcomes` are what may be answered."""

    title: str
    lead: str
    person: str
    until: str
    states: Mapping[str, str]
    files: str
    file: str
    file_hint: str
    send_file: str
    answer: str
    what: str
    outcomes: Mapping[str, Choice]
    counts: str
    newest: str
    done_on: str
    by: str
    shown: str
    shown_hint: str
    submit: str
    done: Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """All that the door says in one language, but for what stands around every page of every door."""

    visitor: Mapping[str, str]
    own_page: Mapping[str, str]
    navigation: str
    rights: Mapping[Right, str]
    mail: Mail
    complaint: Complaint
    errors: Errors
    ask: Ask
    lost: Lost
    asked: Page
    link: Link
    dead: Page
    signed_out: Page
    case: Case
    proof: Proof
    withdraw: Withdraw
    stop: Stop
    controller: Controller
    owner: Owner
