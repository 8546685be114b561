"""Why something is not done, or not yet: the codes of the W3C's Data Privacy Vocabulary, extension Justifications.

A refusal or an extension names one of them (L-05, L-17); letters and pages have a sentence for each in every language.
"""

from enum import StrEnum


class Justification(StrEnum):
    """One code; its IRI is `https://w3id.org/dpv/justifications#` and the value."""

    REJECTED = "ProcessRejected"  # says no more than that: not enough for a refusal
    UNFOUNDED = "ProcessUnfounded"  # manifestly (GDPR art. 12(5))
    EXCESSIVE = "ProcessExcessive"  # in particular because it is repeated (GDPR art. 12(5))
    IDENTITY_FAILED = "IdentityVerificationFailure"  # GDPR art. 11(2), 12(2)
    EXPRESSION = "FreedomOfExpressionImpaired"  # GDPR art. 17(3)(a)
    LEGAL_OBLIGATION = "LegallyExempted"  # GDPR art. 17(3)(b)
    PUBLIC_HEALTH = "PublicHealthCompromised"  # GDPR art. 17(3)(c)
    ARCHIVING = "PublicInterestArchivingImpaired"  # GDPR art. 17(3)(d)
    LEGAL_CLAIM = "LegalClaimDefenceImpaired"  # GDPR art. 17(3)(e)
    OTHERS_RIGHTS = "ThirdPartyRightsImpaired"  # GDPR art. 15(4), 20(4)
    IMPOSSIBLE = "FulfilmentImpossible"  # a system cannot do it, or does not answer
    COMPLEXITY = "ComplexityOfProcess"  # GDPR art. 12(3)
    VOLUME = "HighVolumeOfProcesses"  # GDPR art. 12(3)
    DELAY = "DelayJustification"  # says no more than that
    IDENTITY_REQUIRED = "IdentityVerificationRequired"  # GDPR art. 12(6)
    INFORMATION_REQUIRED = "InformationRequired"  # recital 63


EXTENDS = frozenset({Justification.COMPLEXITY, Justification.VOLUME})
"""The only two reasons for more time (GDPR art. 12(3))."""

REFUSES = frozenset(
    {
        Justification.UNFOUNDED,
        Justification.EXCESSIVE,
        Justification.IDENTITY_FAILED,
        Justification.LEGAL_OBLIGATION,
        Justification.LEGAL_CLAIM,
        Justification.EXPRESSION,
        Justification.OTHERS_RIGHTS,
    }
)
"""For which a whole request may be refused."""

NEEDS_EVIDENCE = frozenset({Justification.UNFOUNDED, Justification.EXCESSIVE})
"""The controller bears the burden of showing it (GDPR art. 12(5); L-17)."""

KEEPS = frozenset(
    {
        Justification.EXPRESSION,
        Justification.LEGAL_OBLIGATION,
        Justification.PUBLIC_HEALTH,
        Justification.ARCHIVING,
        Justification.LEGAL_CLAIM,
        Justification.OTHERS_RIGHTS,
    }
)
"""The exceptions to erasure (GDPR art. 17(3)), for one item of a plan; the last for what is another person's too."""
