"""A credential is taken back or locked out while a case runs on PostgreSQL: that is said, and nothing is lost."""

import pytest
from sqlalchemy import text

from habeas.domain.case import CaseState
from habeas.sandbox.enriched import build_enrichment
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.postgres import READER, WRITER

DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
# what happens to a role at which step, what undoes it, and what the case says of it
TAKEN = {
    "revoked before the hold": (
        "hold:accounts",
        f"REVOKE UPDATE ON account FROM {WRITER}",
        f"GRANT UPDATE ON account TO {WRITER}",
        "the database refused (42501: the credential lacks a right)",
    ),
    "revoked after the pivot": (
        "erase:accounts",
        f"REVOKE DELETE ON login_place FROM {WRITER}",
        f"GRANT DELETE ON login_place TO {WRITER}",
        "the database refused (42501: the credential lacks a right)",
    ),
    "locked out after the pivot": (
        "erase:accounts",
        f"ALTER ROLE {WRITER} NOLOGIN",
        f"ALTER ROLE {WRITER} LOGIN",
        "the database refused (28000: the credential is not let in)",
    ),
    "who reads back is locked out": (
        "confirm:accounts",
        f"ALTER ROLE {READER} NOLOGIN",
        f"ALTER ROLE {READER} LOGIN",
        "the database refused (28000: the credential is not let in)",
    ),
}


@pytest.fixture
async def company_platform(postgres_platform, now, enrichment_key):
    """The whole company's platform in PostgreSQL."""
    await build_enrichment(postgres_platform.url_owner, now, enrichment_key)
    return postgres_platform


@pytest.fixture
async def admin(postgres, postgres_platform):
    """Who gives rights in that database, and takes them; in the end the roles are as they were."""
    database = postgres_platform.url_owner.partition("?")[0].rpartition("/")[2]
    async with postgres.as_superuser(database) as connection:
        yield connection
        for role in (READER, WRITER):
            await connection.execute(text(f"ALTER ROLE {role} LOGIN"))


def taken_at(world, admin, moment, statement):
    """That is done when this step begins; whoever is connected then is thrown out, as a change of password wants it."""

    async def act():
        await admin.execute(text(statement))
        if "LOGIN" in statement:
            of = {"role": statement.split()[2]}
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role"
            await admin.execute(text(query), of)

    world.moments.before[moment] = act


@pytest.mark.long
@pytest.mark.parametrize("what", TAKEN)
async def test_a_credential_that_is_taken_back(world, admin, what):
    """Before the pivot all is given back, after it the case waits; when the credential is good again all is erased."""
    moment, take, give, says = TAKEN[what]
    before = await world.state()
    taken_at(world, admin, moment, take)
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert says in stuck.waits_for  # of the first system that met it: several share the role
    await admin.execute(text(give))
    await world.habeas.retry(status.case_id, "support")
    done = await world.closed(status.case_id)
    if moment.startswith("hold"):
        assert done.state is CaseState.NOTHING_CHANGED
        assert await world.state() == before
        again = await world.approved(PERSON)
        done = await world.closed(again.case_id)
    assert done.state in DONE
    assert all(c.left == c.retained + c.referred + c.undecided for c in done.systems.values())
