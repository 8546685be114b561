"""What shows the subject together with others: of each recording when the subject is in it, and nobody else's times."""

from .model import Message


class Segment(Message):
    """From when to when, in seconds from the beginning."""

    from_second: int
    to_second: int

    def __str__(self) -> str:
        """As players show it: the same in every language."""
        return f"{_time(self.from_second)}–{_time(self.to_second)}"


class Shown(Message):
    """One recording that shows the subject and others, as its controller finds it again; `item` names no person.

    `system` and `category` are whose holding it is; a system that was asked by older code does not say them.
    """

    controller: str
    item: str
    segments: tuple[Segment, ...] = ()
    system: str = ""
    category: str = ""

    @property
    def times(self) -> str:
        """When the subject is in it."""
        return "; ".join(map(str, self.segments))


def _time(second: int) -> str:
    return f"{second // 3600}:{second // 60 % 60:02}:{second % 60:02}"
