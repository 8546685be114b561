"""What every language must have words for: a translation that lacks one is no `Words`, and does not come to be."""

from collections.abc import Mapping
from dataclasses import dataclass

from habeas.console.web.failure import Failure
from habeas.domain.language import Language
from habeas.domain.staff import Role


@dataclass(frozen=True)
class SignIn:
    """The page on which one signs in."""

    title: str
    lead: str
    token: str
    submit: str
    account: str


@dataclass(frozen=True)
class Words:
    """What stands around every page of a door, and on those that every door has; `{…}` are filled in."""

    code: Language
    name: str
    languages: str
    skip: str
    about: str
    signed_in: str
    sign_out: str
    failed: str
    back: str
    sign_in: SignIn
    roles: Mapping[Role, str]
    failures: Mapping[Failure, str]
