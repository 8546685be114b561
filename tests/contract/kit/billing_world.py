"""Billing for the kit: customers with cards and a subscription, and invoices and charges that a law keeps."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access, opened
from adapters.testing import Break, Thing, World
from habeas.domain.identifier import Identifier, email
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.stripe.server import StripeServer

_ENDED = ("canceled", "incomplete_expired")


def described(name: str) -> Category:
    """A category that a law keeps."""
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER}
    basis = {"basis": Basis.LEGAL_OBLIGATION, "origin": Origin.OBSERVED}
    rule = RetentionRule(ground="French Code de commerce art. L123-22", months=120, financial_year_ends="12-31")
    return Category(name=name, system="billing", **words, **basis, retention=rule)


PROCESSING = {name: described(name) for name in ("invoice", "payment")}


class BillingWorld(World):
    """A thing is a card: they are listed a hundred at a time."""

    many = 210

    def __init__(self, server: StripeServer, switchboard: Switchboard) -> None:
        self.server, self.switchboard = server, switchboard
        self.as_of = datetime.now(UTC)
        self.whose: dict[str, str] = {}

    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        name = str(len(self.whose))
        customer = f"cus_{name}"
        self.whose[customer] = address
        of = {"customer": customer, "created": int((self.as_of - timedelta(days=60)).timestamp())}
        owner = {"email": address, "name": address}
        card = {"brand": "visa", "exp_month": 4, "exp_year": 2031}
        cards = [
            {"object": "payment_method", "id": f"pm_{name}_{n}", **of, "billing_details": owner}
            | {"card": {**card, "last4": f"{n:04}"}}
            for n in range(things)
        ]
        self.whose |= dict.fromkeys((one["id"] for one in cards), address)
        rest = [
            {"object": "customer", "id": customer, "created": of["created"], "metadata": {"tier": "gold"}, **owner},
            {"object": "subscription", "id": f"sub_{name}", **of, "status": "active"},
            {"object": "invoice", "id": f"in_{name}", **of, "status": "paid", "total": 9900, "customer_email": address},
            {"object": "charge", "id": f"ch_{name}", **of, "amount": 9900, "billing_details": owner},
        ]
        self.whose |= dict.fromkeys((one["id"] for one in rest), address)
        await self.server.seed([*rest[:1], *cards, *rest[1:]])
        return (email(address),)

    async def snapshot(self) -> frozenset[Thing]:
        kinds = self.server.dump()
        return frozenset(self._thing(thing) for things in kinds.values() for thing in things)

    def _thing(self, thing: dict[str, object]) -> Thing:
        whose = self.whose.get(str(thing["id"]), "")
        return Thing(whose, json.dumps(thing, sort_keys=True), stays=self._stays(thing, whose))

    def _stays(self, thing: dict[str, object], whose: str) -> bool:
        """Invoices and charges; what has ended, and no longer says whose it was."""
        if thing["object"] in ("invoice", "charge"):
            return True
        has_ended = thing.get("deleted") or thing.get("status") in _ENDED
        is_alone = thing["object"] == "payment_method" and not thing.get("customer")
        return bool(has_ended or is_alone) and whose not in json.dumps(thing, ensure_ascii=False)

    def break_wire(self, how: Break, times: int | None = None) -> None:
        self.switchboard.break_("billing", How(how), times)

    def mend_wire(self) -> None:
        self.switchboard.mend()


@asynccontextmanager
async def billing_world(folder: Path, wrap=Billing) -> AsyncIterator[BillingWorld]:
    """A Stripe of its own with the adapter over it; the stranger has a key that Stripe does not know."""
    switchboard = Switchboard(folder / "faults.json")
    server = await StripeServer.start(folder / "stripe", switchboard)
    async with (
        opened(Access(server.writing_key, server.endpoint)) as writing,
        opened(Access(server.reading_key, server.endpoint)) as reading,
        opened(Access("sk_test_unknown", server.endpoint)) as unknown,
    ):
        world = BillingWorld(server, switchboard)
        world.adapter = wrap(writing, reading, PROCESSING)
        world.stranger = Billing(unknown, unknown, PROCESSING)
        yield world
    await server.stop()
