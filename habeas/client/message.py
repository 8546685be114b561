"""What goes out: ids and messages that are of the right form, or one clear line that says which field is not."""

import re
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from habeas.domain.error import InvalidInput
from habeas.domain.request import CASE_ID

M = TypeVar("M", bound=BaseModel)

PARTS = ("export", "erasure")
_UPDATE_ID = r"[0-9A-Za-z._:/-]{1,200}"


def made(kind: type[M], **fields: object) -> M:
    """A message of these fields. Raises InvalidInput that names those which are not right, not what was in them."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        wrong = ", ".join(f"{'.'.join(map(str, e['loc']))} ({e['type'].replace('_', ' ')})" for e in error.errors())
        raise InvalidInput(f"not of the right form: {wrong}") from None


def checked_case(case_id: str) -> str:
    """The id of a case. Raises InvalidInput when it is none."""
    if not re.fullmatch(CASE_ID, case_id):
        raise InvalidInput("the id of a case is a UUID of version 7 in small letters (RFC 9562)")
    return case_id


def checked_part(part: str) -> str:
    """The name of what a case carries out. Raises InvalidInput when it is none."""
    if part not in PARTS:
        raise InvalidInput(f"a case carries out one of: {', '.join(PARTS)}")
    return part


def checked_update(update_id: str | None) -> str | None:
    """The id of an Update, if there is one. Raises InvalidInput: everybody sees ids, and an address is none."""
    if update_id is not None and not re.fullmatch(_UPDATE_ID, update_id):
        raise InvalidInput("the id of an Update is of letters, digits and . _ : / - (at most 200), and says no person")
    return update_id
