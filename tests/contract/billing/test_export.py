"""An export gives the person what is held of them, and neither a secret nor anything of an organisation."""

import json

from habeas.domain.port import Record
from habeas.domain.receipt import Withheld


async def records(world, category):
    return [e.fields for e in await world.export() if isinstance(e, Record) and e.category == category]


async def test_categories(world):
    """Every category is there, with what is withheld and why."""
    entries = await world.export()
    found = {e.category for e in entries if isinstance(e, Record)}
    assert found == {"billing details", "bank", "subscription", "invoice", "payment", "billing contact"}
    (withheld,) = [e for e in entries if isinstance(e, Withheld)]
    assert (withheld.category, "secret" in withheld.why) == ("bank", True)


async def test_cards(world):
    """A card is told by brand, last four digits and expiry."""
    card = (await records(world, "bank"))[0]
    assert (card["brand"], card["last_four_digits"], card["expires"]) == ("visa", "4242", "04/2031")


async def test_secrets_and_others(world, passes):
    """No fingerprint, secret, link or note of a hold is in it, and nothing of the organisation's other contact."""
    secret = {"client_secret": "pi_secret", "hosted_invoice_url": "https://pay.example/x", "invoice_pdf": "https://p/x"}
    await world.server.seed([{"object": "invoice", "id": "in_x", "customer": "cus_ada", **secret}])
    await world.billing.hold(await world.order(), passes)
    text = json.dumps([dict(e.fields) for e in await world.export() if isinstance(e, Record)])
    for word in ("fingerprint", "secret", "https:", "habeas_", "ben@example.org", "in_org", "pm_org"):
        assert word not in text


async def test_contact(world):
    """Of an organisation there are its name and the person's own fields."""
    (contact,) = await records(world, "billing contact")
    assert (contact["organisation"], contact["email"], contact["contact_name"]) == ("org", "ada@example.org", "Ada")


async def test_after_deletion(world, passes):
    """Of a deleted customer there are the records that a law keeps."""
    pinned = (await world.locate()).pinned
    await world.billing.erase(await world.order(), passes)
    left = await world.collect(pinned)
    assert {e.category for e in left} == {"subscription", "invoice", "payment"}
