"""What an error of the register's database means. Texts of drivers quote statements and values: none is passed on.

Every call of the register may be repeated, so a lost answer is no unknown outcome: the step is simply tried again.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from habeas.domain.error import HabeasError, Permanent, Unavailable

REGISTER = "register"

# PostgreSQL, Appendix A: connections, resources, operator intervention, rollbacks, lock time-outs
_NOT_NOW = ("08", "53", "57", "40", "55")
# SQLite, "Result and Error Codes"; the extended codes begin with the same words
_SQLITE_NOT_NOW = tuple(f"SQLITE_{code}" for code in ("BUSY", "LOCKED", "CANTOPEN", "IOERR", "FULL", "PROTOCOL"))


@asynccontextmanager
async def classified() -> AsyncIterator[None]:
    """Let out only domain errors: Unavailable when a repeat may succeed, Permanent otherwise."""
    try:
        yield
    except DBAPIError as error:
        raise _meaning(error) from None
    except (PoolTimeout, OSError) as error:
        raise Unavailable(REGISTER, f"no answer ({type(error).__name__})") from None
    except SQLAlchemyError as error:
        raise Permanent(REGISTER, f"the database client failed ({type(error).__name__})") from None


def _meaning(error: DBAPIError) -> HabeasError:
    status = _status(error)
    if error.connection_invalidated or status.startswith((*_NOT_NOW, *_SQLITE_NOT_NOW)):
        return Unavailable(REGISTER, f"the database is not available now ({status})")
    return Permanent(REGISTER, f"the database refused ({status})")


def _status(error: DBAPIError) -> str:
    """The SQLSTATE, SQLite's name of the error, or the driver's class."""
    for link in (error.orig, getattr(error.orig, "__cause__", None)):
        code = getattr(link, "sqlstate", None) or getattr(link, "sqlite_errorname", None)
        if code:
            return str(code)
    return type(error.orig).__name__
