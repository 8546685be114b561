"""What a person shows of who they are: taken where it is asked for, sealed at once, and gone once it has served."""

import os

import pytest
from aiohttp import FormData

from habeas.domain.error import Permanent
from habeas.domain.key import Kind
from habeas.domain.stage import Stage
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.evidence import LARGEST, MOST, EvidenceFiles
from habeas.vault.file_keys import FileKeys

MARK = b"planted passport number 12345678"
PDF = b"%PDF-1.7\n" + MARK
PICTURES = {"jpeg": b"\xff\xd8\xff\xe0" + MARK, "png": b"\x89PNG\r\n\x1a\n" + MARK, "pdf": PDF}


async def asked(served):
    """A case that asks for evidence, and a browser on its page."""
    case_id = await served.case(asks_for="evidence")
    return case_id, await served.visitor(case_id)


@pytest.mark.parametrize("kind", PICTURES)
async def test_a_file(served, kind):
    """It is kept by what it is, whatever it is called, and read back by who opens case files."""
    case_id, browser = await asked(served)
    answer = await browser.upload(PICTURES[kind], "maja-canary.exe")
    assert answer.headers["Location"] == "/case?done=evidence"
    (piece,) = await served.office.evidence.pieces(case_id)
    assert piece.kind == kind
    assert await served.office.evidence.read(case_id, piece.name) == (piece.kind, PICTURES[kind])
    assert "canary" not in piece.name
    assert "Files that we have from you: 1" in await browser.text("/case")


async def test_it_is_nowhere_in_the_clear(served, tmp_path):
    """Not in the case folder, the register, the audit, nor anywhere else that the door writes."""
    _, browser = await asked(served)
    await browser.upload(PDF + os.urandom(4 << 20) + MARK)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("evidence" in path.parts for path in files)
    assert not [path.name for path in files if MARK in path.read_bytes()]


async def test_who_may_not_open_case_files_reads_none(served, tmp_path):
    """A process without the wrapping keys of files can take evidence in, and read none of it."""
    case_id, browser = await asked(served)
    await browser.upload(PDF)
    (piece,) = await served.office.evidence.pieces(case_id)
    wrapping = {Kind.PAYLOAD: FileKeys(tmp_path / "payload.json")}
    less = CaseKeys(served.keys._ring, wrapping)
    with pytest.raises(Permanent):
        await EvidenceFiles(CaseFiles(served.parts, less), served.parts).read(case_id, piece.name)


@pytest.mark.parametrize("data", [b"", b"MZ\x90 a program", b"<html>", b"PK\x03\x04", b"%PD"])
async def test_what_is_none(served, data):
    """Anything else is refused by its content, and nothing is kept."""
    case_id, browser = await asked(served)
    answer = await browser.upload(data)
    assert (answer.status, "Choose a PDF or a picture" in await answer.text()) == (400, True)
    assert await served.office.evidence.pieces(case_id) == ()


async def test_how_large(served):
    """Ten mebibytes are taken, and one byte more is not."""
    case_id, browser = await asked(served)
    whole = PDF.ljust(LARGEST, b"0")
    assert (await browser.upload(whole)).status == 303
    assert (await browser.upload(whole + b"0")).status == 400
    assert (await browser.upload(whole + b"0" * (1 << 20))).status == 413
    (piece,) = await served.office.evidence.pieces(case_id)
    assert piece.sealed.size == LARGEST


async def test_how_many(served):
    """So many pieces and no more."""
    case_id, browser = await asked(served)
    said = [(await browser.upload(PDF)).status for _ in range(MOST + 1)]
    assert said == [303] * MOST + [400]
    assert len(await served.office.evidence.pieces(case_id)) == MOST


async def test_where_it_is_not_asked_for(served):
    """Nobody shows more than is needed: there is no form, and what is sent all the same is not kept."""
    case_id, browser = await asked(served)
    fields = await browser.fields("/case")
    served.cases.change(case_id, asks_for="link")
    assert 'action="/case/evidence"' not in await browser.text("/case")
    assert fields
    assert (await browser.upload(PDF)).status == 409
    assert await served.office.evidence.pieces(case_id) == ()


async def test_it_is_gone_once_it_has_served(served):
    """All of it, and twice is once; a case without any is no mistake."""
    case_id, browser = await asked(served)
    await browser.upload(PDF)
    for _ in range(2):
        await served.office.evidence.discard_evidence(case_id)
    assert await served.office.evidence.pieces(case_id) == ()
    with pytest.raises(FileNotFoundError):
        await served.office.evidence.read(case_id, "nothing.pdf")


async def test_a_decision_that_comes_meanwhile(served):
    """What arrives while who asks is being verified serves nothing any more, and is not kept."""
    case_id, browser = await asked(served)
    # the page is opened, the form is sent, and between the two looks at the case who asks is verified
    served.cases.later = [{}, {"asks_for": None, "stage": Stage.PLANNING}]
    assert (await browser.upload(PDF)).status == 303
    assert served.cases.statuses[case_id].asks_for is None
    assert await served.office.evidence.pieces(case_id) == ()


async def test_without_a_session(served, browser):
    """Who is not signed in sends a small form at most, and keeps nothing."""
    case_id, _ = await asked(served)
    form_of = await browser.fields("/")
    form = FormData()
    form.add_field("csrf", form_of["csrf"])
    form.add_field("file", PDF.ljust(1 << 20, b"0"), filename="a.pdf", content_type="application/pdf")
    assert (await browser.post("/case/evidence", form)).status == 413
    small = FormData()
    small.add_field("csrf", form_of["csrf"])
    small.add_field("file", PDF, filename="a.pdf", content_type="application/pdf")
    assert (await browser.post("/case/evidence", small)).status == 401
    assert await served.office.evidence.pieces(case_id) == ()


async def test_a_form_with_files_needs_its_token(served):
    """A file without the token of this session's form is not kept."""
    case_id, browser = await asked(served)
    for csrf in (None, "", "0" * 64):
        form = FormData()
        if csrf is not None:
            form.add_field("csrf", csrf)
        form.add_field("file", PDF, filename="a.pdf", content_type="application/pdf")
        assert (await browser.post("/case/evidence", form)).status == 403
    assert await served.office.evidence.pieces(case_id) == ()
