"""Where an installation's case files are, and the keys of who is in the house: copies lie beside the papers."""

from pathlib import Path

from habeas.domain.error import InvalidInput
from habeas.domain.key import Kind
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.settings import CaseFileSettings
from habeas.vault.bucket import Access, CaseBucket
from habeas.vault.case_keys import CaseKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.key_copies import KeyCopies
from habeas.vault.parts import Parts
from habeas.vault.signing_keys import EvidenceSigner
from habeas.vault.store import wrapping_keys

_S3 = "s3://"


def case_parts(settings: CaseFileSettings) -> Parts:
    """Where case files are kept. Raises InvalidInput for a place that is none."""
    place = settings.case_folder
    if not place.startswith(_S3):
        if "://" in place:
            raise InvalidInput("case files are kept in a folder, or in s3://BUCKET/PREFIX")
        return CaseFolder(Path(place))
    bucket, _, prefix = place.removeprefix(_S3).partition("/")
    if not bucket:
        raise InvalidInput("case files are kept in a bucket that has no name: s3://BUCKET/PREFIX")
    return CaseBucket(
        Access(
            bucket=bucket,
            prefix=prefix.strip("/"),
            endpoint=settings.case_s3_endpoint,
            region=settings.case_s3_region,
            key_id=settings.case_s3_key,
            secret=settings.case_s3_secret,
        )
    )


def house_keys(settings: CaseFileSettings, *, is_kept: bool = False) -> CaseKeys:
    """The secrets of cases: those of messages, and those of files where the settings have what unwraps them.

    A process that lives by keys keeps its connections (`is_kept`) for as long as it lives; otherwise each call has one
    of its own. Raises InvalidInput for a URL of no database, and for wrapping keys that cannot be read or made.
    """
    uris = {Kind.PAYLOAD: settings.payload_wrapping_keys, Kind.FILE: settings.file_wrapping_keys}
    wrapping = {kind: wrapping_keys(uri) for kind, uri in uris.items() if uri is not None}
    ring = Keyring(register_engine(settings.register_url, is_kept=is_kept), evidence_signer(settings))
    return CaseKeys(ring, wrapping, KeyCopies(case_parts(settings)))


def evidence_signer(settings: CaseFileSettings) -> EvidenceSigner | None:
    """What signs evidence; None where the settings have nothing that unwraps its keys."""
    uri = settings.signing_wrapping_keys
    return EvidenceSigner(wrapping_keys(uri)) if uri is not None else None
