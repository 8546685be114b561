"""Certificates that claim more than was found: small mistakes in what one says, each with the test that finds it.

Where a rule of the law is broken by it as well, the mistake is among those of `mutants.py`: what is kept without an end
(L-36), who got it and was not told (L-38), copies of what was public (L-40), backups (L-42).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mutants import Mutant

_OUTCOME, _FACT = "habeas/domain/outcome.py", "habeas/register/fact.py"
_UNIT, _OF_FACTS = ("tests/unit/test_outcome.py",), ("tests/unit/test_fact.py",)


@dataclass(frozen=True)
class Claim:
    """Something untrue that a certificate would say, and the test that notices."""

    mutant: Mutant
    found_by: str


CLAIMS: Sequence[Claim] = (
    Claim(
        Mutant("what is still there is erased", _OUTCOME, "case _ if left:", "case _ if False:", _UNIT),
        "test_what_is_still_there_is_not_erased",
    ),
    Claim(
        Mutant(
            "what has grown since is erased",
            _OUTCOME,
            "case _ if left:",
            "case _ if left and left <= item.count:",
            _UNIT,
        ),
        "test_erased_is_what_was_read_back_as_gone",
    ),
    Claim(
        Mutant(
            "what a person says is erased", _OUTCOME, '"became": Became.ATTESTED,', '"became": Became.ERASED,', _UNIT
        ),
        "test_what_a_person_says_is_no_measurement",
    ),
    Claim(
        Mutant(
            "what was never there is erased",
            _OUTCOME,
            "Became.ERASED if item.count else Became.ALREADY_ABSENT",
            "Became.ERASED",
            _UNIT,
        ),
        "test_erased_is_what_was_read_back_as_gone",
    ),
    Claim(
        Mutant(
            "it is referred to nobody",
            _OUTCOME,
            '{"became": Became.REFERRED, "controller": item.controller}',
            '{"became": Became.REFERRED}',
            _UNIT,
        ),
        "test_what_is_referred_says_to_whom",
    ),
    Claim(
        Mutant(
            "what was taken back is certified",
            _FACT,
            "    if status.outcomes:\n",
            "    if status.outcomes or status.plan_digest:\n",
            _OF_FACTS,
        ),
        "test_without_a_confirmed_erasure_there_is_no_certificate",
    ),
)
