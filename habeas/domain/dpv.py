"""The terms by which evidence names rights and reasons: the W3C's Data Privacy Vocabulary, version 2.2.

Its IRIs have no version in them: a term, once there, keeps its meaning.
"""

from .justification import Justification
from .right import Right

DPV_VERSION = "2.2"
_GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
_JUSTIFICATIONS = "https://w3id.org/dpv/justifications#"
_ARTICLES = {
    Right.CONFIRMATION: "A15",
    Right.ACCESS: "A15",
    Right.PORTABILITY: "A20",
    Right.ERASURE: "A17",
    Right.OBJECTION: "A21",
    Right.WITHDRAWAL: "A7-3",
}


def right_iri(right: Right) -> str:
    """The term of a right; to have it confirmed that data are processed is part of the right of access."""
    return f"{_GDPR}{_ARTICLES[right]}"


def justification_iri(justification: Justification) -> str:
    """The term of a reason."""
    return f"{_JUSTIFICATIONS}{justification.value}"
