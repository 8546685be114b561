"""Looks through a letter's template for the items that the law wants: each marked, where it is always reached."""

from collections.abc import Iterator

from jinja2 import Environment, nodes
from markupsafe import Markup

from habeas.domain.language import Language
from habeas.domain.letter import LetterKind

from .content import ITEMS, Item, Omission

MARK = "item"  # a template says {% call item("complaint") %} ... {% endcall %}


def check(environment: Environment, source: str, kind: LetterKind, language: Language) -> None:
    """Raises Omission unless the template marks every item of its kind, each with something in it.

    What stands in a condition, a loop, a macro or a block may never be reached, and does not count.
    """
    marked = dict(_marked(environment.parse(source)))
    for item in ITEMS[kind]:
        if item not in marked:
            raise Omission(kind, language, item, "is not marked where it is always reached")
        if not any(map(_says_something, marked[item].body)):
            raise Omission(kind, language, item, "is empty")
    for code in marked:
        if code not in set(Item):
            raise Omission(kind, language, code, "is no item that is known")


def _marked(template: nodes.Template) -> Iterator[tuple[str, nodes.CallBlock]]:
    for node in template.body:
        if isinstance(node, nodes.CallBlock) and isinstance(node.call.node, nodes.Name) and node.call.node.name == MARK:
            match node.call.args:
                case [nodes.Const(value=str(code))]:
                    yield code, node


def _says_something(node: nodes.Node) -> bool:
    for output in [node] if isinstance(node, nodes.Output) else node.find_all(nodes.Output):
        for part in output.nodes:
            if not isinstance(part, nodes.TemplateData) or Markup(part.data).striptags():  # noqa: S704 - our template
                return True
    return False
