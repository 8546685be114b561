"""One register on each database, and people whom no other test knows."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import text
from uuid6 import uuid7

from habeas.domain.approval import Statement
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.identifier import Identifier, email
from habeas.domain.identity import Identity
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.domain.update import Approval
from habeas.evidence.signature import new_key, signed
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.sandbox.postgres import SUPERUSER
from habeas.vault.file_keys import FileKeys
from habeas.vault.signing_keys import EvidenceSigner

KEY = b"k" * 32
DUE = date(2026, 3, 2)
ROLES = {"dpo": Role.DPO, "deputy": Role.DPO, "support": Role.SUPPORT, "auditor": Role.AUDITOR}


@pytest.fixture(scope="session")
def new_database(postgres, tmp_path_factory) -> Callable[[str], Awaitable[str]]:
    """Makes an empty database of the kind asked for, and says its URL."""

    async def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('register')}/register.db"
        name = f"register_{uuid4().hex}"
        async with postgres.as_superuser(SUPERUSER) as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        return postgres.url(SUPERUSER, name)

    return make


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request) -> str:
    """Which database."""
    return request.param


@pytest.fixture
async def empty_url(kind, new_database) -> str:
    """A database without tables."""
    return await new_database(kind)


@pytest.fixture(scope="session")
async def url(kind, new_database) -> str:
    """The database that the tests of one kind share."""
    url = await new_database(kind)
    await migrate(url)
    return url


@pytest.fixture(scope="session")
def keys_file(tmp_path_factory) -> Path:
    """Where what opens signing keys lies."""
    return tmp_path_factory.mktemp("signing") / "keys.json"


@pytest.fixture(scope="session")
def signs(keys_file) -> EvidenceSigner:
    """What opens the keys that sign evidence; which one does is in each register."""
    return EvidenceSigner(FileKeys(keys_file))


@pytest.fixture(scope="session")
async def register(url, people_keys, signs) -> AsyncIterator[Register]:
    """The register on it, which knows the people with keys."""
    engine = register_engine(url)
    register = Register(engine, KEY, signs=signs)
    for name, role in ROLES.items():
        await register.enrol(name, role, people_keys[name].as_dict(private=False))
    yield register
    await engine.dispose()


@pytest.fixture(scope="session")
def people_keys() -> dict[str, OKPKey]:
    """The keys of the people in the house, and one that nobody knows."""
    return {name: new_key() for name in (*ROLES, "nobody")}


@pytest.fixture(scope="session")
def sign(people_keys) -> Callable[..., Approval]:
    """Makes a signed approval; `key` is whose key signs, where it is not that of who approves."""

    def make(case_id: str, digest: str, by: str = "dpo", *, key=None, at: datetime | None = None) -> Approval:
        at = at or datetime.now(UTC)
        statement = Statement(case=case_id, digest=digest, by=by, at=at)
        signature = signed(statement.canonical, people_keys[key or by])
        return Approval(digest=digest, by=by, at=at, signature=signature)

    return make


@pytest.fixture(scope="session")
def person() -> Callable[[], Identifier]:
    """Makes an address that nobody has."""
    return lambda: email(f"{uuid4().hex}@example.org")


@pytest.fixture(scope="session")
def ask() -> Callable[..., Request]:
    """Makes a request for a right by the people with these identifiers."""

    def make(right: Right, *identifiers: Identifier) -> Request:
        return Request(
            case_id=str(uuid7()),
            right=right,
            identifiers=identifiers,
            received_at=datetime.now(UTC),
            identity=Identity(how="signed in", by="support"),
            submitted_by="support",
        )

    return make


@pytest.fixture(scope="session")
def opened(register, ask, person) -> Callable[..., Request]:
    """Opens a case, of somebody new unless said otherwise, and returns its request."""

    async def open_one(right: Right = Right.ERASURE, *identifiers: Identifier) -> Request:
        request = ask(right, *(identifiers or (person(),)))
        await register.open(request, DUE)
        return request

    return open_one


@pytest.fixture(scope="session")
def outcome() -> Callable[..., CaseStatus]:
    """Makes the report with which the case of a request ends."""

    def make(request: Request, state: CaseState = CaseState.READY) -> CaseStatus:
        return CaseStatus(
            case_id=request.case_id,
            right=request.right,
            state=state,
            received_at=request.received_at,
            submitted_by=request.submitted_by,
            verified_how=request.identity.how,
            verified_by=request.identity.by,
        )

    return make
