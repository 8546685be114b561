"""The plan of an erasure: each rule of disposition, what its digest covers, its order, and what goes beyond it."""

from datetime import UTC, date, datetime
from graphlib import CycleError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.approved_plan import beyond, recounted
from habeas.domain.count import open_steps, tally
from habeas.domain.disposition import Disposition
from habeas.domain.findings import Findings
from habeas.domain.holding import COMPANY, Circumstance, Holding, Retention
from habeas.domain.identifier import Identifier
from habeas.domain.order import StepOrder
from habeas.domain.plan import Keep, Plan
from habeas.domain.planning import plan_erasure
from habeas.domain.request import Instruction
from habeas.domain.treatment import ErasureGround, Treatment

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LOCK = Retention(ground="French CPCE art. L34-1 II", until=date(2027, 1, 1))
PIN = Identifier(kind="account_id", value="7", found_in="accounts")
ACME = Instruction(controller="acme", recorded_by="dpo")
SYSTEMS = ("accounts", "billing", "recordings")

HOLDINGS = st.lists(
    st.builds(
        Holding,
        system=st.sampled_from(SYSTEMS),
        category=st.sampled_from(["account", "usage"]),
        controller=st.sampled_from([COMPANY, "acme"]),
        circumstance=st.none() | st.sampled_from(Circumstance),
        retention=st.none() | st.just(LOCK),
        count=st.integers(0, 9),
    ),
    unique_by=lambda h: h.key,
    max_size=8,
).map(tuple)
PINS = st.dictionaries(
    st.sampled_from(SYSTEMS),
    st.lists(st.sampled_from([PIN, PIN.model_copy(update={"value": "8"})]), min_size=1, unique=True).map(tuple),
)


def holding(**changes: object) -> Holding:
    return Holding.model_validate({"system": "accounts", "category": "account", "count": 1, **changes})


def plan(*holdings: Holding, keeps: tuple[Keep, ...] = (), instructed: bool = False, **pinned: tuple) -> Plan:
    findings = Findings(
        as_of=NOW,
        identifiers=(PIN,),
        holdings=holdings,
        instructions=(ACME,) if instructed else (),
        pinned=pinned or {"accounts": (PIN,)},
    )
    return plan_erasure(findings, {"accounts": (), "recordings": ("accounts",)}, keeps)


def disposition(instructed: bool = False, **changes: object) -> Disposition:
    (item,) = plan(holding(**changes), instructed=instructed).items
    assert item.why
    return item.disposition


def test_what_nothing_keeps_is_erased():
    """The rule where no other fits."""
    assert disposition() is Disposition.ERASE


def test_what_stays_as_a_record_is_anonymised():
    """Where a system says by which methods it empties values, the plan says so, and that is what is approved."""
    made = plan(holding(emptied=("null",)))
    (one,) = made.items
    assert (one.disposition, one.emptied, one.erased_on) == (Disposition.ANONYMISE, ("null",), ErasureGround.UNLAWFUL)
    assert made.systems == ("accounts",)
    assert StepOrder.of("case", made, "accounts").erases(one.key)
    assert made.digest not in (plan(holding()).digest, plan(holding(emptied=("zero",))).digest)
    assert beyond(plan(holding()), made) == (one.key,)


def test_a_plan_that_anonymises_nothing_has_the_digest_that_it_always_had():
    """What was approved before there were such plans stays approved."""
    digest = "2d098b57abbf7114d814177335d8534135ed77cccf5e8f83984e1bd67b38a765"
    assert plan(holding(), holding(category="usage", retention=LOCK, circumstance="retained")).digest == digest


@pytest.mark.parametrize("circumstance", [None, "retained"])
def test_l_36_what_a_law_keeps_is_kept(circumstance):
    """L-36: a retention with an end keeps a holding; a lock without one does not, and is to be decided."""
    assert disposition(retention=LOCK, circumstance=circumstance) is Disposition.RETAIN
    assert disposition(circumstance="retained") is Disposition.DECIDE


