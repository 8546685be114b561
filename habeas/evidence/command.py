"""`verify`: reads the files beside each other, and answers people. It needs no network and nothing else of Habeas."""

from dataclasses import dataclass
from pathlib import Path

from .answer import of_bundle, of_certificate, of_checkpoint, of_statement
from .bundle import ZIP, verified_bundle
from .certificate import certificate_of, is_certificate
from .checkpoint import Checkpoint
from .error import Unreadable
from .keys import KeySet
from .opening import Opening
from .place import place_in_log
from .stated import verified_statement

PROOF = ".tlog-proof"
KEYS = "jwks.json"
_LONGEST = 16 * 1024 * 1024  # bytes; a certificate has some thousand


@dataclass(frozen=True)
class Asked:
    """What is to be verified, and by what: the keys are beside the file where none are named."""

    file: Path
    keys: Path | None = None
    checkpoint: Path | None = None
    salt: Path | None = None

    @property
    def proof(self) -> Path:
        """That of the log: it lies beside the file, and has its name."""
        return self.file.with_suffix(PROOF)


def verify(asked: Asked) -> str:
    """What is proved, for people. Raises NotVerified when it does not verify, Unreadable when it cannot be read."""
    keys = KeySet.of(_text(asked.keys or asked.file.parent / KEYS))
    if _read(asked.file, len(ZIP)) == ZIP:
        return _of_bundle(asked, keys)
    text = _text(asked.file)
    if text.count("\n\n") == 1 and "— " in text:
        return of_checkpoint(Checkpoint.of(text, keys.of_log(text.partition("\n")[0])))
    if text.count(".") != 2:
        raise Unreadable("that is neither a bundle nor a statement, as a certificate is one, nor a checkpoint")
    stated = verified_statement(text, _text(asked.proof), keys, _held(asked))
    if not is_certificate(stated.statement):
        return of_statement(stated)
    certificate = certificate_of(stated)
    opening = Opening.of(_text(asked.salt)) if asked.salt else None
    return of_certificate(certificate, is_about=certificate.is_about(opening) if opening else None)


def _of_bundle(asked: Asked, keys: KeySet) -> str:
    """The proof that its statement is in the log need not be there: where a checkpoint is held, it must."""
    bundle = verified_bundle(asked.file, keys)
    if not asked.proof.exists() and asked.checkpoint is None:
        return of_bundle(bundle)
    return of_bundle(bundle, place_in_log(bundle.signed, _text(asked.proof), keys, _held(asked)))


def _held(asked: Asked) -> str | None:
    return _text(asked.checkpoint) if asked.checkpoint else None


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        raise Unreadable(f"{file.name} cannot be read ({error.strerror})") from None


def _text(file: Path) -> str:
    raw = _read(file, _LONGEST + 1)
    if len(raw) > _LONGEST:
        raise Unreadable(f"{file.name} is too long for what it should be")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(f"{file.name} is no text") from None
