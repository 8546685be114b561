"""A Stripe server for each test, with the adapter over it; the judge reads the server's own store."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access, opened
from habeas.domain.error import Barred, HabeasError
from habeas.domain.findings import Findings
from habeas.domain.identifier import ACCOUNT_ID, Identifier, email
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.plan import Keep
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Entry
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.domain.receipt import Receipt
from habeas.domain.right import Right
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.stripe.server import StripeServer

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
SYSTEM = "billing"
ADA, BEN, FAMILY = "ada@example.org", "ben@example.org", "family@example.net"
AS_OF = datetime.now(UTC)
LATER = int((AS_OF + timedelta(days=30)).timestamp())


def account(number: str) -> Identifier:
    return Identifier(kind=ACCOUNT_ID, value=number, found_in="accounts")


def described(name: str) -> Category:
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER}
    basis = {"basis": Basis.LEGAL_OBLIGATION, "origin": Origin.OBSERVED}
    rule = RetentionRule(ground="French Code de commerce art. L123-22", months=120, financial_year_ends="12-31")
    return Category(name=name, system=SYSTEM, **words, **basis, retention=rule)


PROCESSING = {name: described(name) for name in ("invoice", "payment")}


def days_ago(days: int) -> int:
    return int((AS_OF - timedelta(days=days)).timestamp())


def customer(id_: str, address: str | None, **metadata: str) -> dict[str, object]:
    made = {"id": id_, "object": "customer", "created": days_ago(400), "email": address, "metadata": metadata}
    shipping = {"name": id_, "phone": "+47 555 01", "address": {"country": "NO", "city": "Oslo"}}
    return {**made, "name": id_.removeprefix("cus_"), "phone": "+47 555 00", "shipping": shipping}


def things(id_: str, pause: dict[str, object] | None = None, days: int = 60) -> list[dict[str, object]]:
    """A card, a subscription, an invoice and a charge of one customer."""
    of = {"customer": id_, "created": days_ago(days)}
    billing = {"email": "paid@example.org", "name": "Somebody"}
    invoice = {"status": "paid", "total": 9900, "customer_email": billing["email"]}
    card = {"brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2031, "fingerprint": "fingerprint-of-card"}
    name = id_.removeprefix("cus_")
    return [
        {"object": "payment_method", "id": f"pm_{name}", **of, "card": card, "billing_details": billing},
        {"object": "subscription", "id": f"sub_{name}", **of, "status": "active", "pause_collection": pause},
        {"object": "invoice", "id": f"in_{name}", **of, **invoice},
        {"object": "charge", "id": f"ch_{name}", **of, "amount": 9900, "billing_details": billing},
    ]


CONTACTS = {"contacts": "21, 22", "contact_email:21": ADA, "contact_name:21": "Ada", "contact_email:22": BEN}
COMPANY = [
    customer("cus_ada", ADA, account_id="21", tier="gold"),
    *things("cus_ada"),
    {"object": "subscription", "id": "sub_ended", "customer": "cus_ada", "status": "canceled"},
    customer("cus_ada_guest", ADA),
    *things("cus_ada_guest", {"behavior": "void", "resumes_at": LATER}),
    customer("cus_org", ADA, kind="organisation", **CONTACTS),
    *things("cus_org"),
    customer("cus_ben", BEN, account_id="22"),
    *things("cus_ben"),
    customer("cus_fam_1", FAMILY, account_id="31"),
    *things("cus_fam_1"),
    customer("cus_fam_2", FAMILY, account_id="32"),
]


class Gate:
    """A fence that lets so many writes by and bars the rest."""

    def __init__(self, lets_by: int = 1_000_000) -> None:
        self.left = lets_by
        self.asked = 0

    async def __call__(self) -> None:
        self.asked += 1
        self.left -= 1
        if self.left < 0:
            raise Barred("register", "too late")


@dataclass(frozen=True)
class World:
    """The server, how it is broken, and the adapter; `reopened` makes an adapter that remembers nothing."""

    server: StripeServer
    switchboard: Switchboard
    billing: Billing
    identifiers: tuple[Identifier, ...] = (email(ADA), account("21"))
    as_of: datetime = AS_OF

    async def locate(self, *identifiers: Identifier, theirs: tuple[Identifier, ...] = ()) -> Located:
        given = identifiers or self.identifiers
        order = LocateOrder(case_id=CASE, system=SYSTEM, identifiers=given, as_of=self.as_of, theirs=theirs)
        return await self.billing.locate(order)

    async def order(self, *identifiers: Identifier, keeps: tuple[Keep, ...] = ()) -> StepOrder:
        """What an approved plan orders."""
        located = await self.locate(*identifiers)
        found = {"identifiers": located.identifiers, "holdings": located.holdings, "pinned": {SYSTEM: located.pinned}}
        return StepOrder.of(CASE, plan_erasure(Findings(as_of=self.as_of, **found), {}, keeps), SYSTEM)

    async def export(self) -> list[Entry]:
        return await self.collect((await self.locate()).pinned)

    async def collect(self, pinned: tuple[Identifier, ...]) -> list[Entry]:
        order = CollectOrder(case_id=CASE, system=SYSTEM, right=Right.ACCESS, as_of=self.as_of, identifiers=pinned)
        return [entry async for entry in self.billing.export(order)]

    async def write(self, method: str, path: str, form: dict[str, str] | None = None) -> None:
        """Change something behind the adapter's back."""
        headers = {"Authorization": f"Bearer {self.server.writing_key}"}
        async with aiohttp.request(method, f"{self.server.endpoint}/v1/{path}", data=form, headers=headers) as answer:
            answer.raise_for_status()

    async def trying(self, step: Callable[[], Awaitable[Receipt]], attempts: int = 9) -> list[HabeasError]:
        """Do a step as often as it takes, as Temporal does; what went wrong until then."""
        errors: list[HabeasError] = []
        for _ in range(attempts):
            try:
                await step()
            except HabeasError as error:
                errors.append(error)
            else:
                return errors
        raise AssertionError(f"not done after {attempts} attempts")

    def things(self) -> dict[str, dict[str, object]]:
        """Everything there is, by id."""
        return {thing["id"]: thing for kind in self.server.dump().values() for thing in kind}

    def other_things(self) -> dict[str, dict[str, object]]:
        """What is not Ada's: all but her own customers with what hangs on them, and the organisation's customer."""
        return {id_: thing for id_, thing in self.things().items() if "_ada" not in id_ and id_ not in _HERS}

    def thing(self, id_: str) -> dict[str, object]:
        return self.things()[id_]


_HERS = ("cus_org", "sub_ended")


@pytest.fixture
def gate() -> type[Gate]:
    """Makes fences that bar after so many writes."""
    return Gate


@pytest.fixture
def passes() -> Gate:
    """A fence that lets everything by."""
    return Gate()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The company's billing."""
    switchboard = Switchboard(tmp_path / "faults.json")
    server = await StripeServer.start(tmp_path / "stripe", switchboard)
    await server.seed(COMPANY)
    async with (
        opened(Access(server.writing_key, server.endpoint)) as writing,
        opened(Access(server.reading_key, server.endpoint)) as reading,
    ):
        yield World(server, switchboard, Billing(writing, reading, PROCESSING))
    await server.stop()


@pytest.fixture
async def restarted(world: World) -> AsyncIterator[World]:
    """The same world with an adapter that has forgotten everything."""
    async with (
        opened(Access(world.server.writing_key, world.server.endpoint)) as writing,
        opened(Access(world.server.reading_key, world.server.endpoint)) as reading,
    ):
        yield replace(world, billing=Billing(writing, reading, PROCESSING))
