"""A certificate as one archive, for both doors: the files that prove it, and pages of it for people."""

from collections.abc import Mapping
from io import BytesIO
from zoneinfo import ZoneInfo

from aiohttp import web

from habeas.domain.processing import ProcessingRecord
from habeas.evidence.archive import Archive
from habeas.evidence.certificate import CERTIFICATE, verified_certificate
from habeas.evidence.command import KEYS, PROOF
from habeas.evidence.keys import KeySet
from habeas.proof.page import pages

JWS = f"{CERTIFICATE}.jws"


def with_pages(files: Mapping[str, str], record: ProcessingRecord, zone: ZoneInfo) -> dict[str, str]:
    """These files, and the certificate in each language, whose reader may read another one.

    The certificate is verified before it is handed out: raises NotVerified and Unreadable for what should not have been
    kept.
    """
    certificate = verified_certificate(files[JWS], files[CERTIFICATE + PROOF], KeySet.of(files[KEYS]))
    return {**pages(certificate, record, zone), **files}


def archived(files: Mapping[str, str], name: str) -> web.Response:
    """These files in their order, as an archive of that name: the same bytes whenever it is made."""
    out = BytesIO()
    archive = Archive(out)
    for file, text in files.items():
        archive.add(file, [text.encode()])
    archive.end()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=out.getvalue(), content_type="application/zip", headers=headers)
