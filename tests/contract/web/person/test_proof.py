"""The proof of what was done: a person whose case closed with a certificate fetches and checks it; nobody else does."""

import io
import json
import shlex
import subprocess
import sys
from html import unescape
from zipfile import ZIP_STORED, ZipFile

import pytest

from habeas.console.web.limit import Limit
from habeas.console.web.person.language.book import WORDS
from habeas.console.web.person.office import Limits
from habeas.domain.case import CaseState
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.evidence.__main__ import VERIFIED
from habeas.proof.language.book import WORDS as PAGES
from habeas.vault.shredder import Shredder

ADDRESS = "/case/proof"
NAMES = [
    "README.txt",
    "certificate.en.html",
    "certificate.fr.html",
    "certificate.jws",
    "certificate.nb.html",
    "certificate.tlog-proof",
    "checkpoint",
    "jwks.json",
    "opening.json",
]


async def fetched(browser):
    """The archive that the address gives."""
    answer = await browser.get(ADDRESS)
    assert answer.status == 200, await answer.text()
    return ZipFile(io.BytesIO(await answer.read()))


async def nothing_is_there(browser):
    """Neither a section on the page, nor anything at the address."""
    text, answer = await browser.text("/case"), await browser.get(ADDRESS)
    return (WORDS[Language.ENGLISH].proof.heading in text, ADDRESS in text, answer.status) == (False, False, 404)


def checked(archive, folder):
    """What the command of the text says, typed where the archive was unpacked, in a process of its own."""
    archive.extractall(folder)
    (line,) = [one for one in archive.read("README.txt").decode().splitlines() if one.startswith("    ")]
    program, *words = shlex.split(line)
    assert program == "python"
    done = subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (VERIFIED, "")
    return done.stdout


async def test_the_proof(served, tmp_path):
    """The page links to one file that nobody's cache keeps; what is in it is what was kept, with pages and a text."""
    case_id = await served.proven()
    browser = await served.visitor(case_id)
    assert f'<a href="{ADDRESS}">' in await browser.text("/case")
    answer = await browser.get(ADDRESS)
    archive = ZipFile(io.BytesIO(await answer.read()))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="proof.zip"'
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    assert archive.namelist() == NAMES
    kept = await served.office.proofs.files(case_id)
    assert {name: archive.read(name).decode() for name in kept} == kept
    assert set(NAMES) - set(kept) == {"README.txt", *(f"certificate.{language}.html" for language in Language)}
    for language in Language:
        assert PAGES[language].sentences.page in unescape(archive.read(f"certificate.{language}.html").decode())
    said = checked(archive, tmp_path / "unpacked")
    assert f"a certificate of case {case_id}" in said
    assert "It is about the person" in said


async def test_as_often_as_they_want(served):
    """Each time the same bytes, stored and of no time; and each time is in the audit, with nothing of the person."""
    case_id = await served.proven()
    browser = await served.visitor(case_id)
    first, second = [await (await browser.get(ADDRESS)).read() for _ in range(2)]
    assert first == second
    told = {(one.compress_type, one.date_time) for one in ZipFile(io.BytesIO(first)).infolist()}
    assert told == {(ZIP_STORED, (1980, 1, 1, 0, 0, 0))}
    lines = [json.loads(line) for line in served.audit.read_text().splitlines()]
    noted = [(line["who"], line["role"], line["case"]) for line in lines if line["what"] == "fetch_proof"]
    assert noted == [(case_id, "person", case_id)] * 2
    assert "canary" not in served.audit.read_text()


@pytest.mark.parametrize("language", Language)
async def test_the_text_is_in_the_language_of_the_page(served, language):
    """It says what each file is, and how all of it is checked; and so does the section, in the same words."""
    browser, words = await served.visitor(await served.proven()), WORDS[language].proof
    await browser.get(f"/language/{language}?next=/case")
    page, archive = await browser.text("/case"), await fetched(browser)
    readme = archive.read("README.txt").decode()
    joined = " ".join(readme.split())
    assert set(words.files) == set(NAMES)
    for said in (words.heading, words.lead, words.own, words.check, words.told, words.keys):
        assert said in joined
    assert [f"{name}: {words.files[name]}" in readme for name in NAMES] == [True] * len(NAMES)
    assert "python -m habeas.evidence verify certificate.jws --salt opening.json" in readme
    assert all(said in unescape(page) for said in (words.heading, words.lead, words.own, words.often, words.link))
    assert max(map(len, readme.splitlines())) <= 80