@pytest.mark.parametrize(
    ("controller", "instructed", "becomes"),
    [("company", False, Disposition.DECIDE), ("acme", True, Disposition.REFER)],
    ids=["ours", "a customer's"],
)
def test_p_11_what_shows_others_is_decided_by_somebody(controller, instructed, becomes):
    """P-11: a recording of several people is neither erased nor kept for one of them by a rule: its controller says."""
    assert disposition(instructed, controller=controller, circumstance="shared") is becomes


def test_p_11_what_shows_others_is_erased_on_an_instruction_for_that():
    """P-11: a standing instruction to erase is none about others; one that was given knowing of them is."""
    item = holding(controller="acme", circumstance="shared")
    says = Instruction(controller="acme", recorded_by="acme, legal", is_for_shared=True)
    findings = Findings(as_of=NOW, identifiers=(), holdings=(item,), instructions=(says,))
    assert [i.disposition for i in plan_erasure(findings, {}).items] == [Disposition.ERASE]
    assert [i.disposition for i in plan_erasure(findings, {}, only=("zeta",)).items] == [Disposition.REFER]


@pytest.mark.parametrize(
    "changes", [{}, {"retention": LOCK}, *({"circumstance": one} for one in Circumstance)], ids=str
)
def test_p_15_without_an_instruction_it_is_referred(changes):
    """P-15: what is a customer's is erased on its recorded instruction, and else referred, whatever else is so."""
    assert disposition(controller="acme", **changes) is Disposition.REFER
    assert disposition(instructed=True, controller="acme") is Disposition.ERASE


def test_p_17_an_owner_who_is_the_only_one_is_decided_about():
    """P-17: the workspace is the organisation's."""
    assert disposition(circumstance="sole_owner") is Disposition.DECIDE


def test_p_3_one_request_is_ours_and_each_customers():
    """P-3: one person may be a customer's in several events: what one has instructed says nothing for the others."""
    made = plan(*(holding(controller=c) for c in (COMPANY, "acme", "zeta", "ypsilon")), instructed=True)
    assert {i.controller: i.disposition for i in made.items} == {
        COMPANY: Disposition.ERASE,
        "acme": Disposition.ERASE,
        "ypsilon": Disposition.REFER,
        "zeta": Disposition.REFER,
    }


def test_l_46_an_instruction_touches_its_own_data_only():
    """L-46: where a plan is for one customer's instruction, nothing of ours or of another's is erased."""
    findings = Findings(
        as_of=NOW,
        identifiers=(PIN,),
        holdings=tuple(holding(controller=c) for c in (COMPANY, "acme", "zeta")),
        instructions=(ACME, Instruction(controller="zeta", recorded_by="dpo")),
    )
    made = plan_erasure(findings, {}, only=["acme"])
    assert [i.controller for i in made.items if i.disposition is Disposition.ERASE] == ["acme"]


def test_l_36_what_stays_has_a_ground_and_an_end():
    """L-36: a retention is planned with its ground and date, and nothing else has either."""
    kept, gone = plan(holding(category="a", retention=LOCK), holding(category="b")).items
    assert (kept.ground, kept.until) == (LOCK.ground, LOCK.until)
    assert (gone.ground, gone.until) == (None, None)


def test_a_decision_to_keep_goes_before_every_rule():
    """A person's decision keeps exactly the holding that it names, with ground, date and who decided."""
    keep = Keep(
        holding="accounts/account/company/sole_owner", ground="GDPR art. 17(3)(e)", until=date(2027, 5, 1), by="dpo"
    )
    owner, other = plan(holding(circumstance="sole_owner"), holding(category="usage"), keeps=(keep,)).items
    assert (owner.disposition, owner.ground, owner.until) == (Disposition.RETAIN, keep.ground, keep.until)
    assert owner.why == "kept by decision of dpo"
    assert other.disposition is Disposition.ERASE


