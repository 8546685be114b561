"""What is asked of a database made up by chance: whose data, and what is kept or may go for whom."""

from dataclasses import dataclass

from hypothesis import strategies as st
from random_database import Made, databases

SPELLINGS = (str, str.upper, str.lower)
FEW = databases()


@dataclass(frozen=True)
class Question:
    """A database, the addresses of people in turn, the categories kept for a claim, the customers that say erase."""

    made: Made
    people: tuple[str, ...]
    kept: frozenset[str]
    instructed: frozenset[str]


@st.composite
def questions(draw: st.DrawFn, databases: st.SearchStrategy[Made] = FEW, people: int = 1) -> Question:
    """About so many people, most of whom are there; no law keeps what is kept for a claim."""
    made = draw(databases)
    addresses = [_address(draw, made) for _ in range(people)]
    claimed = sorted({"order", "extra", "note"} & made.categories - made.rules.keys())
    return Question(
        made=made,
        people=tuple(draw(st.sampled_from(SPELLINGS))(address) for address in addresses),
        kept=draw(st.frozensets(st.sampled_from(claimed), max_size=1)) if claimed else frozenset(),
        instructed=draw(st.frozensets(st.sampled_from(["customer/1", "customer/2"]))),
    )


def _address(draw: st.DrawFn, made: Made) -> str:
    anybody = draw(st.integers(0, 5)) == 5
    return draw(st.sampled_from(made.mails if anybody or not made.addresses else made.addresses))
