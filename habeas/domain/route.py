"""How a system is found its way to: after which others it is asked, and by which identifiers."""

from collections.abc import Mapping

from .model import Message
from .right import Right


class Route(Message):
    """`needs`: the systems whose identifiers find this one's data; `finds_by`: the kinds of identifiers it looks by.

    `is_manual`: its owner is asked once, when all others have said what they know; no other system waits for it.
    `stops`: by which of the rights that act at once something stops there. `has_consent`: we hold something there that
    rests on consent.
    """

    needs: tuple[str, ...] = ()
    finds_by: tuple[str, ...]
    is_manual: bool = False
    stops: tuple[Right, ...] = ()
    has_consent: bool = False


Routes = Mapping[str, Route]
"""Every system by name, with the way to it."""
