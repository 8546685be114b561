"""The fields that Stripe's objects always have, with what is in them when nothing was said (docs.stripe.com/api).

As of the API version that the `stripe` client 16.1 pins; the tests hold them against its declarations.
"""

from typing import Any

from .store import Json


def _nulls(names: str) -> Json:
    return dict.fromkeys(names.split())


def _zeros(names: str) -> Json:
    return dict.fromkeys(names.split(), 0)


_ADDRESS = _nulls("city country line1 line2 postal_code state")
_BILLING = {"address": _ADDRESS, **_nulls("email name phone tax_id")}
_MADE: Json = {"created": 0, "livemode": False}
_NOTED: Json = {**_MADE, "metadata": {}}
_AUTOMATIC_TAX = {"enabled": False, **_nulls("disabled_reason liability provider status")}
_CARD = (
    {"brand": "visa", "country": "NO", "exp_month": 12, "exp_year": 2030, "funding": "credit", "last4": "4242"}
    | {"checks": _nulls("address_line1_check address_postal_code_check cvc_check")}
    | _nulls("fingerprint generated_from three_d_secure_usage wallet")
    | {"display_brand": "visa", "networks": {"available": ["visa"], "preferred": None}}
)
_PAID_CARD = {
    "brand": "visa",
    "country": "NO",
    "exp_month": 12,
    "exp_year": 2030,
    "funding": "credit",
    "last4": "4242",
} | _nulls("fingerprint installments mandate network three_d_secure wallet")
_PRICE: Json = (
    _NOTED
    | {"object": "price", "active": True, "billing_scheme": "per_unit", "currency": "eur", "product": "prod_webinars"}
    | _nulls("custom_unit_amount lookup_key nickname tiers_mode transform_quantity")
    | {"recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed", **_nulls("meter")}}
    | {"tax_behavior": "unspecified", "type": "recurring", "unit_amount": 1900, "unit_amount_decimal": "1900"}
)

_INTENT: Json = (
    _NOTED
    | _nulls("application cancellation_reason client_secret customer description")
    | _nulls("next_action on_behalf_of payment_method")
    | {"payment_method_options": {}, "payment_method_types": ["card"], "status": "succeeded"}
)

