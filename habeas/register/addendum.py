"""What was done after a certificate: told to who had a copy, or attested by a person; the certificate stays so."""

from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncEngine

from habeas.domain.outcome import Outcome

from .fact import addendum
from .notary import Notary, Signs


class Addenda(Notary):
    """Appends them."""

    def __init__(self, engine: AsyncEngine, signs: Signs | None) -> None:
        super().__init__(engine)
        self._signs = signs

    async def add_addendum(self, case_id: str, certificate: str, outcome: Outcome) -> None:
        """State an outcome that takes the place of one in this certificate (its JWS). Twice is once.

        Raises Permanent where nothing signs.
        """
        fact = addendum(case_id, sha256(certificate.encode()).hexdigest(), outcome)
        async with self._deciding() as connection:
            await self._witness(connection, fact)
