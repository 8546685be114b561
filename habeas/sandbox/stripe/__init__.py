"""A server that answers as Stripe's API does, with state that lasts: the company's billing, in a box."""
