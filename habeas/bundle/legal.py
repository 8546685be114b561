"""What the law wants on the page of an answer (GDPR art. 15(1), (2); L-20): without one of these there is no page.

An item is on the page when the template says what it comes from: an expression that is shown, or from which something
is shown. What stands in a macro or in a condition that is constant may never be reached, and does not count.
"""

from collections.abc import Iterator, Mapping

from jinja2 import Environment, nodes

ITEMS: Mapping[str, tuple[str, ...]] = {
    "art. 15(1): confirmation": ("s.confirmed", "s.nothing_reached"),
    "art. 15(1)(a): purposes": ("category.purpose", "words.bases"),
    "art. 15(1)(b): categories": ("category.title",),
    "art. 15(1)(c): recipients": ("letter.facts.disclosures", "letter.receiving", "letter.possible", "letter.names"),
    "art. 15(1)(d): for how long": ("category.kept",),
    "art. 15(1)(e): rights": ("information.rights",),
    "art. 15(1)(f), 77: complaint": ("information.complaint", "authorities.of", "authorities.general"),
    "art. 15(1)(g): source": ("letter.source_of", "words.origins"),
    "art. 15(1)(h): automated decisions": ("information.automated_decisions",),
    "art. 15(2): transfers": ("information.transfers", "letter.protection", "letter.protection_of"),
    "art. 11(2): what an address does not find": ("information.unidentified",),
    "art. 12(4), 15(4): what is withheld, and why": ("letter.withheld",),
}


class Omission(Exception):
    """The page lacks something that the law wants on it."""


def check(environment: Environment, source: str) -> None:
    """Raises Omission, with the items that the template of the page lacks."""
    said = _said(environment.parse(source))
    if missing := [f"{item} ({path})" for item, paths in ITEMS.items() for path in paths if path not in said]:
        raise Omission(f"the page of a bundle lacks what the law wants on it: {', '.join(missing)}")


def _said(template: nodes.Template) -> set[str]:
    """Every expression that is shown, and every one from which something that is shown is taken."""
    reached = list(_reached(template))
    said = {path for node in reached if isinstance(node, nodes.Output) for path in _paths(node)}
    sources = [taken for node in reached for taken in _taken(node)]
    while more := {p for names, taken in sources if names & said for p in _paths(taken)} - said:
        said |= more
    return said


def _taken(node: nodes.Node) -> Iterator[tuple[set[str], nodes.Node]]:
    """What a loop or an assignment gives names to."""
    match node:
        case nodes.For():
            yield _names(node.target), node.iter
        case nodes.Assign():
            yield _names(node.target), node.node


def _reached(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        is_constant = isinstance(child, nodes.If) and isinstance(child.test, nodes.Const)
        if not (isinstance(child, nodes.Macro) or is_constant):
            yield from _reached(child)


def _names(target: nodes.Node) -> set[str]:
    return {n.name for n in [target, *target.find_all(nodes.Name)] if isinstance(n, nodes.Name)}


def _paths(node: nodes.Node) -> Iterator[str]:
    """The names and attributes in an expression, each with those that it begins with: `a.b`, `a`."""
    yield from filter(None, map(_path, [node, *node.find_all((nodes.Getattr, nodes.Name))]))


def _path(node: nodes.Node) -> str | None:
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            before = _path(node.node)
            return f"{before}.{node.attr}" if before else None
        case _:
            return None
