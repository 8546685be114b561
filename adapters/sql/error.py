"""What a database error means. Texts of drivers quote statements and values, so none of it is passed on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable

# PostgreSQL, Appendix A: connection exceptions, resources, operator intervention, rollbacks, lock time-outs, its system
_NOT_NOW = ("08", "53", "57", "40", "55", "58")
# MariaDB's own numbers: too many connections, shutting down, a deadlock, no memory, a full disk, a broken connection
_MARIADB_NOT_NOW = {f"MariaDB {n}" for n in (1021, 1037, 1038, 1040, 1041, 1053, 1203, 1213, 1226, 2002, 2003, 2013)}
# those of which a person must know what to mend (appendix A, too); the words are ours
_SAYS = {
    "28000": "the credential is not let in",
    "28P01": "the password is wrong",
    "3D000": "there is no such database",
    "42501": "the credential lacks a right",
    "42P01": "a table is missing",
    "42703": "a column is missing",
    "MariaDB 1044": "the credential may not use the database",
    "MariaDB 1045": "the credential is not let in",
    "MariaDB 1049": "there is no such database",
    "MariaDB 1142": "the credential lacks a right",
    "MariaDB 1146": "a table is missing",
    "MariaDB 1054": "a column is missing",
}
_SQLITE_NOT_NOW = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL")

_TOO_LONG = "a statement took longer than it may, and was given up"
_NO_LOCK = "somebody else holds a lock for longer than may be waited for it"
_LIMITS = {
    **{"57014": _TOO_LONG, "25P03": _TOO_LONG, "MariaDB 1969": _TOO_LONG},
    **{"55P03": _NO_LOCK, "SQLITE_BUSY": _NO_LOCK, "MariaDB 1205": _NO_LOCK},
}


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
    if what := _LIMITS.get(status):
        return Unavailable(system, f"{what} ({status})")
    if status in _MARIADB_NOT_NOW or status.startswith((*_NOT_NOW, *_SQLITE_NOT_NOW)):
        return Unavailable(system, f"the database is not available now ({status})")
    return Refused(system, f"the database refused ({': '.join(filter(None, (status, _SAYS.get(status))))})")


def _status(error: DBAPIError) -> str:
    """The SQLSTATE, SQLite's name of the error, MariaDB's number of it, or the driver's class."""
    number = next(iter(getattr(error.orig, "args", ())), None)
    if isinstance(number, int):
        return f"MariaDB {number}"
    for link in (error.orig, getattr(error.orig, "__cause__", None)):
        code = getattr(link, "sqlstate", None) or getattr(link, "sqlite_errorname", None)
        if code:
            return str(code)
    return type(error.orig).__name__