async def test_l_13_an_agent_who_may_not_read_the_answer_gets_no_proof(served):
    """L-13: it says what the answer says; the person gets it."""
    case_id = await served.proven()
    await served.write(case_id, LetterKind.RECEIPT, addressee=Addressee.AGENT)
    await served.write(case_id, LetterKind.DONE, right=Right.ERASURE)
    agent, own = await served.visitor(case_id, LinkPurpose.AGENT), await served.visitor(case_id)
    assert await nothing_is_there(agent)
    assert (await fetched(own)).namelist() == NAMES


async def test_l_13_an_agent_to_whom_the_answer_was_written_gets_all_of_it(served):
    """L-13: the mandate says that the answer may go there."""
    case_id = await served.proven()
    await served.write(case_id, LetterKind.DONE, addressee=Addressee.AGENT, right=Right.ERASURE)
    assert (await fetched(await served.visitor(case_id, LinkPurpose.AGENT))).namelist() == NAMES


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
async def test_none_of_a_case_that_goes_on(served, stage):
    """Also where it is kept already, as in the moment before the case says that it is closed."""
    case_id = await served.proven()
    served.cases.change(case_id, stage=stage, state=CaseState(stage.value))
    assert await nothing_is_there(await served.visitor(case_id))


async def test_none_without_a_certificate(served):
    """A case that closed with nothing erased has none, nor has one whose answer was a copy."""
    case_id = await served.proven(state=CaseState.NOTHING_CHANGED, outcomes=())
    assert await nothing_is_there(await served.visitor(case_id))
    exported = await served.case()
    await served.bundle(exported, b"PK")
    assert await nothing_is_there(await served.visitor(exported))


async def test_none_once_it_was_shredded(served):
    """Neither when all is done, nor when the secrets are destroyed and a file is still there."""
    shredded, half = await served.proven(), await served.proven()
    browsers = [await served.visitor(case_id) for case_id in (shredded, half)]
    assert [await nothing_is_there(browser) for browser in browsers] == [False, False]
    await Shredder(served.parts, served.keys).shred(shredded)
    await served.keys.destroy(half)
    assert served.parts.names(half, "proof")
    assert [await nothing_is_there(browser) for browser in browsers] == [True, True]


async def test_after_temporal_has_forgotten_the_case(served):
    """The register says that it has closed; the proof is there until it is shredded."""
    case_id = await served.proven()
    browser = await served.visitor(case_id)
    served.cases.statuses.pop(case_id)
    assert (await fetched(browser)).namelist() == NAMES


async def test_nobody_else_gets_it(served):
    """A stranger is sent to sign in, a controller is refused, and a link of another case gives that case's own."""
    case_id, other = await served.proven(), await served.case()
    stranger = await served.browser()
    answer = await stranger.get(ADDRESS)
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in")
    assert (await stranger.get(await served.link(case_id))).status == 200  # who only looks has not signed in
    assert (await stranger.get(ADDRESS)).status == 303
    another = await served.visitor(other)
    assert [(await another.get(ADDRESS, params={"case": case_id})).status, await nothing_is_there(another)] == [
        404,
        True,
    ]
    controller = await served.visitor(other, LinkPurpose.CONTROLLER, letter=1)
    assert (await controller.get(ADDRESS)).status == 403


async def test_how_often(serve):
    """One page does not keep the door busy."""
    served = await serve(Limits(cases=Limit(2, 60)))
    browser = await served.visitor(await served.proven())
    assert [(await browser.get(ADDRESS)).status for _ in range(3)] == [200, 200, 429]


async def test_what_cannot_be_noted_is_not_handed_out(served):
    """The audit comes first."""
    browser = await served.visitor(await served.proven())
    served.audit.unlink()
    served.audit.mkdir()
    answer = await browser.get(ADDRESS)
    assert (answer.status, answer.content_type) == (503, "text/html")


async def test_what_does_not_verify_is_not_handed_out(served):
    """Another case's certificate beside this one's proof is a defect of ours, and says no more than that."""
    case_id, other = await served.proven(), await served.proven()
    theirs = (await served.office.proofs.files(other))["certificate.jws"]
    files = await served.office.proofs.files(case_id)
    await served.office.proofs.keep(case_id, {**files, "certificate.jws": theirs})
    answer = await (await served.visitor(case_id)).get(ADDRESS)
    assert (answer.status, answer.content_type) == (500, "text/html")
