"""What each route takes, held against the official client's declarations, and how everything else is refused."""

from operator import attrgetter
from typing import Any

import pytest
import stripe
import stripe.params as declared

from habeas.sandbox.stripe.customers import ROUTES as CUSTOMERS
from habeas.sandbox.stripe.form import decode
from habeas.sandbox.stripe.invoices import ROUTES as INVOICES
from habeas.sandbox.stripe.payment_methods import ROUTES as PAYMENT_METHODS
from habeas.sandbox.stripe.reading import ROUTES as READING
from habeas.sandbox.stripe.settlement import ROUTES as SETTLEMENT
from habeas.sandbox.stripe.subscriptions import ROUTES as SUBSCRIPTIONS

ALL = (*CUSTOMERS, *PAYMENT_METHODS, *SUBSCRIPTIONS, *INVOICES, *READING, *SETTLEMENT)
ROUTES = {(route.method, route.path): route for route in ALL}
NAMES = {
    ("POST", "customers"): "CustomerCreateParams",
    ("POST", "customers/{}"): "CustomerUpdateParams",
    ("GET", "customers"): "CustomerListParams",
    ("GET", "customers/search"): "CustomerSearchParams",
    ("GET", "customers/{}/tax_ids"): "CustomerListTaxIdsParams",
    ("GET", "customers/{}/payment_methods"): "CustomerListPaymentMethodsParams",
    ("GET", "customers/{}/balance_transactions"): "CustomerListBalanceTransactionsParams",
    ("POST", "payment_methods"): "PaymentMethodCreateParams",
    ("POST", "payment_methods/{}"): "PaymentMethodUpdateParams",
    ("POST", "payment_methods/{}/attach"): "PaymentMethodAttachParams",
    ("GET", "payment_methods"): "PaymentMethodListParams",
    ("POST", "subscriptions"): "SubscriptionCreateParams",
    ("POST", "subscriptions/{}"): "SubscriptionUpdateParams",
    ("DELETE", "subscriptions/{}"): "SubscriptionCancelParams",
    ("GET", "subscriptions"): "SubscriptionListParams",
    ("POST", "invoices"): "InvoiceCreateParams",
    ("POST", "invoices/{}/finalize"): "InvoiceFinalizeInvoiceParams",
    ("GET", "invoices"): "InvoiceListParams",
    ("POST", "invoiceitems"): "InvoiceItemCreateParams",
    ("GET", "invoiceitems"): "InvoiceItemListParams",
    ("GET", "charges"): "ChargeListParams",
    ("GET", "payment_intents"): "PaymentIntentListParams",
    ("GET", "setup_intents"): "SetupIntentListParams",
    ("GET", "balance_transactions"): "BalanceTransactionListParams",
    ("GET", "credit_notes"): "CreditNoteListParams",
    ("GET", "disputes"): "DisputeListParams",
    ("GET", "checkout/sessions"): "checkout.SessionListParams",
    ("GET", "invoice_payments"): "InvoicePaymentListParams",
    ("GET", "refunds"): "RefundListParams",
    ("GET", "events"): "EventListParams",
    ("GET", "prices"): "PriceListParams",
    ("POST", "payment_intents/{}/cancel"): "PaymentIntentCancelParams",
    ("POST", "customers/{}/tax_ids"): "CustomerCreateTaxIdParams",
}


@pytest.mark.parametrize("route", NAMES, ids=" ".join)
def test_parameters(route):
    """A route takes no parameter that the official client does not declare for it."""
    assert set(ROUTES[route].parameters) <= set(attrgetter(NAMES[route])(declared).__annotations__)


@pytest.mark.parametrize(
    ("pairs", "form"),
    [
        ([("a", "1"), ("b", "")], {"a": "1", "b": ""}),
        ([("metadata[0]", "x"), ("metadata[k]", "y")], {"metadata": {"0": "x", "k": "y"}}),
        ([("expand[]", "a"), ("expand[]", "b")], {"expand": {"0": "a", "1": "b"}}),
        ([("items[1][price]", "p"), ("items[0][price]", "q")], {"items": {"1": {"price": "p"}, "0": {"price": "q"}}}),
    ],
)
def test_form(pairs, form):
    """Nested names become a tree, lists by position."""
    assert decode(pairs) == form


NOTES = {f"k{number}": "v" for number in range(50)}


@pytest.mark.parametrize(
    ("given", "code", "param"),
    [
        ({"shoe_size": "44"}, "parameter_unknown", "shoe_size"),
        ({"address": {"moon": "x"}}, "parameter_unknown", "address[moon]"),
        ({"balance": "much"}, "parameter_invalid_integer", "balance"),
        ({"tax_exempt": "perhaps"}, "parameter_invalid_enum", "tax_exempt"),
        ({"email": "nobody"}, "email_invalid", "email"),
        ({"metadata": {"k": "x" * 501}}, "metadata_invalid", "metadata[k]"),
        ({"metadata": {"k" * 41: "x"}}, "metadata_invalid", "metadata"),
        ({"metadata": {**NOTES, "one": "more"}}, "metadata_invalid", "metadata"),
        ({"expand": ["moon"]}, None, "expand"),
    ],
)
async def test_refused(world, given: dict[str, Any], code, param):
    """What is unknown or wrong is answered with 400 and the parameter's name, and nothing is made."""
    before = world.server.dump()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.customers.create_async(given)
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert world.server.dump() == before


async def test_notes_to_the_brim(world):
    """Fifty notes of five hundred characters are kept."""
    notes = dict.fromkeys(NOTES, "x" * 500)
    customer = await world.customer(metadata=notes)
    assert (await world.v1.customers.retrieve_async(customer)).metadata.to_dict() == notes


async def test_a_parameter_that_is_needed(world):
    """A parameter that is missing is named."""
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.subscriptions.create_async({"items": []})
    assert (refused.value.code, refused.value.param) == ("parameter_missing", "customer")
