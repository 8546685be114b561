"""Adds to a record what a later draft has and it does not; whatever was written in it stays, to the letter."""

from collections.abc import Iterator

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from habeas.document import Document
from habeas.domain.error import InvalidInput

from .draft import Draft, Part


def added(document: Document, draft: Draft) -> tuple[str, tuple[str, ...]]:
    """The text of the file with what is new, and the places of that.

    Raises InvalidInput where the file is written so that nothing can be added between its lines.
    """
    tables = [part for part in draft.tables if part.name not in _known(document)]
    without = [part for part in draft.without if part.name not in _known(document)]
    columns = {part.name: _new_columns(document, part.name, draft) for part in draft.tables}
    said = [line for t in tables for line in _whole(t, draft)]
    said += [line for new in columns.values() for c in new for line in c.lines]
    sections: list[tuple[tuple[str, ...], list[tuple[str, ...]]]] = [
        (("categories",), [(*p.lines, "") for p in _new_categories(document, draft, "\n".join(said))]),
        *((("tables", name, "columns"), [c.lines for c in new]) for name, new in columns.items()),
        (("tables",), [("", *_whole(table, draft)) for table in tables]),
        (("without",), [part.lines for part in without]),
    ]
    lines = document.text.splitlines()
    inserts = [(*_insert(document, place, new), number) for number, (place, new) in enumerate(sections) if new]
    for at, new_lines, _ in sorted(inserts, key=lambda i: (i[0], i[2]), reverse=True):
        lines[at:at] = new_lines
    places = [f"tables.{name}.columns.{c.name}" for name, new in columns.items() for c in new]
    places += [f"tables.{part.name}" for part in tables] + [f"without.{part.name}" for part in without]
    return "\n".join(lines).rstrip() + "\n", tuple(places)


def _known(document: Document) -> set[str]:
    return {name for section in ("tables", "without", "elsewhere") for name in _names(document, section)}


def _new_columns(document: Document, table: str, draft: Draft) -> list[Part]:
    """The columns of a table that the file has, and has without these."""
    if table not in _names(document, "tables"):
        return []
    known = _names(document, "tables", table, "columns")
    return [column for column in draft.columns[table] if column.name not in known]


def _whole(table: Part, draft: Draft) -> Iterator[str]:
    yield from table.lines
    yield from (f"    {line}" for column in draft.columns[table.name] for line in column.lines)


def _new_categories(document: Document, draft: Draft, said: str) -> list[Part]:
    """Those that the new lines name and that the file does not describe."""
    _, _, there = document.node(("categories",))
    entries = there.value if isinstance(there, SequenceNode) else ()
    known = {v.value for e in entries if isinstance(e, MappingNode) for k, v in e.value if k.value == "name"}
    return [part for part in draft.categories if part.name not in known and f"category: {part.name}" in said]


def _names(document: Document, *place: str) -> set[str]:
    depth, _, node = document.node(place)
    return {k.value for k, _ in node.value} if depth == len(place) and isinstance(node, MappingNode) else set()


def _insert(document: Document, place: tuple[str, ...], new: list[tuple[str, ...]]) -> tuple[int, list[str]]:
    """Where the lines of new entries go: behind the last line of their section, as far in as its other entries."""
    depth, line, node = document.node(place)
    flat = [line for part in new for line in part]
    if depth < len(place) and len(place) == 1:
        return len(document.text.splitlines()), ["", f"{place[0]}:", *(f"  {line}".rstrip() for line in flat)]
    if depth < len(place) or not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        raise InvalidInput(
            f"{document.file}, line {line}: {'.'.join(place)}: nothing can be added between its lines; draft with --out"
        )
    indent = " " * _column(node)
    return _last(node) + 1, [f"{indent}{line}".rstrip() for line in flat]


def _column(node: MappingNode | SequenceNode) -> int:
    return int(node.start_mark.column)


def _last(node: Node) -> int:
    """The number, from 0, of the last line on which something of a node stands."""
    if isinstance(node, MappingNode) and node.value:
        key, value = node.value[-1]
        return max(_last(key), _last(value))
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        return _last(node.value[-1])
    if isinstance(node, ScalarNode) and node.style not in ("|", ">"):
        return int(node.end_mark.line) if node.value or node.style else int(node.start_mark.line)
    return int(node.end_mark.line) - (1 if isinstance(node, ScalarNode) else 0)
