"""The names that certificates call things by, read back: terms of the W3C's Data Privacy Vocabulary, and citations."""

from habeas.domain.dpv import justification_iri, right_iri
from habeas.domain.justification import Justification
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround

RIGHTS = {right_iri(right): right for right in (Right.ACCESS, Right.ERASURE, Right.PORTABILITY)}
GROUNDS = {ground.value: ground for ground in ErasureGround}
EXCEPTIONS = {justification_iri(code): code for code in Justification}
