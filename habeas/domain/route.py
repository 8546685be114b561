"""How a system is found its way to: after which others it is asked, and by which identifiers."""

from collections.abc import Mapping

from .model import Message


class Route(Message):
    """`needs`: the systems whose identifiers find this one's data; `finds_by`: the kinds of identifiers it looks by."""

    needs: tuple[str, ...] = ()
    finds_by: tuple[str, ...]


Routes = Mapping[str, Route]
"""Every system by name, with the way to it."""
