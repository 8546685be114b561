"""What the sandbox's Clearbit knows: the sandbox's people, as its Person API (v2) shows a person.

The fields are those of the fixture in Clearbit's client for Node and of its list of attributes. Where a person is, it
does not know: that is for the company to know before it asks.
"""

from random import Random
from uuid import UUID

from habeas.sandbox.people import people
from habeas.sandbox.person import Person

from .answer import Json

_TITLES = ("Head of Training", "Harbour Engineer", "Event Producer", "Lecturer")


def dossiers() -> dict[str, Json]:
    """What is known by address, in lower case; of whom the company holds nothing, Clearbit knows nothing either."""
    known = {}
    for person in people():
        if person.systems:
            known[person.email.casefold()] = _dossier(person)
    return known


def _dossier(person: Person) -> Json:
    chance = Random(person.email)  # noqa: S311 - the same each time, and nothing secret
    handle = f"{person.first_name}{chance.randint(10, 99)}".lower()
    full = f"{person.first_name} {person.last_name}"
    return {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "name": {"fullName": full, "givenName": person.first_name, "familyName": person.last_name},
        "email": person.email,
        "location": None,
        "timeZone": None,
        "utcOffset": None,
        "geo": dict.fromkeys(("city", "state", "stateCode", "country", "countryCode", "lat", "lng")),
        "bio": f"{chance.choice(_TITLES)}, by day",
        "site": f"https://{handle}.example.org",
        "avatar": None,
        "employment": _employment(person, chance),
        **_networks(handle, chance),
        "fuzzy": False,
        "emailProvider": False,
        "indexedAt": "2026-01-05T00:00:00.000Z",
        "activeAt": None,
        "inactiveAt": None,
    }


def _employment(person: Person, chance: Random) -> Json:
    post = {"title": chance.choice(_TITLES), "role": "education", "subRole": None, "seniority": "manager"}
    return {"domain": person.email.partition("@")[2], "name": f"{person.last_name} Ltd", **post}


def _networks(handle: str, chance: Random) -> Json:
    nobody = {"avatar": None, "followers": None, "following": None}
    picture = f"https://pictures.example.org/{handle}"
    return {
        "facebook": {"handle": None},
        "github": {"handle": None, "id": None, "company": None, "blog": None, **nobody},
        "twitter": {"handle": handle, "id": chance.randint(10**6, 10**9), "bio": None, "site": None, **nobody},
        "linkedin": {"handle": f"in/{handle}"},
        "googleplus": {"handle": None},
        "gravatar": {
            "handle": handle,
            "urls": [],
            "avatar": picture,
            "avatars": [{"url": picture, "type": "thumbnail"}],
        },
    }
