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


async def test_what_was_invoiced_and_paid(world):
    """Tax ids on invoices, credit notes, disputes and orders are there, of every customer of the person's."""
    of = {"customer": "cus_ada_guest"}
    tax_ids = [{"type": "no_vat", "value": "NO999"}]
    await world.server.seed(
        [
            {"object": "invoice", "id": "in_tax", **of, "customer_tax_ids": tax_ids},
            {"object": "credit_note", "id": "cn_1", **of, "invoice": "in_tax", "number": "CN-1", "memo": "Sorry, Ada"},
            {"object": "charge", "id": "ch_disputed", **of, "disputed": True},
            {
                "object": "dispute",
                "id": "du_1",
                "charge": "ch_disputed",
                "evidence": {"customer_purchase_ip": "192.0.2.7"},
            },
            {
                "object": "checkout.session",
                "id": "cs_1",
                **of,
                "customer_details": {"name": "Ada L", "tax_ids": tax_ids},
            },
        ]
    )
    invoices, payments = await records(world, "invoice"), await records(world, "payment")
    assert [i["tax_ids"] for i in invoices if i.get("tax_ids")] == [["NO999"]]
    assert [(i["credit_note"], i["memo"]) for i in invoices if "credit_note" in i] == [("CN-1", "Sorry, Ada")]
    (dispute,) = [p for p in payments if "dispute" in p]
    assert (dispute["payment"], dispute["customer_purchase_ip"]) == ("ch_disputed", "192.0.2.7")
    (order,) = [p for p in payments if "order" in p]
    assert (order["customer"], order["name"], order["tax_ids"]) == ("cus_ada_guest", "Ada L", ["NO999"])


async def test_p_17_nothing_of_what_an_organisation_paid(world):
    """P-17: of an organisation there is the person's own contact, and nothing of what it ordered, owed or paid."""
    of = {"customer": "cus_org"}
    await world.server.seed(
        [
            {"object": "tax_id", "id": "txi_org", **of, "value": "NO888"},
            {"object": "credit_note", "id": "cn_org", **of, "number": "CN-ORG"},
            {"object": "checkout.session", "id": "cs_org", **of, "customer_details": {"email": "ada@example.org"}},
        ]
    )
    text = json.dumps([dict(e.fields) for e in await world.export() if isinstance(e, Record)])
    assert not any(word in text for word in ("NO888", "CN-ORG", "cs_org", "in_org"))
    assert len(await records(world, "billing contact")) == 1
