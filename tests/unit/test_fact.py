"""Statements: ids, dates, codes, counts and digests of every event; and whatever people write or are called is in none.

But for the ground on which something is kept, in a certificate.
"""

import re
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from types import UnionType
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from habeas.domain.attached import Attached, MediaType
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.decision import Decision
from habeas.domain.disclosure import Disclosed
from habeas.domain.findings import Findings
from habeas.domain.holding import Circumstance, Holding
from habeas.domain.identifier import Identifier
from habeas.domain.identity import Identity
from habeas.domain.justification import Justification
from habeas.domain.letter import Addressee, LetterKind, LetterNote
from habeas.domain.outcome import Became, Outcome, outcomes
from habeas.domain.own_store import CASE as OURS
from habeas.domain.own_store import EVIDENCE
from habeas.domain.part import ErasureOrder
from habeas.domain.plan import Keep
from habeas.domain.planning import plan_erasure
from habeas.domain.receipt import BundleReceipt, Receipt
from habeas.domain.request import Instruction, Request
from habeas.domain.right import Right
from habeas.domain.stop import StopNote, stopped
from habeas.domain.sweep import Periods
from habeas.domain.treatment import ErasureGround, Treatment
from habeas.evidence.event import Event
from habeas.evidence.statement import Statement
from habeas.register import fact

PAGE = Path(__file__).parents[2] / "docs" / "statements.md"
CASE, DIGEST = "01890a5d-ac96-774b-bcce-b302099a8057", "0c" * 32
OSLO = timezone(timedelta(hours=2))
AT = datetime(2026, 3, 5, 1, 30, tzinfo=OSLO)
PERIODS = Periods()
CODES = {"case_id", "system", "category", "controller", "step", "kind", "plan_digest", "sha256"}
"""Fields that name systems, categories, controllers and steps, or hold digests: all that is text and is stated."""

STATED_ELSEWHERE = {Event.BUNDLE}  # what lies in the bundle is entered as it is
TOLD = Outcome(system="enrichment", category="e-mail", became=Became.NOTIFIED, recipient="APIHub (US)")
LETTERS = st.characters(categories=["Lu", "Ll"])
MARKS = st.text(LETTERS, min_size=8, max_size=30).map("ø{}å".format)  # no code of ours has such letters
AWARE = st.datetimes(timezones=st.integers(-840, 840).map(lambda m: timezone(timedelta(minutes=m))))
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def marked(value, mark):
    """The same with the mark in every field of it that is text, filled or not, but for codes."""
    if isinstance(value, BaseModel):
        said = {name: marked(getattr(value, name), mark) for name in type(value).model_fields}
        texts = {name for name, field in type(value).model_fields.items() if is_text(field.annotation)}
        return value.model_copy(update={**said, **dict.fromkeys(texts - CODES, mark)})
    if isinstance(value, tuple):
        return tuple(marked(one, mark) for one in value) or value
    return value


def is_text(kind):
    """Whether a field of this kind holds text, a code of ours not counted."""
    return kind is str or (isinstance(kind, UnionType) and str in get_args(kind))


def request(**more):
    fields = {"case_id": CASE, "right": Right.ERASURE, "received_at": AT, "submitted_by": "support"}
    identifiers = (Identifier(kind="email", value="maja@example.org"),)
    instructions = (Instruction(controller="customer/stein", recorded_by="support"),)
    identity = Identity(how="logged in", by="support")
    more = {"identifiers": identifiers, "identity": identity, "instructions": instructions, **more}
    return Request(**fields, **more)


def receipt(step, mark="company"):
    counts = {f"accounts/usage/{mark}": 2, f"accounts/usage/{mark}/shared": 1, f"accounts/account/{mark}": 1}
    return Receipt(system="accounts", step=step, at=AT, counts=counts)


def carried_out(mark="words", ground="a law"):
    """The outcomes of a plan with everything that a plan may have, in which every text is the mark."""
    holdings = (
        Holding(system="accounts", category="account", count=1),
        Holding(system="accounts", category="usage", count=2),
        Holding(system="billing", category="invoice", count=2),
        Holding(system="recordings", category="participant", controller="customer/stein", count=3),
        *(Holding(system="recordings", category="contributions", circumstance=c, count=1) for c in Circumstance),
    )
    keep = Keep(holding="billing", ground=ground, until=date(2036, 12, 31), by=mark)
    went = Disclosed(system="enrichment", recipient="APIHub", country="US", what="e-mail", last=AT.date(), notice=mark)
    pinned = {"accounts": (Identifier(kind="account_id", value=mark),)}
    identifiers = (Identifier(kind="email", value=mark),)
    findings = Findings(as_of=AT, identifiers=identifiers, holdings=holdings, pinned=pinned, disclosed=(went,))
    findings = findings.model_copy(update={"shared": {"accounts": identifiers}})
    was_public = Treatment(erased_on=ErasureGround.WITHDRAWN, was_public=True)
    plan = plan_erasure(findings, {}, [keep], treatments={("accounts", "account"): was_public})
    return outcomes(plan, {"accounts": {}, "recordings": {}}, AT)


