"""Who comes by a link: the person of one case, or a controller in it, or who has a manual system; no more is known."""

import re
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.session import Visitor
from habeas.console.web.visit import visitor_of
from habeas.domain.letter import Addressee

PERSON: Final = "person"
CONTROLLER: Final = "controller"
OWNER: Final = "owner"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class CaseVisitor(Visitor):
    """The person of a case, or who speaks for them (`is_agent`).

    `has_shown`: they came by a link that shows who they are.
    """

    case_id: str
    has_shown: bool = False
    is_agent: bool = False

    @classmethod
    def of(cls, case_id: str, *, has_shown: bool = False, is_agent: bool = False) -> "CaseVisitor":
        """In the audit they are called by their case."""
        return cls(name=case_id, role=PERSON, case_id=case_id, has_shown=has_shown, is_agent=is_agent)

    @property
    def reads(self) -> tuple[Addressee, ...]:
        """To whom the letters are that they are shown: an agent reads none that were kept from them (L-13)."""
        return (Addressee.AGENT,) if self.is_agent else (Addressee.SUBJECT, Addressee.AGENT)


@dataclass(frozen=True)
class ControllerVisitor(Visitor):
    """A controller, by the number of its part in a case."""

    case_id: str
    number: int

    @classmethod
    def of(cls, case_id: str, number: int) -> "ControllerVisitor":
        """As above."""
        return cls(name=f"{case_id}/hand-over/{number}", role=CONTROLLER, case_id=case_id, number=number)


@dataclass(frozen=True)
class OwnerVisitor(Visitor):
    """Whoever has a manual system, by the number of what they were asked in a case."""

    case_id: str
    number: int

    @classmethod
    def of(cls, case_id: str, number: int) -> "OwnerVisitor":
        """As above."""
        return cls(name=f"{case_id}/question/{number}", role=OWNER, case_id=case_id, number=number)


def person(request: web.Request) -> CaseVisitor:
    """The person whose page this is. Raises Failed when somebody else, or nobody, is signed in."""
    visitor = visitor_of(request)
    if not isinstance(visitor, CaseVisitor):
        raise Failed(Failure.SIGNED_OUT)
    return visitor


def controller(request: web.Request) -> ControllerVisitor:
    """The controller whose page this is. Raises Failed as above."""
    visitor = visitor_of(request)
    if not isinstance(visitor, ControllerVisitor):
        raise Failed(Failure.SIGNED_OUT)
    return visitor


def owner(request: web.Request) -> OwnerVisitor:
    """The owner whose page this is. Raises Failed as above."""
    visitor = visitor_of(request)
    if not isinstance(visitor, OwnerVisitor):
        raise Failed(Failure.SIGNED_OUT)
    return visitor
