"""What a verifier says of what it was given: that it cannot be read, or that it does not verify."""


class Unreadable(Exception):
    """It does not have the form of what it says it is; nothing was verified. The message says what is wrong."""


class NotVerified(Exception):
    """It has the form, and it is not so: other bytes, another key, another log. The message says which."""