def test_l_35_each_item_that_is_erased_has_one_ground():
    """L-35: the one of its category; what is on no record was held unlawfully; what stays has none."""
    held = (holding(category="account"), holding(category="usage"), holding(category="unheard-of"))
    findings = Findings(as_of=NOW, identifiers=(), holdings=(*held, holding(category="invoice", retention=LOCK)))
    grounds = {"account": ErasureGround.WITHDRAWN, "usage": ErasureGround.OBJECTED, "invoice": ErasureGround.OBLIGED}
    made = plan_erasure(findings, {}, treatments={("accounts", c): Treatment(erased_on=g) for c, g in grounds.items()})
    assert {i.category: i.erased_on for i in made.items} == {
        "account": ErasureGround.WITHDRAWN,
        "usage": ErasureGround.OBJECTED,
        "unheard-of": ErasureGround.UNLAWFUL,
        "invoice": None,
    }
    assert made.digest != plan_erasure(findings, {}).digest


JOINT = {("recordings", "attendance"): Treatment(erased_on=ErasureGround.WITHDRAWN, is_joint=True)}


def test_l_48_of_joint_controllers_either_takes_the_request():
    """L-48: what is ours and a customer's together is erased without its instruction; and then it is told."""
    held = holding(system="recordings", category="attendance", controller="acme")
    findings = Findings(as_of=NOW, identifiers=(), holdings=(held,))
    assert plan_erasure(findings, {}).items[0].disposition is Disposition.REFER
    made = plan_erasure(findings, {}, treatments=JOINT)
    assert made.items[0].disposition is Disposition.ERASE
    (told,) = open_steps(made, date(2026, 4, 1))
    assert told.what == "tell acme, its controller jointly with us, that attendance was erased (GDPR art. 26)"
    assert plan_erasure(findings, {}, only=["acme"], treatments=JOINT).items[0].disposition is Disposition.REFER


def test_l_40_other_controllers_of_what_was_public_are_told():
    """L-40: what was published and is erased leaves a step; what stays leaves none."""
    public = {("accounts", "account"): Treatment(erased_on=ErasureGround.WITHDRAWN, was_public=True)}
    findings = Findings(as_of=NOW, identifiers=(), holdings=(holding(),))
    (step,) = open_steps(plan_erasure(findings, {}, treatments=public), date(2026, 4, 1))
    assert step.what.startswith("take reasonable steps to tell other controllers that account was erased")
    assert open_steps(plan_erasure(findings, {}), date(2026, 4, 1)) == ()
    keep = Keep(holding="accounts", ground="by law", until=date(2027, 1, 1), by="dpo")
    kept = open_steps(plan_erasure(findings, {}, [keep], treatments=public), date(2026, 4, 1))
    assert [s.what for s in kept] == ["erase account when its ground ends: by law"]


def test_p_17_a_sole_owner_stops_the_plan_and_a_shared_recording_does_not():
    """P-17: what would leave a workspace without an owner must be decided first; shared data waits for its turn."""
    found = plan(holding(circumstance="sole_owner"), holding(system="recordings", circumstance="shared"))
    assert [item.circumstance for item in found.stops] == [Circumstance.SOLE_OWNER]


@given(HOLDINGS, PINS, st.randoms())
def test_the_digest_does_not_depend_on_counts_or_on_order(holdings, pins, random):
    """A plan stays the one that was approved while data of an approved kind grows, and however answers arrive."""
    again = [h.model_copy(update={"count": h.count + random.randint(0, 99)}) for h in holdings]
    random.shuffle(again)
    mixed = {
        system: tuple(random.sample(ids, len(ids))) for system, ids in random.sample(list(pins.items()), len(pins))
    }
    one, other = plan(*holdings, **pins), plan(*again, **mixed)
    assert one.digest == other.digest
    assert beyond(one, other) == ()


