"""The key of the claims belongs to the register: with another one no open case of a person would be found."""

import hashlib
import hmac

from sqlalchemy import insert, select

from habeas.domain.error import InvalidInput

from .ledger import HashingLedger
from .table import claim_key

_CONSTANT = b"the key of the claims of this register"


class Key(HashingLedger):
    """Knows its key again."""

    async def check_key(self) -> None:
        """Remember the key, or know it again. Raises InvalidInput for another one than that of the first time."""
        mark = hmac.new(self._claim_key, _CONSTANT, hashlib.sha256).hexdigest()
        async with self._claiming() as connection:
            known = await connection.scalar(select(claim_key.c.mark))
            if known is None:
                await connection.execute(insert(claim_key).values(mark=mark))
            elif not hmac.compare_digest(known, mark):
                raise InvalidInput(
                    "the claim key is not that of this register: put the key back that it was made with, as no open "
                    "case of a person is found without it"
                )
