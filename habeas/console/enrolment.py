"""What `habeas approver` does, apart from how it is typed and shown; and how the sandbox comes to know who approves."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habeas.domain.approval import Approver
from habeas.domain.error import InvalidInput
from habeas.domain.staff import Role

from .door import Door

if TYPE_CHECKING:
    from habeas.vault.approver_keys import ApproverKeys


def key(folder: Path, name: str) -> dict[str, str]:
    """The public half of somebody's key, which is made when there is none. The register is told nothing of it."""
    from habeas.vault.approver_keys import ApproverKeys

    return _made_in(ApproverKeys(folder), name)


def _made_in(keys: "ApproverKeys", name: str) -> dict[str, str]:
    return keys.public(name) or keys.make(name)


async def add(door: Door, name: str, role: Role, file: Path | None) -> Approver:
    """Let somebody decide with the key whose public half is in the file, or with that in the folder, made if needed."""
    public = _made_in(door.approver_keys, name) if file is None else _public_in(file)
    return await door.approvers.enrol(name, role, public)


async def approvers(door: Door) -> tuple[Approver, ...]:
    """All that the register knows, the oldest first."""
    return await door.approvers.all()


async def revoke(door: Door, name: str) -> None:
    """Nothing counts any more that is signed with this name's key. Raises InvalidInput when it has none."""
    if not await door.approvers.revoke(name):
        raise InvalidInput("nobody of that name has a key that counts: `habeas approver list` shows who has")
    if door.settings.approver_keys is not None:
        door.approver_keys.forget(name)


async def enrol_in_sandbox(door: Door, name: str) -> None:
    """In a sandbox whoever approves is a data protection officer, unless somebody has said what they are."""
    if door.is_sandbox and name not in {one.name for one in await approvers(door)}:
        await add(door, name, Role.DPO, None)


def _public_in(file: Path) -> dict[str, Any]:
    try:
        jwk = json.loads(file.read_bytes())
    except OSError as error:
        raise InvalidInput(f"the file of the public key cannot be read ({error.strerror})") from None
    except ValueError:
        jwk = None
    if not isinstance(jwk, dict) or "d" in jwk:
        raise InvalidInput("the file has to hold the public half of a key, as a JWK, and not the private one")
    return jwk
