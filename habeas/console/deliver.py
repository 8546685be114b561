"""Handing out a bundle: a file that is whole, or no file; the bundle stays among the case files until it expires."""

import asyncio
import os
import tempfile
from pathlib import Path

from habeas.domain.case import CaseStatus
from habeas.domain.error import InvalidInput
from habeas.vault.case_files import CaseFiles
from habeas.vault.opener import Opener


def check_target(out: Path) -> None:
    """Raises InvalidInput when no file could be written there."""
    folder = out.parent
    if out.is_dir():
        raise InvalidInput(f"{out} is a folder: name a file")
    if out.exists() and not out.is_file():
        raise InvalidInput(f"{out} is no plain file, and is not replaced by one")
    if not folder.is_dir():
        raise InvalidInput(f"there is no folder {folder}")
    try:
        descriptor, name = tempfile.mkstemp(dir=folder)
    except OSError as error:
        raise InvalidInput(f"no file can be written in {folder}: {error.strerror}") from None
    os.close(descriptor)
    Path(name).unlink()


async def deliver(files: CaseFiles, status: CaseStatus, out: Path) -> Path:
    """Copy the bundle to `out`, readable for its owner alone, and check it against its receipt.

    Raises InvalidInput when it cannot be written; the bundle is kept and can be fetched again.
    """
    return await asyncio.to_thread(_copy, await files.opener(status.case_id), status, out)


def _copy(opener: Opener, status: CaseStatus, out: Path) -> Path:
    if status.bundle is None:
        raise InvalidInput(f"that case has no bundle: it is {status.state}")
    descriptor, draft = tempfile.mkstemp(dir=out.parent)
    try:
        with os.fdopen(descriptor, "wb") as target:
            for chunk in opener.chunks(status.bundle.name, status.bundle.parts, status.bundle.sealed_sha256):
                target.write(chunk)
        Path(draft).replace(out)
    except OSError as error:
        again = f"habeas deliver {status.case_id} --out FILE"
        raise InvalidInput(f"the bundle could not be written ({error.strerror}); it is kept: {again}") from None
    finally:
        Path(draft).unlink(missing_ok=True)
    return out
