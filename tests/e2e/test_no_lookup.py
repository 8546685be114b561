"""Nobody is looked up: whatever is typed for a person, Clearbit hears nothing of it, whenever the sandbox ran."""

import json

import aiohttp
import pytest

from habeas.domain.disclosure import Location
from habeas.key_file import load_key
from habeas.sandbox.clearbit.enricher import opened
from habeas.sandbox.clearbit.entity import Access
from habeas.sandbox.clearbit.key import key_in
from habeas.sandbox.clearbit.meaning import Outcome
from habeas.sandbox.clearbit.server import LOG_PATH
from habeas.sandbox.home import Home
from habeas.sandbox.people import HOST_AND_PARTICIPANT, INSTRUCTED_PARTICIPANT, PANEL_SPEAKER

MAJA = HOST_AND_PARTICIPANT


async def look_up(box):
    """Have the company's job look up somebody whom it may; what became of it."""
    home = Home(box.home)
    addresses = home.addresses()
    url = addresses.environment["HABEAS_ENRICHMENT_WRITING_URL"]
    access = Access(addresses.clearbit, key_in(home.clearbit))
    async with opened(url, load_key(home.enrichment_key), access) as job:
        where = Location(country="US", how="the address on her invoices")
        return (await job.look_up(MAJA.email, MAJA.account.id, where)).outcome


async def asked(box):
    """Every request that Clearbit ever got, as it says itself."""
    url = Home(box.home).addresses().clearbit + LOG_PATH
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return await answer.json()


def notice(box, person):
    """Erase this person; what is left to be done about telling Clearbit."""
    done = box.do("erase", "--approve", "--email", person.email).answer
    assert done["state"] == "erased_with_open_steps"
    (step,) = [step["what"] for step in done["open_steps"] if "APIHub" in step["what"]]
    return step


@pytest.mark.long
@pytest.mark.timeout(400)  # it starts twice all that others start once
async def test_clearbit_hears_nothing(up, tmp_path):
    """A look-up of the company's is in Clearbit's log; an export and an erasure are not, nor a look-up after.

    It is so too while Clearbit is broken, and after all has been started again.
    """
    with up(tmp_path / "home") as box:
        assert await look_up(box) is Outcome.STORED
        (told,) = await asked(box)
        assert told["path"] == "/v2/people/find"
        box.do("sandbox", "break", "clearbit", "timeout")
        export = box.do("export", "--email", MAJA.email, "--out", tmp_path / "bundle.zip").answer
        assert export["state"] == "ready"
        assert notice(box, MAJA).startswith("tell APIHub, Inc. (US)")
        assert await look_up(box) is Outcome.SUPPRESSED
        for person, where in ((PANEL_SPEAKER, "FR"), (INSTRUCTED_PARTICIPANT, "an unknown country")):
            barred = "decide how APIHub, Inc. is told: nothing goes to its US entity of a person in"
            assert notice(box, person) == f"{barred} {where}"
        assert await asked(box) == [told]
        place = Home(box.home).addresses().clearbit
    with up(tmp_path / "home") as box:
        assert Home(box.home).addresses().clearbit == place
        assert await look_up(box) is Outcome.SUPPRESSED
        assert await asked(box) == [told]
    assert place not in Home(box.home).addresses().environment.values()  # no worker even knows where it is
    _forget_ports(Home(box.home))
    assert (Home(box.home).addresses().clearbit_port, Home(box.home).addresses().mail_port) == (0, 0)


def _forget_ports(home):
    """Let the home be as a version before Clearbit and the mail server left it."""
    file = home.ours / "stack.json"
    known = json.loads(file.read_text())
    file.write_text(
        json.dumps({name: value for name, value in known.items() if not name.startswith(("clearbit", "mail"))})
    )
