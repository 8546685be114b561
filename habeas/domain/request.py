"""A request of a data subject, as it enters: the start input of a case."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from .identifier import COOKIE_ID, CUSTOMER, EMAIL, Identifier
from .identity import Identity, Mandate
from .language import Language
from .model import Strict
from .right import Right
from .stop import PURPOSE

CASE_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

RECIPIENT = r"^age1[02-9ac-hj-np-z]{58}$"  # bech32 of an X25519 key (C2SP age)


class Instruction(Strict):
    """A controller's documented instruction to its processor (GDPR art. 28(3)(a)), standing or for one case.

    `is_for_shared`: it knows what shows the person together with others, and instructs to erase that too, as a whole.
    """

    controller: str = Field(min_length=1)
    recorded_by: str = Field(min_length=1)
    is_standing: bool = False
    is_for_shared: bool = False


class Intake(Strict):
    """Who asks, when it came and how that was verified, in which language the answer is.

    `received_at` is the request's arrival at any official channel, not the opening of the case (L-01); `language` is
    that of the service to this person (L-25). `recipient` is a public key of the person's own (age): what is exported
    is sealed to it, and nobody else can open it. Without an `identity` the case asks for it. `mandate`: somebody else
    asks for the person; `reply_to` is then their address, and else another one of the person's than the first that was
    given. `country` is where the person says that they are: it names their authority (GDPR art. 77), and nothing else.
    `copy_first`: before an erasure they want a copy, by this right. `bulk_run`: the id (a UUIDv7, and nothing that says
    anything) of a run that opens many cases: people's own requests are served before its, and runs by turns.
    `purposes`: of a withdrawal, the consents that are withdrawn, by their names in the record of processing; none: all.

    Where the one identifier is a customer, nobody is the subject: its contract has ended, and on its instruction all
    that is held for it is erased (GDPR art. 28(3)(g); L-47).
    """

    identifiers: tuple[Identifier, ...] = Field(min_length=1)
    received_at: AwareDatetime
    identity: Identity | None = None
    instructions: tuple[Instruction, ...] = ()
    language: Language = Language.ENGLISH
    recipient: str | None = Field(default=None, pattern=RECIPIENT)
    mandate: Mandate | None = None
    reply_to: Identifier | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    copy_first: Right | None = None
    bulk_run: str | None = Field(default=None, pattern=CASE_ID)
    purposes: tuple[Annotated[str, Field(pattern=PURPOSE, max_length=80)], ...] = ()

    @model_validator(mode="after")
    def _copies_by_a_right_to_a_copy(self) -> Self:
        if self.copy_first is not None and not self.copy_first.is_export:
            raise ValueError("copy_first is access or portability")
        if self.reply_to is not None and self.reply_to.kind != EMAIL:
            raise ValueError("reply_to is an e-mail address")
        return self

    @model_validator(mode="after")
    def _customers_leave_alone_and_instruct(self) -> Self:
        if any(i.kind == CUSTOMER for i in self.identifiers):
            if len(self.identifiers) > 1 or self.copy_first is not None or self.mandate is not None:
                raise ValueError("a customer is asked for alone")
            if [i.controller for i in self.instructions] != [self.leaving_customer]:
                raise ValueError("a customer's data is erased on its own instruction, and on no other's")
        return self

    @property
    def leaving_customer(self) -> str | None:
        """The customer whose contract has ended, as a controller's id; None where a person is asked for."""
        return next((i.value for i in self.identifiers if i.kind == CUSTOMER), None)

    @property
    def has_cookie_id(self) -> bool:
        """Whether they gave the id in a cookie: what a browser left is found by it alone (GDPR art. 11(2))."""
        return any(i.kind == COOKIE_ID for i in self.identifiers)

    @property
    def own_address(self) -> Identifier | None:
        """The first e-mail address of the person's that was given."""
        return next((i for i in self.identifiers if i.kind == EMAIL), None)


class Request(Intake):
    """One request: the start input of a case."""

    case_id: str = Field(pattern=CASE_ID)
    right: Right
    submitted_by: str = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _customers_data_is_erased(self) -> Self:
        if self.leaving_customer is not None and self.right is not Right.ERASURE:
            raise ValueError("of a customer that leaves there is an erasure alone")
        return self

    @model_validator(mode="after")
    def _consent_is_withdrawn_for_purposes(self) -> Self:
        if self.purposes and self.right is not Right.WITHDRAWAL:
            raise ValueError("purposes are those of a withdrawal of consent")
        return self
