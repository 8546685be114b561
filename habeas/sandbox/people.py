"""The company's synthetic people: who has an account, who took part in what, and who appears in which recording.

Every address is of a domain reserved for examples (RFC 2606).
"""

from .person import Account, Contact, Customer, Enriched, Participation, Person

ORGANISATIONS = (Customer("cus_nordlys", "invoices@nordlys.example.org", contacts=(8, 13)),)

HOST_AND_PARTICIPANT = Person(
    "maja.lund@example.org",
    "Maja",
    "Lund",
    "Hosts events from her account, and took part in another customer's event.",
    Account(1, "maja.lund@example.org", (("nordlys", "host"),)),
    (Participation(1, 1, "host", 1), Participation(2, 3, account_id=1)),
    (Customer("cus_maja", "maja.lund@example.org", 1),),
    enriched=Enriched("US", "the address on her invoices"),
    contact=Contact(1, ("hosting", "rehearsals"), ("newsletter", "offers")),
    cookie_id="b1f0c6d2a9e84c75",
)
INSTRUCTED_PARTICIPANT = Person(
    "idris.okafor@example.com",
    "Idris",
    "Okafor",
    "Took part only in an event whose customer has a standing instruction to erase.",
    participations=(Participation(3, 1),),
    enriched=Enriched(),
)
UNINSTRUCTED_PARTICIPANT = Person(
    "lena.voss@example.com",
    "Lena",
    "Voss",
    "Took part only in an event whose customer has recorded no instruction.",
    participations=(Participation(4, 4),),
)
PARTICIPANT_OF_BOTH = Person(
    "tomas.reyes@example.com",
    "Tomas",
    "Reyes",
    "Took part in events of customers with and without an instruction.",
    participations=(Participation(5, 2), Participation(6, 4)),
)
SOLE_OWNER = Person(
    "sigrid.dahl@example.org",
    "Sigrid",
    "Dahl",
    "Is the only owner of a workspace.",
    Account(2, "sigrid.dahl@example.org", (("stein", "owner"), ("nordlys", "member"))),
    (Participation(7, 5, "host", 2),),
)
CO_OWNER = Person(
    "paul.adeyemi@example.org",
    "Paul",
    "Adeyemi",
    "Owns a workspace together with another person.",
    Account(3, "paul.adeyemi@example.org", (("havn", "owner"),)),
)
OTHER_CO_OWNER = Person(
    "rosa.klein@example.org",
    "Rosa",
    "Klein",
    "Is the other owner of that workspace.",
    Account(4, "rosa.klein@example.org", (("havn", "owner"), ("nordlys", "owner"))),
)
TWO_WRITINGS = Person(
    "ana.berg@example.org",
    "Ana",
    "Berg",
    "Wrote her address with capitals for the account and without them for an event, and is two customers at Stripe.",
    Account(5, "Ana.Berg@Example.org", (("nordlys", "host"),)),
    (Participation(8, 3),),
    (Customer("cus_ana_1", "Ana.Berg@Example.org", 5), Customer("cus_ana_2", "ana.berg@example.org")),
    enriched=Enriched("NO", "the country of her log-ins"),
)
UNKNOWN = Person("nobody.here@example.net", "Noor", "Haddad", "Is held nowhere at all.")
SOLO_SPEAKER = Person(
    "jonas.meyer@example.com",
    "Jonas",
    "Meyer",
    "Is the only one who appears in the recording of his talk.",
    participations=(Participation(9, 1, "speaker", appears_in=(1,)),),
)
PANEL_SPEAKER = Person(
    "elif.demir@example.com",
    "Elif",
    "Demir",
    "Shares the recording of a panel with another speaker, and has an account.",
    Account(6, "elif.demir@example.com", (("nordlys", "speaker"),)),
    (Participation(10, 2, "speaker", 6, (2,)),),
    (Customer("cus_elif", "elif.demir@example.com", 6),),
    enriched=Enriched("FR", "the country of her employer"),
)
OTHER_PANEL_SPEAKER = Person(
    "marc.petit@example.com",
    "Marc",
    "Petit",
    "Is the other speaker of that panel.",
    participations=(Participation(11, 2, "speaker", appears_in=(2,)),),
)
LEGALLY_HELD_SPEAKER = Person(
    "greta.nowak@example.com",
    "Greta",
    "Nowak",
    "Is the only one in a recording that is under a legal hold until a date.",
    participations=(Participation(12, 3, "speaker", appears_in=(3,)),),
)
SUSPENDED = Person(
    "omar.haug@example.org",
    "Omar",
    "Haug",
    "Had his account suspended before he asked, and still gets mail.",
    Account(7, "omar.haug@example.org", (("havn", "host"),), may_log_in=False),
)
MANY_SIDED = Person(
    "freja.holm@example.org",
    "Freja",
    "Holm",
    "Has an account, gave a talk alone and one together, and asked questions at an event without an instruction.",
    Account(10, "freja.holm@example.org", (("nordlys", "host"),)),
    (
        Participation(19, 1, "speaker", 10, (5,)),
        Participation(20, 3, "speaker", 10, (6,)),
        Participation(21, 4, account_id=10),
    ),
    (Customer("cus_freja", "freja.holm@example.org", 10),),
    enriched=Enriched("NO", "the country of her log-ins"),
    contact=Contact(2, ("talks",), ("newsletter",), withdrawn=("offers",)),
    cookie_id="7d3e5a90c4b1f826",
)
FAMILY = "familie@haugen.example.org"
SHARES_AN_ADDRESS = Person(
    "nora.haugen@example.org",
    "Nora",
    "Haugen",
    "Pays under her family's address, as her brother does.",
    Account(11, "nora.haugen@example.org", (("havn", "host"),)),
    customers=(Customer("cus_nora", FAMILY, 11),),
)
CONTACT_OF_AN_ORGANISATION = Person(
    "kofi.mensah@example.org",
    "Kofi",
    "Mensah",
    "Is one of several billing contacts of an organisation.",
    Account(13, "kofi.mensah@example.org", (("nordlys", "member"),)),
    contact_of=("cus_nordlys",),
)
ONLY_A_READER = Person(
    "ines.costa@example.com",
    "Ines",
    "Costa",
    "Has no account; she gets the newsletter, and once objected to offers.",
    contact=Contact(4, ("talks", "hosting"), ("newsletter",), withdrawn=("offers",), has_objected=True),
)
BYSTANDERS = (
    Person(
        "beth.quinn@example.org",
        "Beth",
        "Quinn",
        "Never asked for anything; she has an account and took part in events.",
        Account(8, "beth.quinn@example.org", (("nordlys", "owner"), ("havn", "host"))),
        (
            Participation(13, 1, account_id=8),
            Participation(14, 2, account_id=8),
            Participation(15, 3, account_id=8, appears_in=(6,)),
        ),
        contact_of=("cus_nordlys",),
        contact=Contact(3, ("harbours",), ("newsletter", "offers")),
        cookie_id="0a94e7b3d8c25f61",
    ),
    Person(
        "carl.ito@example.com",
        "Carl",
        "Ito",
        "Never asked for anything; he speaks in a recording whose customer has recorded no instruction.",
        participations=(Participation(16, 4, "speaker", appears_in=(4,)), Participation(17, 5)),
    ),
    Person(
        "ana.bergstrom@example.org",
        "Ana",
        "Bergstrom",
        "Never asked for anything; her address begins like that of another.",
        Account(9, "ana.bergstrom@example.org", (("stein", "host"),)),
        (Participation(18, 3, account_id=9),),
    ),
    Person(
        "lars.haugen@example.org",
        "Lars",
        "Haugen",
        "Never asked for anything; he pays under his family's address, as his sister does.",
        Account(12, "lars.haugen@example.org", (("havn", "host"),)),
        customers=(Customer("cus_lars", FAMILY, 12),),
    ),
)


def people() -> tuple[Person, ...]:
    """All of them, always the same and in the same order."""
    return (
        HOST_AND_PARTICIPANT,
        INSTRUCTED_PARTICIPANT,
        UNINSTRUCTED_PARTICIPANT,
        PARTICIPANT_OF_BOTH,
        SOLE_OWNER,
        CO_OWNER,
        OTHER_CO_OWNER,
        TWO_WRITINGS,
        UNKNOWN,
        SOLO_SPEAKER,
        PANEL_SPEAKER,
        OTHER_PANEL_SPEAKER,
        LEGALLY_HELD_SPEAKER,
        SUSPENDED,
        MANY_SIDED,
        SHARES_AN_ADDRESS,
        CONTACT_OF_AN_ORGANISATION,
        ONLY_A_READER,
        *BYSTANDERS,
    )
