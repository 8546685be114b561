"""What a controller has cut by hand is in the copy in the place of its recording: sealed, checked, once, and logged."""

from hashlib import sha256
from json import loads

import pytest

from habeas.client import NotNow
from habeas.client.attaching import Cut, attach
from habeas.domain.error import InvalidInput
from habeas.domain.letter import LetterKind
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.update import Direction, Directive
from habeas.sandbox.people import PANEL_SPEAKER as PERSON
from habeas.vault.attachments import Attachments

NORDLYS = "customer/nordlys"
ITEM = "event-2/recording-2"
FILM = b"\x00\x00\x00\x18ftypisom" + b"cut by hand " * 300_000  # two parts
PLACE = f"recordings/files/{ITEM}/cut-by-hand.mp4"


@pytest.fixture
def rules():
    """Copies wait for customers."""
    return {"copy_waits_for_controllers": 14 * 86_400}


def cut(data=FILM, **other):
    """What somebody hands in."""

    async def chunks():
        for start in range(0, len(data), 1 << 20):
            yield data[start : start + (1 << 20)]

    said = {"controller": NORDLYS, "item": ITEM, "cut_by": "Ines of Nordlys", "recorded_by": "dpo"}
    return Cut(**(said | {"reference": "mail of today", "chunks": chunks()} | other))


async def asked(world):
    """A request for a copy of which the customer was asked."""
    case = await world.open(PERSON, Right.ACCESS)
    return await world.until_so(case, lambda s: any(r.state is ReferralState.ASKED for r in s.referrals))


def files(world):
    """Where it is handed in."""
    return Attachments(world.files, largest=8 << 20)


def kept(cases, case):
    """The parts of files that lie in the case, wherever they were handed in."""
    return [one for one in (cases / case).rglob("staged/attached/*/*/*") if one.is_file()]


async def refused(world, case):
    """What is of another recording or controller, or says nothing, is not taken; and nothing is without a file."""
    for wrong in (cut(item="event-2/recording-3"), cut(controller="customer/another")):
        with pytest.raises(NotNow, match="controller"):
            await attach(world.habeas, files(world), case, wrong)
    for wrong in (cut(cut_by=""), cut(reference="x"), cut(b"MZ" + b"\0" * 100)):
        with pytest.raises(InvalidInput):
            await attach(world.habeas, files(world), case, wrong)
    without = Direction(controller=NORDLYS, directive=Directive.ATTACH, recorded_by="dpo", reference="mail of today")
    with pytest.raises(NotNow, match="comes with the file"):
        await world.habeas.tell(case, without)


async def test_p_11_what_was_cut_by_hand_is_in_the_copy_in_its_place(world, cases):
    """P-11: the file is given under a name of ours, with who has cut it, and the recording is not; it is logged."""
    case = (await asked(world)).case_id
    await refused(world, case)
    assert kept(cases, case) == []
    told = await attach(world.habeas, files(world), case, cut())
    assert told.referrals[0].state is ReferralState.INSTRUCTED
    again = await attach(world.habeas, files(world), case, cut())
    assert again.referrals[0].attached == told.referrals[0].attached
    with pytest.raises(NotNow, match="instructed already"):
        await attach(world.habeas, files(world), case, cut(FILM + b"another"))
    done = await world.closed(case)
    with await world.bundle(done) as bundle:
        assert bundle.read(f"data/{PLACE}") == FILM
        names = {n for n in bundle.namelist() if ITEM in n}
        page = bundle.read("index.html").decode()
        package = loads(bundle.read("datapackage.json"))
    assert {n.rpartition(".")[2] for n in names} <= {"mp4", "vtt"}
    assert not any(n.endswith("media.mp4") for n in names)
    assert "Ines of Nordlys" in page
    (resource,) = [r for r in package["resources"] if r["path"] == f"data/{PLACE}"]
    assert resource["mediatype"] == "video/mp4"
    assert resource["contributors"] == [{"title": "Ines of Nordlys", "roles": ["editor"]}]
    assert [(w.item, w.cut_by) for w in done.withheld if w.cut_by] == [(ITEM, "Ines of Nordlys")]
    said = [s.predicate for s in await world.said(case) if s.predicate.get("shared") == "attach"]
    assert [one["files"] for one in said] == [
        [{"sha256": sha256(FILM).hexdigest(), "size": len(FILM), "mediatype": "video/mp4"}]
    ]
    assert done.referrals[0].state is ReferralState.DONE
    assert (await world.letter(case, LetterKind.HAND_OVER_RESULT)).cut_by_hand == 1
    assert kept(cases, case) == []
    await world.replay(case, "export", "hand-over/1")
