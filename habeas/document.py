"""A YAML file with the line of everything in it, so that what is wrong can be said to be somewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from .fault import Fault, Faulty
from .node import Place, doubled, first_line, names_of, scalars

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's reads the file in a tenth of the time
OPEN = "OPEN"
"""What stands where a person still has to decide; the comment behind it says what."""


@dataclass(frozen=True)
class Document:
    """A file that was read: its content, and where everything in it stands.

    `system`: whose file it is; its categories are then known by that name too, as `shop/orders`.
    """

    file: str
    text: str
    content: Any
    root: Node | None
    system: str | None = None

    @classmethod
    def read(cls, path: Path, system: str | None = None) -> "Document":
        """Read a file. Raises Faulty for what is no YAML in UTF-8, and for a key that stands twice."""
        file = shown(path)
        try:
            text = path.read_text(encoding="utf-8")
            loader = _Loader(text)
            root = loader.get_single_node()
        except OSError as error:
            raise Faulty([Fault(file, None, "", f"cannot be read: {error.strerror}")]) from None
        except UnicodeDecodeError:
            raise Faulty([Fault(file, None, "", "is not UTF-8 text")]) from None
        except yaml.YAMLError as error:
            raise Faulty([Fault(file, _line(error), "", "is not YAML")]) from None
        if twice := [Fault(file, line, dotted(place), "stands twice") for line, place in doubled(root, ())]:
            raise Faulty(twice)
        try:
            content = loader.construct_document(root) if root is not None else None
        except yaml.YAMLError as error:
            raise Faulty([Fault(file, _line(error), "", "is not plain YAML")]) from None
        return cls(file, text, content, root, system)

    def node(self, place: Place) -> tuple[int, int, Node | None]:
        """How far a place leads, on which line that is, and what is there."""
        depth, line, node = 0, first_line(self.root), self.root
        for key in place:
            found = self._below(node, key)
            if found is None:
                break
            (line, node), depth = found, depth + 1
        return depth, line, node

    def line(self, place: Place) -> int:
        """The line of a place, or of what is nearest above it."""
        return self.node(place)[1]

    def below(self, place: Place, words: str) -> Place:
        """The place that words such as `columns.Email.emptied` name below another, as far as it is there."""
        _, _, node = self.node(place)
        while words:
            key = max((k for k in self._keys(node) if f"{words}.".startswith(f"{k}.")), key=len, default=None)
            if key is None:
                break
            place, words = (*place, key), words[len(key) + 1 :]
            _, _, node = self.node(place)
        return place

    def open_places(self) -> Iterator[tuple[Place, str]]:
        """Each place that a person has to decide, with the comment that asks."""
        lines = self.text.splitlines()
        for place, node in scalars(self.root, ()):
            if node.value == OPEN and not node.style:
                _, _, question = lines[node.start_mark.line].partition(" # ")
                yield self.named(place), question.strip()

    def named(self, place: Place) -> Place:
        """A place for people: entries of a list by their name rather than their position."""
        words: list[str | int] = []
        node = self.root
        for key in place:
            found = self._below(node, key)
            node = found[1] if found else None
            names = names_of(node, self.system) if node is not None and isinstance(key, int) else ()
            words.append(names[-1] if names else key)
        return tuple(words)

    def _below(self, node: Node | None, key: str | int) -> tuple[int, Node] | None:
        if isinstance(node, MappingNode):
            found = ((k.start_mark.line + 1, v) for k, v in node.value if k.value == str(key))
            return next(found, None)
        if isinstance(node, SequenceNode):
            entries = (e for n, e in enumerate(node.value) if key in (n, str(n), *names_of(e, self.system)))
            return next(((first_line(e), e) for e in entries), None)
        return None

    def _keys(self, node: Node | None) -> Iterator[str]:
        if isinstance(node, MappingNode):
            yield from (key.value for key, _ in node.value)
        elif isinstance(node, SequenceNode):
            for number, entry in enumerate(node.value):
                yield from (str(number), *names_of(entry, self.system))


def shown(path: Path) -> str:
    """A path as people call it: from where they are, if it is below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def dotted(place: Place) -> str:
    """A place as people write it, in one line."""
    return " ".join(".".join(map(str, place)).split())


def _line(error: yaml.YAMLError) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else None
