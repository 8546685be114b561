"""From what a provider says of somebody to who may come in, and as what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from habeas.console.web.failure import Failed, Failure
from habeas.console.web.session import Visitor
from habeas.domain.error import InvalidInput
from habeas.domain.staff import Role

LONGEST: Final = 200  # characters of a name


@dataclass(frozen=True)
class Claims:
    """Which claim of the ID token has the name, which the groups, and what a group may come in as.

    A claim is named as the provider does, or by a path with dots (`realm_access.roles`). Of several roles the one that
    is first in `roles` counts.
    """

    name: str
    groups: str
    roles: Mapping[str, Role]

    def visitor(self, said: Mapping[str, Any]) -> Visitor:
        """Who this is. Raises Failed for who has no name, or no role."""
        name, groups = _claim(said, self.name), _claim(said, self.groups)
        if not isinstance(name, str) or not name.isprintable() or not 0 < len(name.strip()) <= LONGEST:
            raise Failed(Failure.ACCOUNT_REFUSED)
        of_theirs = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
        role = next((role for group, role in self.roles.items() if group in of_theirs), None)
        if role is None:
            raise Failed(Failure.NO_ROLE)
        return Visitor(name.strip(), role)


def roles_in(text: str) -> dict[str, Role]:
    """Which group comes in as what: `GROUP=role,GROUP=role`. Raises InvalidInput."""
    pairs = [part.rpartition("=") for part in text.split(",") if part.strip()]
    try:
        roles = {group.strip(): Role(role.strip()) for group, _, role in pairs}
    except ValueError:
        roles = {}
    if not roles or "" in roles:
        raise InvalidInput(f"roles are written GROUP=role,GROUP=role, with these roles: {', '.join(Role)}")
    return roles


def _claim(said: Mapping[str, Any], name: str) -> object:
    if name in said:
        return said[name]
    found: object = said
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
