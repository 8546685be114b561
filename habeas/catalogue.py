"""The systems that are there: those that registered by an entry point (`habeas.adapters`), and those with a record.

A database needs no package: its record is enough (`policy/systems/NAME.yaml`). What is installed and the company does
not have is left out where its record of processing says so (`without`), and never by itself. Names are looked at and
nothing is loaded, so that a worker of one system runs the code of no other adapter.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from itertools import permutations
from pathlib import Path
from typing import Self

from habeas.domain.error import InvalidInput
from habeas.domain.name import SYSTEM_NAME, TAKEN, setting_prefix
from habeas.domain.port import System
from habeas.domain.processing import ProcessingRecord
from habeas.domain.record.database import Database
from habeas.domain.route import Routes
from habeas.settings import PROCESSING, HouseSettings, MailSettings, SystemSettings, WebSettings

from .document import Document
from .registration import GROUP, Registration, Surroundings, Wire
from .system_file import load_database, system_files


@dataclass(frozen=True)
class Catalogue:
    """The entry points by the name of their system, and the records of databases that have no adapter of their own."""

    points: Mapping[str, EntryPoint]
    records: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def read(cls, processing_file: Path = PROCESSING) -> Self:
        """What is installed, and what has a record beside the record of processing.

        Raises InvalidInput for a name that two have, or that cannot be a system's; Faulty for a file that is no YAML.
        """
        without = _without(processing_file)
        points: dict[str, EntryPoint] = {}
        for point in sorted(entry_points(group=GROUP), key=lambda one: (one.name, _package(one))):
            if point.name in points:
                both = f"{_package(points[point.name])} and {_package(point)}"
                raise InvalidInput(f"the system {point.name!r} is registered twice: by {both}")
            _check_name(point.name, f"the entry point {point.name!r} of {_package(point)}")
            points[point.name] = point
        records = {file.stem: file for file in system_files(processing_file) if file.stem not in points}
        for name in records:
            _check_name(name, f"the record systems/{name}.yaml")
        _check_prefixes([*points, *records])
        if not points:
            raise InvalidInput("no system is registered: install Habeas again (make install)")
        if unknown := [name for name in without if name not in points]:
            raise InvalidInput(f"without.{unknown[0]}: no such system is installed ({processing_file.name})")
        return cls({name: point for name, point in points.items() if name not in without}, records)

    @property
    def systems(self) -> tuple[str, ...]:
        """The names of the systems, in order."""
        return tuple(sorted([*self.points, *self.records]))

    @property
    def routes(self) -> Routes:
        """The way to each system. Raises InvalidInput where one needs another that is not there."""
        routes = {system: self.registration(system).route for system in self.systems}
        for system, route in routes.items():
            if missing := [needed for needed in route.needs if needed not in routes]:
                raise InvalidInput(f"{system} needs the identifiers of {missing[0]}, which is not installed")
        return routes

    def registration(self, system: str) -> Registration:
        """Load what is registered. Raises InvalidInput for what cannot be loaded, or is something else."""
        if file := self.records.get(system):
            return _by_record(file)
        point = self.points[system]
        told = f"the entry point {system!r} of {_package(point)}"
        try:
            found = point.load()
        except Exception as error:  # noqa: BLE001 - whatever a stranger's module raises when it is imported
            why = " ".join(f"{type(error).__name__}: {error}".split())
            raise InvalidInput(f"{told} cannot be loaded: {why}") from None
        if not isinstance(found, Registration):
            raise InvalidInput(f"{told} names no Registration (habeas.registration)")
        if found.system != system:
            raise InvalidInput(f"{told} registers another system: {found.system!r}")
        return found

    def per_second(self, system: str) -> float | None:
        """How many steps may begin there in a second: as the environment says, else as its vendor does."""
        return SystemSettings.of(system, os.environ).per_second or self.registration(system).per_second

    def described(self) -> Iterator[str]:
        """A line for each system: its name, who registers it, the way to it. Raises InvalidInput as `routes` does."""
        width = max(map(len, self.systems))
        for system, route in self.routes.items():
            after = f"after {', '.join(route.needs)}; " if route.needs else ""
            yield f"{system:{width}}  {self._whose(system)}: {after}looks by {', '.join(route.finds_by)}"

    def _whose(self, system: str) -> str:
        return _package(self.points[system]) if system in self.points else f"systems/{system}.yaml"


def surroundings(system: str, record: ProcessingRecord, wire: Wire, database: Database | None = None) -> Surroundings:
    """What a system of this process is opened in: of the environment only what is its own."""
    prefix = setting_prefix(system)
    own = {name: value for name, value in os.environ.items() if name.startswith(prefix)}
    return Surroundings(system, own, record.of(system), wire, database)


def check_opened(system: str, adapter: System) -> System:
    """The adapter, which must speak for the system that was registered. Raises InvalidInput."""
    if adapter.name != system:
        raise InvalidInput(f"the adapter registered as {system!r} speaks for another system: {adapter.name!r}")
    return adapter


def _by_record(file: Path) -> Registration:
    from .registered.database import registration_of  # only who serves a database loads what speaks to one

    return registration_of(load_database(file))


def _check_name(name: str, told: str) -> None:
    if not re.fullmatch(SYSTEM_NAME, name) or name in TAKEN:
        raise InvalidInput(f"{told} has no name for a system: small letters, digits, and not {', '.join(TAKEN)}")
    prefix = setting_prefix(name)
    if taken := sorted(name for name in _own_variables() if name.startswith(prefix)):
        raise InvalidInput(f"{told} cannot be called so: {taken[0]} is a setting of the house")


def _check_prefixes(names: Sequence[str]) -> None:
    """Each system is told its own variables and no other's."""
    for one, other in permutations(names, 2):
        if setting_prefix(other).startswith(setting_prefix(one)):
            raise InvalidInput(f"the settings of {one!r} and {other!r} could not be told apart: rename one of them")


def _own_variables() -> Iterator[str]:
    for settings in (HouseSettings, MailSettings, WebSettings):
        yield from settings.variables().values()


def _without(processing_file: Path) -> tuple[str, ...]:
    """What the record is without; whether the record is right is for who loads it to say."""
    content = Document.read(processing_file).content
    found = content.get("without") if isinstance(content, dict) else None
    return tuple(found) if isinstance(found, dict) else ()


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "a package without a name"
