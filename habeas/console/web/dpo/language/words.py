"""What every language must have words for: a translation that lacks one is no `Words`, and does not come to be.

`{…}` are filled in. What is counted has a form for one and a form for others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from habeas.console.web.dpo.decision import Deed
from habeas.console.web.dpo.dossier import Trouble
from habeas.console.web.dpo.field import Wrong
from habeas.console.web.dpo.inbox import Urgency
from habeas.console.web.dpo.timeline import Happened
from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung
from habeas.domain.justification import Justification
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.manual import Demand, DemandState
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround
from habeas.domain.update import Directive


@dataclass(frozen=True)
class Counted:
    """Words for a number: `{count}` is filled in."""

    one: str
    other: str

    def of(self, count: int) -> str:
        """For that many."""
        return (self.one if count == 1 else self.other).format(count=count)


@dataclass(frozen=True)
class Lists:
    """The inbox and the list of closed cases."""

    navigation: str
    inbox: str
    closed: str
    new: str
    summary: str
    lead: str
    none: str
    none_closed: str
    drift: Counted
    drift_unknown: str
    table: str
    case: str
    right: str
    state: str
    due: str
    left: str
    received: str
    ended: str
    outcome: str
    filter: str
    every: str
    show: str
    newer: str
    older: str
    left_days: Counted
    late_days: Counted
    today: str
    answered: str


@dataclass(frozen=True)
class Case:
    """Headings, labels and sentences on the page of a case."""

    title: str
    case: str
    about: str
    backups: str
    certificate: str
    fetch_certificate: str
    certificate_command: str
    right: str
    stage: str
    number: str
    received: str
    due: str
    due_lead: str
    due_with_pauses: str
    due_open: str
    extended: str
    by_whom: str
    submitted: str
    verified: str
    verified_words: str
    not_verified: str
    doubt: str
    asked_for: str
    country: str
    approved: str
    waits: str
    stuck: str
    in_english: str
    reason: str
    stands_still: str
    must_be_decided: str
    alerts: str
    duplicate: str
    answered: str
    plan: str
    plan_lead: str
    no_plan: str
    digest: str
    named: str
    by_system: str
    system: str
    category: str
    whose: str
    count: str
    sum: str
    why: str
    ground: str
    until: str
    total: str
    ours: str
    results: str
    found: str
    erased: str
    anonymised: str
    retained: str
    referred: str
    undecided: str
    left: str
    not_read: str
    open_steps: str
    step: str
    by_when: str
    held: str
    bundle: str
    records: str
    files: str
    withheld: str
    referrals: str
    controller: str
    state: str
    asked: str
    answer_by: str
    instruction: str
    letters: str
    letter: str
    to: str
    sent_at: str
    sent: str
    is_sent: str
    is_not_sent: str
    is_kept: str
    no_letters: str
    reached: str
    reference: str
    found_in: str
    from_the_person: str
    shared: str
    disclosed: str
    recipient: str
    last: str
    personal: str
    personal_lead: str
    conversation: str
    identifiers: str
    timeline: str
    decisions: str
    decisions_lead: str
    nothing_to_decide: str
    only_reading: str
    not_approvable: str
    closed: str
    done: str
    nobody: str
    yes: str
    no: str


@dataclass(frozen=True)
class Owners:
    """What the owners of systems without an API were asked, and what they said."""

    caption: str
    owner: str
    demand: str
    answers: str
    answers_lead: str
    no_answers: str
    said: str
    cannot: str
    file: str
    demands: Mapping[Demand, str]
    states: Mapping[DemandState, str]


@dataclass(frozen=True)
class Personal:
    """The pages with personal data."""

    conversation: str
    identifiers: str
    papers: str
    shown: str
    shown_lead: str
    file: str
    nothing_shown: str
    not_here: str
    lead: str
    noted: str
    question_or_answer: str
    turn: str
    nothing_said: str
    reference: str
    kind: str
    value: str
    found_in: str
    back: str
    gone: str


@dataclass(frozen=True)
class Form:
    """What stands around the form of a decision."""

    what: str
    happens: str
    lasting: str
    told: str
    lost: str
    by: str
    go_on: str
    confirm: str
    confirm_lead: str
    typed: str
    change: str
    leave: str
    choose: str
    optional: str
    errors: Counted
    refused: str
    sent_before: str
    perhaps_done: str
    ended: str
    no_signer: str
    new_due: str
    numbers: str
    not_offered: str
    invalid: str
    not_taken: str
    whole: str


@dataclass(frozen=True)
class Deeds:
    """One decision: its title, its button, and its consequences."""

    title: str
    submit: str
    what: str
    happens: str
    lasting: str
    told: str
    lost: str


@dataclass(frozen=True)
class Input:
    """A field: its label, and what helps to fill it in."""

    label: str
    hint: str = ""


@dataclass(frozen=True)
class NewCase:
    """The form by which a case is opened."""

    title: str
    lead: str
    consequences: tuple[str, ...]
    submit: str
    zone: str
    not_yet: str
    no_copy: str
    all_consents: str
    unknown: str


@dataclass(frozen=True)
class Words:
    """One language: all that the door says in it. `moment` has `{date}`, `{time}` and `{zone}`."""

    code: Language
    moment: str
    lists: Lists
    case: Case
    owners: Owners
    personal: Personal
    form: Form
    new: NewCase
    deeds: Mapping[Deed, Deeds]
    inputs: Mapping[str, Input]
    wrong: Mapping[Wrong, str]
    urgencies: Mapping[Urgency, str]
    states: Mapping[CaseState, str]
    standings: Mapping[CaseState, str]
    rights: Mapping[Right, str]
    dispositions: Mapping[Disposition, str]
    disposition_leads: Mapping[Disposition, str]
    circumstances: Mapping[Circumstance, str]
    justifications: Mapping[Justification, str]
    erasure_grounds: Mapping[ErasureGround, str]
    rungs: Mapping[Rung, str]
    doubts: Mapping[Doubt, str]
    directives: Mapping[Directive, str]
    referral_states: Mapping[ReferralState, str]
    letters: Mapping[LetterKind, str]
    addressees: Mapping[Addressee, str]
    happened: Mapping[Happened, str]
    troubles: Mapping[Trouble, str]
    channels: Mapping[str, str]
    kinds: Mapping[str, str]
    house: Mapping[str, str]
    languages: Mapping[Language, str]
    sayings: Mapping[str, str]
