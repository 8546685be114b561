"""Systems without an API: none registers, as the record of processing declares them all."""

from collections.abc import Iterator

from adapters.manual.adapter import Answers, Manual
from habeas.domain.port import System
from habeas.domain.processing import ProcessingRecord
from habeas.domain.route import Routes


def declared(processing: ProcessingRecord, routes: Routes, answers: Answers) -> Iterator[System]:
    """The adapter of each, which asks its owner after these other systems."""
    for owner in processing.owners:
        yield Manual(owner, tuple(routes), processing.of(owner.system), answers)
