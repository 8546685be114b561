"""The DPO's door apart from its pages: what is offered, what happened when, and that a form is one decision."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from habeas.console.web.dpo.decision import DECISIONS, Deed
from habeas.console.web.dpo.field import Field, Kind, Wrong, read
from habeas.console.web.dpo.offer import offer
from habeas.console.web.dpo.once import Once, SentBefore
from habeas.console.web.dpo.share import shares, totals
from habeas.console.web.dpo.standing import standing
from habeas.console.web.dpo.timeline import Happened, timeline
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.clock import Pause
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import Reached
from habeas.domain.justification import Justification
from habeas.domain.letter import Addressee, LetterKind, LetterNote
from habeas.domain.permit import MAY, TABLE
from habeas.domain.plan import PlanItem
from habeas.domain.referral import Referral, ReferralState
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.domain.stage import Stage
from habeas.domain.standing import Station

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)
ITEM = PlanItem(
    system="accounts", category="account", controller="company", disposition=Disposition.ERASE, why="asked", count=3
)
SHARED = ITEM.model_copy(
    update={"disposition": Disposition.DECIDE, "circumstance": Circumstance.SOLE_OWNER, "count": 1}
)


def status(stage=Stage.AWAITING_DECISION, **more):
    """A case that stands there."""
    state = more.pop("state", None) or CaseState(stage.value)
    known = {
        "case_id": "",
        "right": Right.ERASURE,
        "received_at": AT,
        "submitted_by": "support",
        "verified_how": "asked",
    }
    return CaseStatus(stage=stage, state=state, **{**known, **more})


WAITS = {"plan_digest": "1" * 64, "items": (ITEM,), "phase": "approve", "waits_for": "the DPO"}
STATIONS = {
    Station.IDENTIFYING: status(Stage.IDENTITY),
    Station.LOOKING: status(Stage.PLANNING, phase="locate"),
    Station.LOOKING_STUCK: status(
        Stage.PLANNING, phase="locate", state=CaseState.NEEDS_ATTENTION, progress={"billing": "no answer"}
    ),
    Station.DECIDING: status(**WAITS),
    Station.APPROVED: status(**{**WAITS, "waits_for": None}, approved_by="dpo"),
    Station.REVERSIBLE: status(Stage.CARRYING_OUT, phase="hold", approved_by="dpo"),
    Station.FORWARD: status(Stage.CARRYING_OUT, phase="erase", approved_by="dpo"),
    Station.FORWARD_STUCK: status(
        Stage.CARRYING_OUT, phase="erase", state=CaseState.NEEDS_ATTENTION, progress={"billing": "erase: no"}
    ),
    Station.COLLECTING: status(Stage.CARRYING_OUT, phase="collect", right=Right.ACCESS),
    Station.ANSWERING: status(Stage.ANSWERING),
    Station.WAITING: status(Stage.WAITING_FOR_CONTROLLER),
    Station.CLOSING: status(Stage.CLOSED, state=CaseState.ERASED),
}


def offered(case, name="dpo", role=Role.DPO):
    """What is offered, by name."""
    made = offer(case, standing(case, AT, may_approve_own=False), name, role)
    return {one.deed for one in made.decisions}, made.unapproved


@pytest.mark.parametrize("station", STATIONS, ids=str)
def test_what_is_offered_is_in_the_table(station):
    """A case is known at its station by what it says, and nothing is offered that the table refuses there."""
    case = STATIONS[station]
    assert standing(case, AT, may_approve_own=False).station is station
    deeds, _ = offered(case)
    assert all(TABLE[station][DECISIONS[deed].update] is MAY for deed in deeds)
    always = {Deed.REFUSE, Deed.CANCEL, Deed.RETRY, Deed.ASK_IDENTITY, Deed.CLARIFY, Deed.REJECT_IDENTITY, Deed.VERIFY}
    assert {deed for deed in always if TABLE[station][DECISIONS[deed].update] is MAY} <= deeds


def test_what_does_not_fit_is_not_offered():
    """A reply needs a question, an instruction somebody who was asked, a link a doubt, an attestation a stuck step."""
    case = status(**WAITS)
    assert {Deed.REPLY, Deed.DIRECT, Deed.LINK, Deed.ATTEST, Deed.RESUME}.isdisjoint(offered(case)[0])
    asked = Referral(controller="customer/nordlys", name="Nordlys", state=ReferralState.ASKED)
    more = {
        "has_open_question": True,
        "referrals": (asked,),
        "reached": (Reached(reference="email-1", found_in="accounts", is_shared=True),),
        "stands_still": "for a while",
    }
    assert {Deed.REPLY, Deed.DIRECT, Deed.LINK, Deed.RESUME} <= offered(status(**WAITS, **more))[0]
    assert Deed.ATTEST in offered(STATIONS[Station.FORWARD_STUCK])[0]


def test_why_a_plan_cannot_be_approved():
    """It is said of a plan that waits: a case of one's own, something to be decided first."""
    assert offered(status(**WAITS)) == (offered(status(**WAITS))[0], None)
    own = offered(status(**WAITS), name="support")
    assert (Deed.APPROVE in own[0], "ask a colleague" in own[1]) == (False, True)
    first = offered(status(**{**WAITS, "items": (ITEM, SHARED)}))
    assert (Deed.APPROVE in first[0], "a decision comes first" in first[1]) == (False, True)
    assert offered(status(Stage.PLANNING))[1] is None