@pytest.mark.parametrize(
    "other",
    [
        plan(holding(circumstance="shared")),
        plan(holding(), holding(category="usage")),
        plan(holding(), accounts=(Identifier(kind="account_id", value="8"),)),
        plan(holding(), accounts=(PIN, Identifier(kind="account_id", value="8"))),
        plan(holding(), recordings=(PIN,)),
        plan(holding(controller="acme"), instructed=True),
        plan(holding(retention=LOCK)),
    ],
)
def test_the_digest_covers_what_is_approved(other):
    """Another disposition, category, controller or identifier is another plan."""
    assert other.digest != plan(holding()).digest


@given(HOLDINGS.filter(bool), st.data())
def test_every_change_of_substance_changes_the_digest(holdings, data):
    """Ground, end date, disposition: whatever changes in one holding is seen in the digest."""
    index = data.draw(st.integers(0, len(holdings) - 1))
    one = holdings[index]
    keep = Keep(holding=one.key, ground="GDPR art. 17(3)(b)", until=date(2030, 1, 1), by="dpo")
    changed = [keep, keep.model_copy(update={"until": date(2030, 1, 2)}), keep.model_copy(update={"ground": "another"})]
    digests = [plan(*holdings, keeps=keeps).digest for keeps in ((), *((k,) for k in changed))]
    assert len(set(digests)) == 4


def test_who_decided_is_no_part_of_the_digest():
    """The reason's wording may be mended without asking for approval again."""
    keep = Keep(holding=holding().key, ground="GDPR art. 17(3)(b)", until=date(2030, 1, 1), by="one")
    other = keep.model_copy(update={"by": "two"})
    assert plan(holding(), keeps=(keep,)).digest == plan(holding(), keeps=(other,)).digest


@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.data())
def test_a_system_erases_after_all_that_need_its_identifiers(names, data):
    """Systems that others depend on go last, each once, and as early as that allows."""
    order = sorted(names)
    needs = {s: tuple(data.draw(st.sets(st.sampled_from(order[:i])))) if i else () for i, s in enumerate(order)}
    findings = Findings(as_of=NOW, identifiers=(), holdings=tuple(holding(system=s) for s in names))
    made = plan_erasure(findings, needs)
    stage = {system: number for number, systems in enumerate(made.stages) for system in systems}
    assert sorted(made.systems) == order
    for system, needed in needs.items():
        assert all(stage[system] < stage[other] for other in needed)


def test_only_systems_that_erase_have_a_stage():
    """A system whose data stays, or that has none, is not waited for."""
    made = plan(holding(), holding(system="recordings", controller="acme"), holding(system="billing", retention=LOCK))
    assert made.stages == (("accounts",),)


def test_a_system_that_writes_for_an_erasure_has_a_stage():
    """What an erasure is to leave behind is planned as retained, in its order, though nothing there is erased."""
    left = holding(system="recordings", circumstance="retained", retention=LOCK, count=0, is_to_be_written=True)
    made = plan(holding(), left)
    assert [i.disposition for i in made.items] == [Disposition.ERASE, Disposition.RETAIN]
    assert made.stages == (("recordings",), ("accounts",))
    assert plan(left).systems == ("recordings",)
    assert plan(left).digest != plan(left.model_copy(update={"is_to_be_written": False})).digest
    counts = tally(plan(left), {left.key: 1})["recordings"]
    assert (counts.found, counts.erased, counts.retained, counts.left) == (1, 0, 1, 1)


def test_systems_that_need_each_other_cannot_be_ordered():
    """A circle of dependencies is an error, not an arbitrary order."""
    findings = Findings(as_of=NOW, identifiers=(), holdings=(holding(system="a"), holding(system="b")))
    with pytest.raises(CycleError):
        plan_erasure(findings, {"a": ("b",), "b": ("a",)})


APPROVED = plan(holding(count=5), holding(category="usage", count=2))


