"""What one may do at the codec server."""

from enum import StrEnum


class Role(StrEnum):
    """What one may do: read what is sealed, or also seal what a tool in another language tells cases."""

    READER = "reader"
    WRITER = "writer"
