"""The page on adding an adapter: what it says is typed, file by file, command by command, and prints what it says."""

import re
from pathlib import Path

import pytest
from blocks import ROOT, blocks, carried_out

PAGE = ROOT / "docs" / "adding-an-adapter.md"
FILES = re.compile(r"^```(?:python|toml) (?P<name>\S+)\n(?P<text>(?s:.*?))^```$", re.MULTILINE)


def written(folder: Path) -> set[str]:
    """The files of the page, in the folder."""
    names = set()
    for file in FILES.finditer(PAGE.read_text()):
        path = folder / file["name"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(file["text"])
        names.add(file["name"])
    return names


@pytest.mark.timeout(400)
def test_the_page_leads_to_an_adapter_that_passes(tmp_path, monkeypatch):
    """From nothing to a package that is installed, passes the kit, and is there for a worker."""
    monkeypatch.setenv("HABEAS", str(ROOT))
    names = written(tmp_path)
    assert {"pyproject.toml", "newsletters/adapter.py", "test_newsletters.py"} <= names
    assert len(names) == PAGE.read_text().count("```python ") + PAGE.read_text().count("```toml ")
    those = blocks(PAGE)
    assert [block.title for block in those] == ["The kit", "In a case"]
    for block, printed in zip(those, carried_out(tmp_path, those), strict=True):
        assert printed == block.prints, printed