def test_support_and_auditor():
    """Support is offered what helps, an auditor nothing."""
    for case in STATIONS.values():
        assert offered(case, "sam", Role.SUPPORT)[0] <= {Deed.VERIFY, Deed.CLARIFY, Deed.REPLY, Deed.RETRY}
        assert offered(case, "ana", Role.AUDITOR) == (set(), None)


def test_counts():
    """By system and over all of them, by what becomes of it."""
    items = (ITEM, SHARED, ITEM.model_copy(update={"system": "billing", "count": 4}))
    assert [(s.system, s.counts[Disposition.ERASE], s.total) for s in shares(items)] == [
        ("accounts", 3, 4),
        ("billing", 4, 4),
    ]
    assert totals(items)[Disposition.ERASE] == 7


def test_timeline():
    """What has happened is in the order of time, whatever it was."""
    letter = LetterNote(number=1, kind=LetterKind.RECEIPT, addressee=Addressee.SUBJECT, at=AT + timedelta(hours=1))
    pause = Pause(
        why=Justification.INFORMATION_REQUIRED, asked_at=AT + timedelta(days=1), answered_at=AT + timedelta(days=3)
    )
    case = status(letters=(letter,), pauses=(pause,))
    assert [event.what for event in timeline(case, None)] == [
        Happened.RECEIVED,
        Happened.LETTER,
        Happened.QUESTION_ASKED,
        Happened.QUESTION_ANSWERED,
    ]


@pytest.mark.parametrize(
    ("field", "text", "wrong"),
    [
        (Field("a"), " ", Wrong.MISSING),
        (Field("a", is_needed=False), "", None),
        (Field("a", least=3), "ab", Wrong.TOO_SHORT),
        (Field("a", most=3), "abcd", Wrong.TOO_LONG),
        (Field("a", Kind.TEXT, most=3), "a\r\nb", None),
        (Field("a", Kind.CHOICE, choices=("x",)), "y", Wrong.NO_CHOICE),
        (Field("a", Kind.DATE), "31.12.2026", Wrong.NO_DATE),
        (Field("a", Kind.DATE), "2026-12-31", None),
        (Field("a", Kind.MOMENT), "yesterday", Wrong.NO_MOMENT),
        (Field("a", Kind.EMAIL), "name", Wrong.NO_ADDRESS),
        (Field("a", Kind.EMAIL), "name@example.org", None),
    ],
)
def test_fields(field, text, wrong):
    """What is wrong with a field is said by a code, and what was typed is kept."""
    typed = read([field], {"a": text, "more": "is not read"})
    assert typed.wrong == ({"a": wrong} if wrong else {})
    assert set(typed.values) == {"a"}
    assert "abcd" not in repr(typed)


async def test_once():
    """The same form is done once, also at once; another text under its token is not; what failed is tried again."""
    once, done = Once(), []

    async def work():
        await asyncio.sleep(0)
        done.append(date.today())

    await asyncio.gather(*(once.do("token", {"reason": "a"}, work) for _ in range(3)))
    assert len(done) == 1
    with pytest.raises(SentBefore):
        await once.do("token", {"reason": "b"}, work)

    async def failing():
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await once.do("other", {"reason": "a"}, failing)
    with pytest.raises(SentBefore):
        await once.do("other", {"reason": "b"}, work)
    await once.do("other", {"reason": "a"}, work)
    assert len(done) == 2
