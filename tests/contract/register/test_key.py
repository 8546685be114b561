"""The key of the claims: a register knows it again, and takes no other."""

import pytest

from habeas.domain.error import InvalidInput
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register


async def test_another_key_is_refused(empty_url):
    """A key that was lost and made anew would find nobody: it is refused, and the first one is still good."""
    await migrate(empty_url)
    engine = register_engine(empty_url)
    first, other = (Register(engine, letter * 32) for letter in (b"k", b"x"))
    await first.check_key()
    with pytest.raises(InvalidInput, match="put the key back"):
        await other.check_key()
    await first.check_key()
    await engine.dispose()
