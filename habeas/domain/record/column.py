"""What the record says of one column."""

from pydantic import Field, model_validator

from habeas.domain.model import Strict

from .anonymised import Method


class Column(Strict):
    """One column; what it is follows from its category.

    `category`: that of its table unless another is named. `is_personal`: false for what says nothing of anybody, as a
    price does. `secret` says, in English, why a value is never handed out (P-12); `is_others`: it is about somebody
    else, is withheld from an export and stays as it is. `emptied`: what becomes of the value where its row stays.
    In a record a column may also be its category alone, or nothing where all is as its table says.
    """

    category: str | None = None
    is_personal: bool = True
    secret: str | None = Field(default=None, min_length=3)
    is_others: bool = False
    emptied: Method | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: object) -> object:
        match given:
            case None:
                return {}
            case str():
                return {"category": given}
            case _:
                return given


class Sought(Strict):
    """How an identifier stands in a column.

    `ignores_case`: two writings are the same. `separator`: the column has several, with this between them. `path`: the
    keys that lead to it, where the column is a JSON document; a last key `*` stands for each of a list. In a record it
    may also be the column's name alone.
    """

    column: str
    ignores_case: bool = False
    separator: str | None = Field(default=None, min_length=1)
    path: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: object) -> object:
        return {"column": given} if isinstance(given, str) else given
