"""To whom the company tells an address when it looks a person up."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entity:
    """A recipient: its name, the country of its entity (ISO 3166), what it gets, and the ground on which it does."""

    name: str
    country: str
    gets: str
    ground: str


# the policy, art. 5: the e-mail address only, on legitimate interest
CLEARBIT = Entity("APIHub, Inc.", "US", "e-mail address", "GDPR art. 6(1)(f): to improve the service")


@dataclass(frozen=True)
class Access:
    """How its interface is reached: its URL, our key, and where the answers to queued look-ups are to be sent."""

    endpoint: str
    key: str = field(repr=False)
    webhook_url: str | None = None
    entity: Entity = CLEARBIT