@pytest.mark.parametrize(
    ("fresh", "news"),
    [
        (plan(holding(count=99)), ()),
        (plan(), ()),
        (plan(holding(), holding(category="role")), ("accounts/role/company",)),
        (plan(holding(), holding(controller="acme")), ("accounts/account/acme",)),
        (plan(holding(), holding(system="recordings")), ("recordings/account/company",)),
        (plan(holding(), holding(circumstance="retained")), ("accounts/account/company/retained",)),
        (plan(holding(retention=LOCK)), ("accounts/account/company",)),
        (plan(accounts=(PIN, Identifier(kind="account_id", value="8"))), ("accounts: a new identifier",)),
        (plan(recordings=(PIN,)), ("recordings: a new identifier",)),
        (plan(accounts=()), ()),
    ],
)
def test_what_goes_beyond_the_approval_is_named_and_growth_and_loss_do_not(fresh, news):
    """A new category, controller, system, lock or identifier returns to the DPO; more or less of the same does not."""
    assert beyond(APPROVED, fresh) == news


def test_a_recount_changes_no_decision_and_forgets_nothing_that_is_to_go():
    """Counts follow a fresh look, but what an earlier attempt has erased still counts as found."""
    lock = holding(category="technical", retention=LOCK, count=3)
    approved = plan(holding(count=5), holding(category="usage", count=2), lock)
    after = recounted(approved, plan(holding(count=1), lock.model_copy(update={"count": 4})))
    assert {i.category: i.count for i in after.items} == {"account": 5, "usage": 2, "technical": 4}
    assert after.model_copy(update={"items": approved.items}) == approved


def test_nothing_is_erased_while_an_identifier_is_in_doubt():
    """Whose an identifier of several people is must be decided first; the rest of the plan is shown meanwhile."""
    findings = Findings(as_of=NOW, identifiers=(PIN,), holdings=(holding(),), shared={"billing": (PIN,)})
    doubtful = plan_erasure(findings, {})
    (stop,) = doubtful.stops
    assert (stop.system, stop.circumstance, stop.count) == ("billing", "several_people", 0)
    assert doubtful.systems == ("accounts",)
    assert not plan_erasure(findings.model_copy(update={"shared": {}}), {}).stops


NOT_YET = Retention(ground="too young", until=date(2026, 5, 2))


def postponed() -> Plan:
    """A plan in which one holding of two in accounts cannot be erased yet; recordings has none such."""
    late = holding(category="usage", circumstance=Circumstance.NOT_YET, retention=NOT_YET)
    return plan(late, holding(), holding(system="recordings"))


def test_what_cannot_be_erased_yet_is_erased_later():
    """No law keeps it: it is to be erased, and the plan says from when on and why."""
    (late,) = [item for item in postponed().items if item.is_later]
    assert (late.disposition, late.until, late.ground) == (Disposition.ERASE, NOT_YET.until, NOT_YET.ground)
    assert (late.justification, postponed().later) == (None, NOT_YET.until)
    assert disposition(circumstance=Circumstance.NOT_YET) is Disposition.DECIDE  # nobody says when


def test_the_rest_of_a_plan():
    """When its day has come, it is of the systems that could not do all of it at first, and has the same digest."""
    whole = postponed()
    rest = whole.rest()
    assert (rest.systems, rest.later, rest.digest) == (("accounts",), None, whole.digest)
    assert {item.key for item in rest.items} == {item.key for item in whole.items if item.system == "accounts"}
    assert all(item.disposition is Disposition.ERASE and item.until is None for item in rest.items)


def test_the_day_is_part_of_what_is_approved():
    """Another day is another plan; growth in number is not."""
    other = Retention(ground="too young", until=date(2026, 6, 1))
    late = holding(category="usage", circumstance=Circumstance.NOT_YET, retention=NOT_YET)
    assert plan(late).digest != plan(late.model_copy(update={"retention": other})).digest
    assert plan(late).digest == plan(late.model_copy(update={"count": 7})).digest
