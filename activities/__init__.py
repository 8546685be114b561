"""The steps: each calls a port and returns a receipt."""