def status(state=CaseState.ERASED, **more):
    fields = {"case_id": CASE, "right": Right.ERASURE, "state": state, "received_at": AT, "submitted_by": "support"}
    return CaseStatus(**fields, plan_digest=DIGEST, **more)


COPY = BundleReceipt(name="copy.zip", size=1, sha256=DIGEST, entries=1)
CUT = Attached(
    item="event-1/recording-1",
    path=f"staged/attached/{DIGEST}/{DIGEST[:16]}",
    media_type=MediaType.MP4,
    size=3,
    sha256=DIGEST,
    parts=1,
    sealed_sha256=DIGEST,
    cut_by="their studio",
)


def every(mark=None, ground="a law"):
    """A fact of each event that is built here; where there is a mark, every text that goes in is it."""

    def of(value):
        return marked(value, mark) if mark else value

    erased = of(status(reason="so", justification=Justification.LEGAL_CLAIM))
    erased = erased.model_copy(update={"outcomes": carried_out(mark or "words", ground)})
    refused = of(status(CaseState.REFUSED, reason="so", justification=Justification.LEGAL_CLAIM))
    steps = [of(receipt(step, mark or "company")) for step in ("erase", "confirm")]
    note = LetterNote(number=1, kind=LetterKind.DONE, addressee=Addressee.SUBJECT, at=AT, is_sent=True)
    return [
        fact.opened(of(request()), date(2026, 4, 7)),
        *(fact.identified(CASE, AT, is_known=known) for known in (True, False)),
        fact.approved(CASE, DIGEST, 2),
        *fact.instructed(CASE, DIGEST, of(request().instructions)),
        *fact.attached_to_copy(CASE, COPY, {"customer/1": [of(CUT)]}),
        *(fact.decided(CASE, DIGEST, side) for side in (Decision.PIVOTED, Decision.UNWINDING)),
        fact.stopped(StopNote(case_id=CASE, right=Right.OBJECTION, stopped=stopped("marketing", {}, AT))),
        *fact.finished(CASE, DIGEST, steps),
        *fact.unwound(CASE, DIGEST, [of(receipt("release"))], ["billing"]),
        *(one for closing in (erased, refused) for one in fact.closed(closing, AT, PERIODS)),
        fact.addendum(CASE, DIGEST, TOLD),
        fact.noticed(CASE, of(note)),
        fact.shredded(CASE),
    ]


def stated(one):
    """The bytes that are signed, as the notary makes them."""
    said = {"case": one.case_id, "at": fact.moment(AT), **one.said}
    return Statement(one.event, one.subjects, said).canonical


def certificate(closing):
    """What the certificate of a case that closes so says; None where there is none."""
    said = (one.said for one in fact.closed(closing, AT, PERIODS) if one.event is Event.CERTIFICATE)
    return next(said, None)


def test_every_event_has_a_builder():
    """But for a bundle, whose statement lies in it."""
    assert {one.event for one in every()} == set(Event) - STATED_ELSEWHERE


def test_the_page_of_statements_says_what_each_holds():
    """Every kind with its fields, and every outcome, no more and no less (docs/statements.md)."""
    kinds, outcomes = PAGE.read_text(encoding="utf-8").split("An outcome has")
    rows = {row[0]: row[2] for row in re.findall(r"^\| `([\w-]+)` \| (.*?) \| ?(.*?) ?\|$", kinds, re.M)}
    said = {one.event: set(one.said) for one in every()} | {Event.BUNDLE: set()}
    assert {kind: set(re.findall(r"`(\w+)`", row)) for kind, row in rows.items()} == said
    assert re.findall(r"^\| `([\w-]+)` \|", outcomes, re.M) == list(Became)
    fields = set(re.findall(r"`(\w+)`", outcomes.split("| outcome |")[0]))
    assert fields == set(Outcome.model_fields) - {"became"} | {"outcome"}


def test_what_is_said_is_json_that_can_be_signed():
    """And is read again as what it was."""
    for one in every():
        assert Statement.of(stated(one)).kind == one.event


@given(MARKS)
def test_l_55_nothing_that_people_write_or_are_called_is_in_a_statement(mark):
    """L-55: names, addresses, identifiers, reasons and remarks, wherever they go in; nor is a bare hash of one."""
    for one in every(mark):
        said = stated(one).decode() + one.mark
        assert mark not in said
        assert sha256(mark.encode()).hexdigest() not in said


@given(MARKS, MARKS)
def test_the_ground_of_what_is_kept_is_in_the_certificate_alone(mark, ground):
    """In the words of who decided it: an authority has to see it."""
    assume(ground not in mark)
    assert {one.event for one in every(mark, ground) if ground in stated(one).decode()} == {Event.CERTIFICATE}


