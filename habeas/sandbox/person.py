"""What there may be of one synthetic person in the company's systems."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """An account: its id, its address as stored, and its role by workspace."""

    id: int
    email: str = field(repr=False)
    roles: tuple[tuple[str, str], ...] = ()
    may_log_in: bool = True
    gets_mail: bool = True


@dataclass(frozen=True)
class Participation:
    """One event that a person took part in, with the recordings in which they appear."""

    id: int
    event_id: int
    role: str = "participant"
    account_id: int | None = None
    appears_in: tuple[int, ...] = ()


@dataclass(frozen=True)
class Customer:
    """A customer at Stripe: an account's own, or an organisation's whose contacts are several accounts."""

    id: str
    email: str = field(repr=False)
    account_id: int | None = None
    contacts: tuple[int, ...] = ()

    @property
    def is_organisation(self) -> bool:
        """Whether it is not a natural person's."""
        return bool(self.contacts)


@dataclass(frozen=True)
class Enriched:
    """What Clearbit gave of a person: where they are, how that is known, and which country's entity was told."""

    country: str | None = None
    how: str | None = None
    told: str = "US"


@dataclass(frozen=True)
class Contact:
    """A contact of marketing: what they want offers about, and what they agreed to, withdrew, or objected to."""

    id: int
    topics: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    has_objected: bool = False


@dataclass(frozen=True)
class Person:
    """One person: the address by which they ask, their story, and what there is of them.

    `cookie_id`: what the cookie in their browser says; no record leads from it to them.
    """

    email: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    story: str
    account: Account | None = None
    participations: tuple[Participation, ...] = ()
    customers: tuple[Customer, ...] = ()
    contact_of: tuple[str, ...] = ()
    enriched: Enriched | None = None
    contact: Contact | None = None
    cookie_id: str | None = field(default=None, repr=False)

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems that hold something of them."""
        held = {
            "accounts": self.account,
            "recordings": self.participations,
            "billing": self.customers or self.contact_of,
            "enrichment": self.enriched,
            "activity": self.account or self.cookie_id,
            "marketing": self.contact or self.cookie_id,
        }
        return tuple(system for system, something in held.items() if something)
