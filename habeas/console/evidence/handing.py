"""Handing a certificate over: a folder with all that proves it, and a page for people in each language."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from habeas.console.door import Door
from habeas.domain.error import InvalidInput
from habeas.evidence.certificate import Certificate
from habeas.policy import load_processing
from habeas.proof.page import pages
from habeas.settings import HouseSettings


async def hand_over(door: Door, case_id: str, out: Path, size: int | None = None) -> list[str]:
    """Write the certificate of a case, proven for the log as it is now or was at that size.

    Returns the names of the files, the certificate's first. Raises NotNow when there is none, InvalidInput when nothing
    can be written there.
    """
    proven = await door.proofs.certificate(case_id, size)
    return written(out, {**proven.files, **_pages(door.settings, proven.certificate)})


def _pages(settings: HouseSettings, certificate: Certificate) -> dict[str, str]:
    return pages(certificate, load_processing(settings.processing_file), ZoneInfo(settings.zone))


def written(out: Path, files: Mapping[str, str]) -> list[str]:
    """Write them, into a folder that is made where it is missing; says their names, the certificate's first."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"nothing can be written in {out}: {error.strerror}") from None
    return list(files)
