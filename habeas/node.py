"""The parts of a YAML file, each with the line on which it stands."""

from collections.abc import Iterator

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Place = tuple[str | int, ...]
"""The keys and positions that lead to a value of the file."""


def first_line(node: Node | None) -> int:
    """The line on which a node begins, from 1."""
    return 1 if node is None else int(node.start_mark.line) + 1


def name_of(entry: object) -> str | None:
    """The name of an entry, as others refer to it: its id, or its system and name."""
    match entry:
        case {"id": str(name)}:
            return name
        case {"system": str(system), "name": str(name)}:
            return f"{system}/{name}"
        case {"name": str(name)} | {"system": str(name)}:
            return name
        case _:
            return None


def names_of(entry: Node, system: str | None) -> tuple[str, ...]:
    """Each name of an entry of a list."""
    if not isinstance(entry, MappingNode):
        return ()
    said = {key.value: value.value for key, value in entry.value if isinstance(value, ScalarNode)}
    name = name_of(said)
    if name is None:
        return ()
    return (name, f"{system}/{name}") if system and "id" not in said and "system" not in said else (name,)


def doubled(node: Node | None, place: Place) -> Iterator[tuple[int, Place]]:
    """Each key that stands twice below a place, with its line: YAML would take the last one and say nothing."""
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in ((k, v) for k, v in node.value if isinstance(k, ScalarNode)):
            if key.value in seen and key.value != "<<":
                yield first_line(key), (*place, key.value)
            seen.add(key.value)
            yield from doubled(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        for number, entry in enumerate(node.value):
            yield from doubled(entry, (*place, number))


def scalars(node: Node | None, place: Place) -> Iterator[tuple[Place, ScalarNode]]:
    """Every value below a place that is neither a list nor a mapping, with where it is."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from scalars(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        for number, entry in enumerate(node.value):
            yield from scalars(entry, (*place, number))
    elif isinstance(node, ScalarNode):
        yield place, node
