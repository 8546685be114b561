"""`verify`: reads the files beside each other, and answers people. It needs no network and nothing else of Habeas."""

from dataclasses import dataclass
from pathlib import Path

from .answer import of_certificate, of_checkpoint
from .certificate import verified_certificate
from .checkpoint import Checkpoint
from .error import Unreadable
from .keys import KeySet
from .opening import Opening

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


def verify(asked: Asked) -> str:
    """What is proved, for people. Raises NotVerified when it does not verify, Unreadable when it cannot be read."""
    keys = KeySet.of(_text(asked.keys or asked.file.parent / KEYS))
    text = _text(asked.file)
    if text.count("\n\n") == 1 and "— " in text:
        return of_checkpoint(Checkpoint.of(text, keys.of_log(text.partition("\n")[0])))
    if text.count(".") != 2:
        raise Unreadable("that is neither a certificate nor a checkpoint")
    held = _text(asked.checkpoint) if asked.checkpoint else None
    certificate = verified_certificate(text, _text(asked.file.parent / f"{asked.file.stem}{PROOF}"), keys, held)
    opening = Opening.of(_text(asked.salt)) if asked.salt else None
    return of_certificate(certificate, is_about=certificate.is_about(opening) if opening else None)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_LONGEST + 1)
        if len(raw) > _LONGEST:
            raise Unreadable(f"{file.name} is too long for what it should be")
        return raw.decode("utf-8")
    except OSError as error:
        raise Unreadable(f"{file.name} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{file.name} is no text") from None
