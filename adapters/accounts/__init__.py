"""Accounts: the platform's accounts, profiles, roles, log-ins and usage, in its SQL database."""
