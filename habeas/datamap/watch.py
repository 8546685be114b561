"""A record under watch: compared with its database whenever it is asked for."""

from dataclasses import dataclass, field
from pathlib import Path

from habeas.domain.error import InvalidInput, Unavailable, Unfit
from habeas.fault import Faulty

from .check import check_database, check_files
from .connection import ask
from .reading import read_schema


@dataclass(frozen=True)
class Watch:
    """The record of one system, and the address of its database with a credential that can only read."""

    file: Path
    url: str = field(repr=False)

    async def differences(self) -> tuple[list[tuple[str, str]], int]:
        """What does not fit, by place, and how many warnings there are besides.

        Raises Unavailable when the database cannot be read, Unfit when the record cannot.
        """
        system = self.file.stem
        try:
            schema = await ask(self.url, read_schema)
        except InvalidInput as error:
            raise Unavailable(system, str(error)) from None
        try:
            faults = {*check_files([self.file]), *check_database(self.file, schema)}
        except Faulty as error:
            raise Unfit(system, str(error)) from None
        wrong = sorted((fault.key, fault.what) for fault in faults if not fault.is_warning)
        return wrong, len(faults) - len(wrong)