def test_the_marks_reach_every_text():
    """Else nothing is shown: a text that was empty is filled, and one deep inside too."""
    mark = "kanarifugl"
    said = marked(request(reply_to=Identifier(kind="email", value="a@example.org")), mark)
    assert {said.submitted_by, said.recipient, said.country, said.identity.by, said.reply_to.value} == {mark}
    assert {said.identifiers[0].value, said.instructions[0].recorded_by} == {mark}
    closing = marked(status(reason="so"), mark)
    assert {closing.reason, closing.waits_for, closing.verified_by, closing.approved_by, closing.phase} == {mark}
    assert certificate(closing.model_copy(update={"outcomes": carried_out(ground=mark)}))


def test_an_instruction_that_concerns_nothing_is_not_stated():
    """What was typed for a controller that has nothing in the plan may be anything."""
    plan = plan_erasure(
        Findings(as_of=AT, identifiers=(), holdings=(Holding(system="a", category="b", controller="c", count=1),)), {}
    )
    directed = tuple(Instruction(controller=name, recorded_by="support") for name in ("c", "maja@example.org"))
    order = ErasureOrder.model_construct(plan=plan, instructions=directed)
    assert order.directed == directed[:1]


@given(AWARE)
def test_moments_are_utc(at):
    """As RFC 3339 has them, whatever the zone that they came with."""
    said = fact.moment(at)
    assert RFC_3339.fullmatch(said)
    assert datetime.fromisoformat(said) == at


def test_every_moment_of_a_statement_is_utc():
    """When the request came, and when a step was done."""
    said = [one.said[name] for one in every() for name in ("received", "done") if name in one.said]
    assert set(said) == {"2026-03-04T23:30:00Z"}
    assert len(said) == 6


def test_counts_are_by_category():
    """The keys of holdings name controllers, and are in no statement."""
    (done, *_) = fact.finished(CASE, DIGEST, [receipt("erase")])
    assert done.said["counts"] == {"usage": 3, "account": 1}


@pytest.mark.parametrize("state", [CaseState.NOTHING_CHANGED, CaseState.REFUSED, CaseState.NO_DATA, CaseState.READY])
def test_without_a_confirmed_erasure_there_is_no_certificate(state):
    """A plan that unwound has a digest, and nothing became of anything."""
    assert certificate(status(state)) is None


def test_l_35_the_certificate_cites_the_ground_of_each_erasure():
    """L-35: in the words of the article, as they stand in the plan."""
    said = certificate(status(outcomes=carried_out()))["outcomes"]
    erased = {one["category"]: one["erased_on"] for one in said if one["outcome"] == "erased"}
    assert erased == {"account": "art. 17(1)(b)", "usage": "art. 17(1)(d)"}


def test_l_36_the_certificate_says_why_something_is_kept_and_until_when():
    """L-36: with the exception as a term that others know."""
    (said,) = (o for o in certificate(status(outcomes=carried_out()))["outcomes"] if o["category"] == "invoice")
    exception = "https://w3id.org/dpv/justifications#LegallyExempted"
    assert (said["outcome"], said["ground"], said["until"]) == ("retained", "a law", "2036-12-31")
    assert said["exception"] == exception


@pytest.mark.parametrize(("bundle", "until"), [(None, "2026-03-11"), ("copy.zip", "2026-04-03")])
def test_l_57_the_certificate_names_what_is_left_in_our_own_house(bundle, until):
    """L-57: the case's messages and files until they are shredded, and the evidence until it is erased."""
    copy = BundleReceipt(name=bundle, size=1, sha256=DIGEST, entries=1) if bundle else None
    said = certificate(status(outcomes=carried_out(), bundle=copy))["outcomes"]
    ours = {one["category"]: one for one in said if one["system"] == "habeas"}
    assert {name: (one["outcome"], one["until"]) for name, one in ours.items()} == {
        OURS: ("retained", until),
        EVIDENCE: ("retained", "2031-03-05"),
    }
    assert ours[OURS]["ground"] == "GDPR art. 5(2), 12(3)"


def test_l_57_what_was_shredded_is_said_to_be_inaccessible():
    """L-57: not erased: whoever kept a copy has what nobody opens."""
    (said,) = fact.shredded(CASE).said["outcomes"]
    assert (said["system"], said["category"], said["outcome"]) == ("habeas", OURS, "inaccessible-key-destroyed")


def test_what_is_not_done_yet_is_not_confirmed():
    """What a plan leaves for later is confirmed when it was done; each system's steps are stated both times."""
    receipt = Receipt(system="billing", step="confirm", at=AT, counts={})
    first, second = (list(fact.finished(CASE, DIGEST, [receipt], is_whole=whole)) for whole in (False, True))
    assert [one.event for one in first] == [Event.READ_BACK]
    assert [one.event for one in second] == [Event.READ_BACK, Event.CONFIRMED]
    assert first[0].mark != second[0].mark
