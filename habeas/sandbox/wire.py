"""What sits on the wire to a database of the sandbox and breaks it as the switchboard says.

It makes the driver fail by itself wherever it can, so that what adapters see is what a broken database gives.
"""

import asyncio
import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

from .fault import How, Switchboard

_HANGS = 2.0
_SLICE = 0.05
_WRITES = ("INSERT", "UPDATE", "DELETE")
_RAISE = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{}', MESSAGE = 'broken by the sandbox'; END $$"
_INSUFFICIENT_PRIVILEGE, _TOO_MANY_CONNECTIONS, _IO_ERROR = "42501", "53300", "58030"
_SIGNAL = "SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = {}, MESSAGE_TEXT = 'broken by the sandbox'"
_IN_MARIADB = {_INSUFFICIENT_PRIVILEGE: 1142, _TOO_MANY_CONNECTIONS: 1040, _IO_ERROR: 1021}  # its own numbers
_WROTE = "habeas_sandbox_wrote"


def breakable(engine: AsyncEngine, system: str, switchboard: Switchboard) -> AsyncEngine:
    """The same engine, which from now on breaks whenever the switchboard breaks this system."""
    wire = _Wire(system, switchboard)
    event.listen(engine.sync_engine, "do_execute", wire.execute)
    event.listen(engine.sync_engine, "do_executemany", wire.execute)
    event.listen(engine.sync_engine, "begin", wire.begin)
    event.listen(engine.sync_engine, "commit", wire.commit)
    return engine


@dataclass(frozen=True)
class _Wire:
    system: str
    switchboard: Switchboard

    def begin(self, connection: Connection) -> None:
        connection.info.pop(_WROTE, None)

    def execute(self, cursor: DBAPICursor, statement: str, _: object, context: ExecutionContext) -> None:
        """Before a statement: fail instead of it, or let it pass."""
        writes = statement.lstrip().upper().startswith(_WRITES)
        if writes:
            context.root_connection.info[_WROTE] = True
        match self._fault():
            case How.TIMEOUT:
                self._hang()
            case How.RATE_LIMIT:
                self._act()
                _too_many(context)
            case How.ERROR:
                self._act()
                _broken(context)
            case How.REFUSE if writes:
                self._act()
                _refuse(cursor, context)

    def commit(self, connection: Connection) -> None:
        """Before a commit: carry it out, and lose the connection with the answer."""
        if self._fault() is How.FAIL_AFTER and connection.info.pop(_WROTE, False):
            self._act()
            connection.dialect.do_commit(connection.connection)
            connection.invalidate()
            lost = ConnectionResetError("the connection was lost")
            raise OperationalError(None, None, lost, connection_invalidated=True)

    def _fault(self) -> How | None:
        fault = self.switchboard.peek(self.system)
        return fault.how if fault else None

    def _act(self) -> bool:
        """Count one time less; returns whether that was the last."""
        self.switchboard.take(self.system)
        return self._fault() is None

    def _hang(self) -> None:
        """Answer nothing, until mended or given up; a break that is counted lasts its whole time."""
        was_last = self._act()
        for _ in range(int(_HANGS / _SLICE)):
            await_only(asyncio.sleep(_SLICE))
            if not was_last and self._fault() is not How.TIMEOUT:
                return
        raise TimeoutError


def _refuse(cursor: DBAPICursor, context: ExecutionContext) -> None:
    if context.dialect.name != "sqlite":
        _raise(context, _INSUFFICIENT_PRIVILEGE)
    cursor.execute("PRAGMA query_only=ON")
    try:
        cursor.execute("CREATE TABLE broken_by_the_sandbox (nothing)")
    finally:
        cursor.execute("PRAGMA query_only=OFF")


def _raise(context: ExecutionContext, code: str) -> None:
    """By a cursor of its own: one that streams would raise nothing before its first row is asked for."""
    is_mariadb = context.dialect.name == "mariadb"
    statement = _SIGNAL.format(_IN_MARIADB[code]) if is_mariadb else _RAISE.format(code)
    context.root_connection.connection.cursor().execute(statement)


def _too_many(context: ExecutionContext) -> None:
    if context.dialect.name != "sqlite":
        _raise(context, _TOO_MANY_CONNECTIONS)
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorname = "SQLITE_BUSY"
    raise busy


def _broken(context: ExecutionContext) -> None:
    if context.dialect.name != "sqlite":
        _raise(context, _IO_ERROR)
    failed = sqlite3.OperationalError("disk I/O error")
    failed.sqlite_errorname = "SQLITE_IOERR"
    raise failed
