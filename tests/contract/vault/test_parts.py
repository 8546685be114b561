"""Where case files are kept: a folder and an S3 bucket do the same."""

import asyncio
from uuid import uuid4

import pytest
from uuid6 import uuid7

from habeas.domain.error import InvalidInput, Unavailable
from habeas.vault.bucket import Access, CaseBucket
from habeas.vault.folder import CaseFolder
from habeas.vault.parts import Closed, Parts

PATH = "staged/accounts/a/000001"


@pytest.fixture(params=["folder", "bucket"])
def parts(request, tmp_path) -> Parts:
    """A place of this test's own."""
    if request.param == "folder":
        return CaseFolder(tmp_path / "cases")
    seaweed = request.getfixturevalue("seaweed").writer
    where = Access(seaweed.bucket, f"cases-{uuid4()}", seaweed.endpoint, key_id=seaweed.key_id, secret=seaweed.secret)
    return CaseBucket(where)


@pytest.fixture
def case_id() -> str:
    """A case of this test's own."""
    return str(uuid7())


@pytest.mark.parametrize("data", [b"", b"x", b"x" * (5 << 20)])
def test_what_was_put_is_what_is_there(parts, case_id, data):
    """A file comes back as it was put, whatever its size; put again, it is the newer one."""
    parts.put(case_id, PATH, b"earlier")
    parts.put(case_id, PATH, data)
    assert parts.get(case_id, PATH) == data


def test_what_is_not_there_is_said_to_be_missing(parts, case_id):
    """No case, no folder, no file."""
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            parts.get(case_id, PATH)
        parts.put(case_id, "order.sealed", b"x")
    with pytest.raises(FileNotFoundError):
        parts.get(case_id, "order.sealed/000001")


async def test_the_first_of_a_name_stays(parts, case_id):
    """Of many that keep a part at the same time one is told that it is kept, and that one is there."""
    texts = [str(number).encode() for number in range(8)]
    kept = await asyncio.gather(*(asyncio.to_thread(parts.put_new, case_id, PATH, text) for text in texts))
    assert sum(kept) == 1
    assert parts.get(case_id, PATH) == texts[kept.index(True)]


def test_the_names_in_a_folder(parts, case_id):
    """Those that are directly in it, in order; a folder that is not there has none."""
    for path in ("bundle/b/000001", "bundle/a/000002", "bundle/a/000001", "staged/c", "bundle2/d"):
        parts.put(case_id, path, b"x")
    assert parts.names(case_id, "bundle") == ["a", "b"]
    assert parts.names(case_id, "bundle/a") == ["000001", "000002"]
    assert parts.names(case_id, "nothing") == []


@pytest.mark.parametrize("path", [PATH, "staged/accounts", "staged"])
def test_a_file_or_folder_is_discarded_and_twice_is_once(parts, case_id, path):
    """It goes, what is beside it or begins like it stays."""
    for one in (PATH, "staged2/x", "bundle/b/000001"):
        parts.put(case_id, one, b"x")
    for _ in range(2):
        parts.discard(case_id, path)
    with pytest.raises(FileNotFoundError):
        parts.get(case_id, PATH)
    assert parts.get(case_id, "staged2/x") == parts.get(case_id, "bundle/b/000001") == b"x"


def test_a_case_is_discarded_whole_and_no_other_with_it(parts, case_id):
    """All of a case goes, and another case keeps its files."""
    other = str(uuid7())
    for one in (case_id, other):
        parts.put(one, PATH, b"x")
    parts.discard(case_id)
    assert parts.cases_with() == [other]
    assert parts.get(other, PATH) == b"x"


def test_the_cases_that_have_something(parts, case_id):
    """By one of several files, or by anything at all."""
    other = str(uuid7())
    parts.put(case_id, "order.sealed", b"x")
    parts.put(other, PATH, b"x")
    assert parts.cases_with("order.sealed", "request.sealed") == [case_id]
    assert parts.cases_with() == sorted([case_id, other])


def test_where_staging_is_closed_nothing_is_staged_again(parts, case_id):
    """An attempt that was given up and goes on finds no way in; bundles and papers are still written."""
    parts.put(case_id, PATH, b"x")
    for _ in range(2):
        parts.close_staging(case_id)
    for late in (PATH, "staged/recordings/b/000002", "staged/c"):
        with pytest.raises(Closed):
            parts.put(case_id, late, b"late")
        with pytest.raises(Closed):
            parts.put_new(case_id, late, b"late")
        with pytest.raises(FileNotFoundError):
            parts.get(case_id, late)
    parts.put(case_id, "bundle/b/000001", b"x")
    for _ in range(2):
        parts.reopen_staging(case_id)
    parts.put(case_id, PATH, b"again")
    assert parts.get(case_id, PATH) == b"again"


ESCAPES = ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".x", "a/.x", "a\\b"]
SURPRISES = ["A", "a b", "a\nb", "a\x00", "é", "x" * 101, "a/b/c/d/e/f/g/h/i"]


@pytest.mark.parametrize("path", [*ESCAPES, *SURPRISES])
def test_a_path_cannot_leave_its_case(parts, case_id, path):
    """Paths that lead out, hide or surprise are refused wherever a path is taken, and touch nothing."""
    for attempt in (lambda: parts.put(case_id, path, b"x"), lambda: parts.get(case_id, path)):
        with pytest.raises(InvalidInput):
            attempt()
    with pytest.raises(InvalidInput):
        parts.discard(case_id, path)
    assert parts.cases_with() == []


@pytest.mark.parametrize("case_id", ["", "..", "a", "01890A5D-AC96-774B-BCCE-B302099A8057", "x\n", "a/.."])
def test_a_case_is_named_by_its_id_alone(parts, case_id):
    """What is no case id names no place, and removes none."""
    for attempt in (parts.discard, parts.close_staging, parts.reopen_staging, parts.sweep):
        with pytest.raises(InvalidInput):
            attempt(case_id)


def test_a_bucket_that_does_not_answer_is_unavailable(case_id):
    """Its own words, which may quote what was asked, go no further."""
    nowhere = CaseBucket(Access("cases", endpoint="http://127.0.0.1:9", key_id="a", secret="b"))
    for attempt in (lambda: nowhere.put(case_id, PATH, b"x"), lambda: nowhere.get(case_id, PATH)):
        with pytest.raises(Unavailable) as caught:
            attempt()
        assert case_id not in str(caught.value)
