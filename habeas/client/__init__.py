"""The door for support tools: a case's abilities, typed, over Temporal's own client."""

from habeas.access import Access
from habeas.domain.approval import Signer, Statement
from habeas.domain.error import InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable

from .cases import Habeas

__all__ = ["Access", "Habeas", "InvalidInput", "NoSuchCase", "NotNow", "Signer", "Statement", "Stopped", "Unreachable"]