SHAPES: dict[str, Json] = {
    "customer": (
        _NOTED
        | _nulls("address currency default_source description email name phone shipping test_clock discount")
        | {"balance": 0, "delinquent": False, "next_invoice_sequence": 1, "preferred_locales": [], "tax_exempt": "none"}
        | {"invoice_settings": _nulls("custom_fields default_payment_method footer rendering_options")}
        | _nulls("invoice_prefix")
    ),
    "payment_method": (
        _NOTED | {"allow_redisplay": "unspecified", "billing_details": _BILLING, "customer": None, "type": "card"}
    ),
    "subscription": (
        _NOTED
        | _nulls("application application_fee_percent billing_cycle_anchor_config billing_thresholds cancel_at")
        | _nulls("canceled_at days_until_due default_payment_method default_source description ended_at")
        | _nulls("latest_invoice next_pending_invoice_item_invoice on_behalf_of pause_collection pending_setup_intent")
        | _nulls("pending_invoice_item_interval pending_update schedule test_clock transfer_data trial_end trial_start")
        | {"automatic_tax": _AUTOMATIC_TAX, "billing_cycle_anchor": 0, "billing_mode": {"type": "flexible"}}
        | {"billing_schedules": [], "cancel_at_period_end": False, "collection_method": "charge_automatically"}
        | {"cancellation_details": _nulls("comment feedback reason"), "currency": "eur", "customer": None}
        | {"default_tax_rates": [], "discounts": [], "start_date": 0, "status": "active"}
        | {"invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}}, "items": {"data": []}}
        | {"payment_settings": _nulls("payment_method_options payment_method_types save_default_payment_method")}
        | {"trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}}}
    ),
    "subscription_item": (
        {"created": 0, "metadata": {}, "discounts": [], "tax_rates": [], "quantity": 1, "subscription": None}
        | {
            "current_period_start": 0,
            "current_period_end": 0,
            "plan": None,
            "price": _PRICE,
            "billing_thresholds": None,
        }
    ),
    "price": _PRICE,
    "invoice": (
        _NOTED
        | _zeros("amount_due amount_overpaid amount_paid amount_remaining amount_shipping attempt_count period_end")
        | _zeros("period_start post_payment_credit_notes_amount pre_payment_credit_notes_amount starting_balance")
        | _zeros("subtotal subtotal_excluding_tax total total_excluding_tax")
        | _nulls("account_name account_tax_ids application automatically_finalizes_at custom_fields customer")
        | _nulls("customer_address customer_email customer_name customer_phone customer_shipping parent")
        | _nulls("default_payment_method default_source description due_date effective_at ending_balance footer")
        | _nulls("from_invoice hosted_invoice_url invoice_pdf last_finalization_error latest_revision number")
        | _nulls("next_payment_attempt on_behalf_of receipt_number rendering shipping_cost shipping_details")
        | _nulls("statement_descriptor test_clock webhooks_delivered_at")
        | {"account_country": "NO", "attempted": False, "auto_advance": False, "automatic_tax": _AUTOMATIC_TAX}
        | {"billing_reason": "manual", "collection_method": "charge_automatically", "currency": "eur"}
        | {"customer_tax_exempt": "none", "customer_tax_ids": [], "default_tax_rates": [], "discounts": []}
        | {"issuer": {"type": "self"}, "lines": {"data": []}, "status": "draft"}
        | {"payment_settings": _nulls("default_mandate payment_method_options payment_method_types")}
        | {"status_transitions": _nulls("finalized_at marked_uncollectible_at paid_at voided_at")}
        | {"total_discount_amounts": [], "total_pretax_credit_amounts": [], "total_taxes": []}
    ),
    "line_item": (
        {"amount": 0, "currency": "eur", "description": None, "discount_amounts": [], "discountable": True}
        | {"discounts": [], "invoice": None, "livemode": False, "metadata": {}, "parent": None, "pricing": None}
        | {"period": _zeros("start end"), "pretax_credit_amounts": [], "quantity": 1, "quantity_decimal": "1"}
        | {"subscription": None, "subtotal": 0, "taxes": []}
    ),
    "invoiceitem": (
        {"date": 0, "livemode": False, "metadata": {}, "amount": 0, "currency": "eur", "customer": None}
        | {"description": None, "discountable": True, "discounts": [], "invoice": None, "net_amount": 0, "parent": None}
        | {"period": _zeros("start end"), "pricing": None, "proration": False, "quantity": 1, "quantity_decimal": "1"}
        | {"tax_rates": [], "test_clock": None}
    ),
    "charge": (
        _NOTED
        | _zeros("amount amount_captured amount_refunded")
        | _nulls("application application_fee application_fee_amount balance_transaction customer description")
        | _nulls("calculated_statement_descriptor failure_balance_transaction failure_code failure_message")
        | _nulls("on_behalf_of payment_intent payment_method receipt_email receipt_number receipt_url review")
        | _nulls("shipping source source_transfer statement_descriptor statement_descriptor_suffix transfer")
        | _nulls("transfer_data transfer_group outcome")
        | {"billing_details": _BILLING, "captured": True, "currency": "eur", "disputed": False, "fraud_details": {}}
        | {"paid": True, "payment_method_details": {"type": "card", "card": _PAID_CARD}, "refunded": False}
        | {"status": "succeeded"}
    ),
    "payment_intent": (
        _INTENT
        | _zeros("amount amount_capturable amount_received")
        | _nulls("application_fee_amount automatic_payment_methods canceled_at last_payment_error latest_charge")
        | _nulls("payment_record processing receipt_email review setup_future_usage shipping source")
        | _nulls("statement_descriptor statement_descriptor_suffix transfer_data transfer_group")
        | {"amount_details": {"tip": {}}, "capture_method": "automatic", "confirmation_method": "automatic"}
        | {"currency": "eur"}
    ),
    "setup_intent": _INTENT
    | _nulls("last_setup_error latest_attempt flow_directions mandate single_use_mandate")
    | {"usage": "off_session"},
    "tax_id": (
        {**_MADE, "country": "NO", "customer": None, "owner": {"type": "customer", "customer": None}}
        | {"type": "no_vat", "value": "", "verification": _nulls("status verified_address verified_name")}
    ),
    "customer_balance_transaction": (
        {**_NOTED, "amount": 0, "currency": "eur", "ending_balance": 0, "type": "adjustment"}
        | _nulls("checkout_session credit_note customer description invoice")
    ),
    "balance_transaction": (
        {"created": 0, **_zeros("amount available_on fee net"), "balance_type": "payments", "currency": "eur"}
        | {"description": None, "exchange_rate": None, "fee_details": [], "reporting_category": "charge"}
        | {"source": None, "status": "available", "type": "charge"}
    ),
    "credit_note": (
        {**_NOTED, **_zeros("amount amount_shipping discount_amount post_payment_amount pre_payment_amount")}
        | _zeros("subtotal subtotal_excluding_tax total total_excluding_tax")
        | _nulls("customer customer_balance_transaction effective_at invoice memo out_of_band_amount reason")
        | _nulls("shipping_cost voided_at")
        | {"currency": "eur", "discount_amounts": [], "lines": {"data": []}, "number": "", "pdf": ""}
        | {"pretax_credit_amounts": [], "refunds": [], "status": "issued", "total_taxes": [], "type": "post_payment"}
    ),
    "dispute": (
        {**_NOTED, "amount": 0, "balance_transactions": [], "charge": None, "currency": "eur"}
        | {"enhanced_eligibility_types": [], "is_charge_refundable": False, "payment_intent": None}
        | {"evidence": _nulls("customer_email_address customer_name customer_purchase_ip billing_address")}
        | {"evidence_details": {"due_by": None, "has_evidence": False, "past_due": False, "submission_count": 0}}
        | {"reason": "general", "status": "needs_response"}
    ),
    "refund": (
        {"created": 0, "metadata": {}, "amount": 0, "currency": "eur", "status": "succeeded"}
        | _nulls("balance_transaction charge customer failure_balance_transaction payment_intent payment_method")
        | _nulls("pending_reason reason receipt_number source_transfer_reversal transfer_reversal")
    ),
    "invoice_payment": (
        {**_MADE, "amount_paid": None, "amount_requested": 0, "currency": "eur", "invoice": None, "is_default": True}
        | {"payment": {"type": "charge"}, "status": "paid", "status_transitions": _nulls("canceled_at paid_at")}
    ),
    "checkout.session": (
        _NOTED
        | _nulls("amount_subtotal amount_total client_reference_id client_secret currency customer customer_details")
        | _nulls("billing_address_collection customer_creation locale origin_context payment_method_collection")
        | _nulls("redirect_on_completion submit_type ui_mode")
        | _nulls("customer_email invoice payment_intent payment_link setup_intent subscription success_url url")
        | {"automatic_tax": {"enabled": False, **_nulls("liability provider status")}, "custom_fields": []}
        | {"custom_text": _nulls("after_submit shipping_address submit terms_of_service_acceptance")}
        | {"expires_at": 0, "mode": "payment", "payment_method_types": ["card"], "payment_status": "paid"}
        | {"shipping_options": [], "status": "complete"}
    ),
    "privacy.redaction_job": (
        {**_MADE, "objects": None, "status": "created", "validation_behavior": "error", "validation_errors": None}
    ),
    "privacy.redaction_job_validation_error": {"code": "", "erroring_object": None, "message": ""},
    "event": (
        {**_MADE, "api_version": "2026-10-28.endive", "data": {}, "pending_webhooks": 0, "type": ""}
        | {"request": _nulls("id idempotency_key")}
    ),
}

BY_TYPE: dict[str, Any] = {"card": _CARD}

PREFIXES = {
    "customer": "cus", "payment_method": "pm", "subscription": "sub", "subscription_item": "si", "price": "price",
    "invoice": "in", "line_item": "il", "invoiceitem": "ii", "charge": "ch", "payment_intent": "pi",
    "setup_intent": "seti", "tax_id": "txi", "customer_balance_transaction": "cbtxn", "balance_transaction": "txn",
    "invoice_payment": "inpay", "checkout.session": "cs", "privacy.redaction_job": "prj",
    "privacy.redaction_job_validation_error": "prjve", "credit_note": "cn", "dispute": "du", "refund": "re",
    "event": "evt",
}  # fmt: skip
