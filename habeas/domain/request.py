"""A request of a data subject, as it enters: the start input of a case."""

from pydantic import AwareDatetime, Field

from .identifier import Identifier
from .language import Language
from .model import Strict
from .right import Right

CASE_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

RECIPIENT = r"^age1[02-9ac-hj-np-z]{58}$"  # bech32 of an X25519 key (C2SP age)


class Identity(Strict):
    """How and by whom it was verified that the requester is the person concerned (GDPR art. 12(6)).

    The evidence itself is not kept (L-12).
    """

    how: str = Field(min_length=1, max_length=200)
    by: str = Field(min_length=1, max_length=100)


class Instruction(Strict):
    """A controller's documented instruction to its processor (GDPR art. 28(3)(a)), standing or for one case."""

    controller: str = Field(min_length=1)
    recorded_by: str = Field(min_length=1)
    is_standing: bool = False


class Intake(Strict):
    """Who asks, when it came and how that was verified, in which language the answer is.

    `received_at` is the request's arrival at any official channel, not the opening of the case (L-01); `language` is
    that of the service to this person (L-25). `recipient` is a public key of the person's own (age): what is exported
    is sealed to it, and nobody else can open it.
    """

    identifiers: tuple[Identifier, ...] = Field(min_length=1)
    received_at: AwareDatetime
    identity: Identity
    instructions: tuple[Instruction, ...] = ()
    language: Language = Language.ENGLISH
    recipient: str | None = Field(default=None, pattern=RECIPIENT)


class Request(Intake):
    """One request: the start input of a case."""

    case_id: str = Field(pattern=CASE_ID)
    right: Right
    submitted_by: str = Field(min_length=1, max_length=100)
