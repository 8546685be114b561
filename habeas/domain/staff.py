"""Who works with cases in the house."""

from enum import StrEnum


class Role(StrEnum):
    """Who decides, who helps people, who checks. Only a data protection officer approves, and with a key."""

    DPO = "dpo"
    SUPPORT = "support"
    AUDITOR = "auditor"
