"""Billing: what Stripe holds of the people who pay, and of those to whom an organisation's invoices go."""
