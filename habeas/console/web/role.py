"""What staff may sign in as."""

from enum import StrEnum


class Role(StrEnum):
    """A role: who decides, who helps people, who checks."""

    DPO = "dpo"
    SUPPORT = "support"
    AUDITOR = "auditor"
