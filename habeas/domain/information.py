"""What a person is told beside the data, whatever the category (GDPR art. 13(1)(a), 15(1)(e), (f), (h) and (2))."""

from pydantic import Field, model_validator

from .model import Strict
from .recipient import Country
from .text import Phrase, Text


class Company(Strict):
    """Who the controller is (GDPR art. 13(1)(a), (b), 30(1)(a)): its name, its place, and where its DPO is reached."""

    name: Phrase
    place: Phrase
    contact: Phrase


class Rights(Strict):
    """What the person may do next, one text for each right (GDPR art. 15(1)(e), 7(3))."""

    rectification: Text
    erasure: Text
    restriction: Text
    objection: Text
    portability: Text
    withdrawal: Text


class Information(Strict):
    """The rest of what the law wants said; `more` is what the company adds of its own.

    `ends`: what of the service ends with an erasure, to be said before the person confirms it (P-9). `unidentified`:
    what is held without knowing whose it is, and how a person finds theirs (GDPR art. 11(2); P-18).
    """

    rights: Rights
    ends: Text
    unidentified: Text
    complaint: Text
    automated_decisions: Text
    transfers: Text
    more: tuple[Text, ...] = ()


class Authority(Strict):
    """A supervisory authority (GDPR art. 51): its own name, and its address on the web."""

    name: Phrase
    web: Phrase


class Authorities(Strict):
    """Where to complain (GDPR art. 77): by country of the person, with the authority that leads for us (art. 56).

    `general` is said where the person's country is unknown, or has no entry here.
    """

    lead: Country
    general: Text
    by_country: dict[Country, Authority] = Field(min_length=1)

    @model_validator(mode="after")
    def _leads(self) -> "Authorities":
        if self.lead not in self.by_country:
            raise ValueError("lead: by_country has no entry for that country")
        return self

    def of(self, country: str | None) -> list[tuple[str, Authority]]:
        """By country, whom a person there may turn to: their own authority first, the lead last; all if unknown."""
        own = [country] if country in self.by_country else []
        others = [] if country else [c for c in sorted(self.by_country) if c != self.lead]
        return [(c, self.by_country[c]) for c in dict.fromkeys([*own, *others, self.lead]) if c]
