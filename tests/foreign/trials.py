"""Whom the erasures are tried with, and which rows are theirs: told by hand in SQL, apart from any record.

The moments are soon after the last rows, so that the law of the records keeps what it would keep then.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import chinook
import lino

from habeas.domain.disposition import Disposition
from habeas.domain.identifier import Identifier

_CUSTOMER = "SELECT id FROM chinook_customer WHERE lower(email) = 'luisg@embraer.com.br'"
_PARTNER = "(SELECT id FROM contacts_partner WHERE lower(email) = 'annette@arens.com')"
_SALES = f"(SELECT voucher_ptr_id FROM trading_vatproductinvoice WHERE partner_id = {_PARTNER})"
_JEAN = "(SELECT id FROM users_user WHERE username = 'jean')"
_ALONE = f"user_id = {_JEAN} AND coalesce(assigned_to_id, user_id) = user_id"
# ours, where no team is named, and those of the team that has said so
_TICKETS = f"SELECT id FROM tickets_ticket WHERE {_ALONE} AND coalesce(group_id, 1) = 1"


@dataclass(frozen=True)
class Trial:
    """One database and one person in it; an address is written otherwise than there.

    `emptied` and `goes`: by table, what asks for the primary keys of the rows that stay emptied and of those that go.
    `left` is how many rows are left as they are, and why. `instructed`: the controllers that have said to erase.
    """

    name: str
    build: Callable[[str, Path], Awaitable[None]]
    who: Identifier = field(repr=False)
    as_of: datetime
    emptied: Mapping[str, str]
    goes: Mapping[str, str]
    left: Mapping[Disposition, int]
    instructed: tuple[str, ...] = ()


TRIALS = (
    Trial(
        name="chinook",
        build=chinook.build,
        who=Identifier(kind="email", value="LUISG@embraer.com.br"),
        as_of=datetime(2014, 6, 1, tzinfo=UTC),
        emptied={"chinook_customer": _CUSTOMER},
        goes={},
        left={Disposition.RETAIN: 45},  # seven invoices, and 38 lines of them
    ),
    Trial(
        name="cosi",
        build=lino.build_cosi,
        who=Identifier(kind="email", value="ANNETTE@arens.com"),
        as_of=datetime(2025, 6, 1, tzinfo=UTC),
        emptied={
            "contacts_partner": f"SELECT id FROM contacts_partner WHERE id = {_PARTNER}",
            "contacts_person": f"SELECT partner_ptr_id FROM contacts_person WHERE partner_ptr_id = {_PARTNER}",
        },
        goes={
            "contacts_role": f"SELECT id FROM contacts_role WHERE person_id = {_PARTNER}",
            "finan_bankstatementitem": f"SELECT id FROM finan_bankstatementitem WHERE partner_id = {_PARTNER}",
            "trading_invoiceitem": f"SELECT id FROM trading_invoiceitem WHERE voucher_id IN {_SALES}",
            "trading_tradingrule": f"SELECT id FROM trading_tradingrule WHERE partner_id = {_PARTNER}",
            "trading_vatproductinvoice": f"SELECT voucher_ptr_id FROM trading_vatproductinvoice WHERE {_PARTNER}"
            " = partner_id",
        },
        left={Disposition.RETAIN: 8},
    ),
    Trial(
        name="noi",
        build=lino.build_noi,
        who=Identifier(kind="username", value="jean"),
        as_of=datetime(2024, 6, 1, tzinfo=UTC),
        emptied={
            "users_user": "SELECT id FROM users_user WHERE username = 'jean'",
            "tickets_ticket": _TICKETS,
        },
        goes={
            "groups_membership": f"SELECT id FROM groups_membership WHERE user_id = {_JEAN}",
            "nicknames_naming": f"SELECT id FROM nicknames_naming WHERE user_id = {_JEAN} AND named_id IN ({_TICKETS})",
            "working_contract": f"SELECT id FROM working_contract WHERE user_id = {_JEAN}",
            "working_session": f"SELECT id FROM working_session WHERE user_id = {_JEAN}",
        },
        # tickets of the other teams and those on which others work, with names for them; names for tickets of ours
        left={Disposition.REFER: 14, Disposition.DECIDE: 2},
        instructed=("customer/1",),
    ),
)
