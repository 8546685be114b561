"""What a database error means. Texts of drivers quote statements and values, so none of it is passed on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable

# PostgreSQL, Appendix A: connection exceptions, resources, operator intervention, rollbacks, lock time-outs
_NOT_NOW = ("08", "53", "57", "40", "55")
_SQLITE_NOT_NOW = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL"}


@asynccontextmanager
async def classified(system: str, *, writes: bool = False) -> AsyncIterator[None]:
    """Let out only domain errors: class and status, never the driver's text.

    A connection that is lost while writing leaves the outcome unknown.
    """
    try:
        yield
    except HabeasError:
        raise
    except DBAPIError as error:
        raise _meaning(system, error, writes) from None
    except (PoolTimeout, OSError, TimeoutError) as error:
        lost = OutcomeUnknown if writes else Unavailable
        raise lost(system, f"no answer ({type(error).__name__})") from None
    except SQLAlchemyError as error:
        raise Refused(system, f"the database client failed ({type(error).__name__})") from None


def _meaning(system: str, error: DBAPIError, writes: bool) -> HabeasError:
    status = _status(error)
    if error.connection_invalidated:
        return (OutcomeUnknown if writes else Unavailable)(system, f"the connection was lost ({status})")
    if status.startswith(_NOT_NOW) or any(status.startswith(code) for code in _SQLITE_NOT_NOW):
        return Unavailable(system, f"the database is not available now ({status})")
    return Refused(system, f"the database refused ({status})")


def _status(error: DBAPIError) -> str:
    """The SQLSTATE, SQLite's name of the error, or the driver's class."""
    for link in (error.orig, getattr(error.orig, "__cause__", None)):
        code = getattr(link, "sqlstate", None) or getattr(link, "sqlite_errorname", None)
        if code:
            return str(code)
    return type(error.orig).__name__
