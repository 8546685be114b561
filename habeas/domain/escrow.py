"""What is kept of a closed case for an authority: sealed, and opened by two people together."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Escrow:
    """`secret` opens `sealed` (age); it is sealed itself, once for each two of the people who may open it."""

    secret: str = field(repr=False)
    sealed: bytes = field(repr=False)
