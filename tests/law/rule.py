"""The table of `docs/law.md`, and the tests that bear a number."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBERED = re.compile(r"test_(?P<kind>[lp])_(?P<number>\d+)_")
_ROW = re.compile(r"\| (?P<number>[LP]-\d+) \| (?P<rule>.+?) \| (?P<code>.+?) \| (?P<test>.+?) \|")
_TEST = re.compile(r"`(tests/\S+?)::(\w+)`")


@dataclass(frozen=True)
class Row:
    """One rule: its number, its words, where it is in the code, and what the last column says."""

    number: str
    rule: str
    code: str
    test: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        """File and name of each test that is named."""
        return _TEST.findall(self.test)


def rows() -> list[Row]:
    """The rows of the table, in order."""
    lines = (ROOT / "docs" / "law.md").read_text().splitlines()
    return [Row(**found.groupdict()) for line in lines if (found := _ROW.fullmatch(line.strip()))]


def number_of(name: str) -> str | None:
    """The number that a test of this name bears."""
    if (found := NUMBERED.match(name)) is None:
        return None
    return f"{found['kind'].upper()}-{found['number']}"


def all_tests() -> Iterator[tuple[str, str]]:
    """File and name of every test, by the files' syntax trees."""
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield str(file.relative_to(ROOT)), node.name
