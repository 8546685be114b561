"""What `habeas evidence` does, apart from how it is typed and shown."""

import json
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.console.door import Door
from habeas.domain.error import InvalidInput, NotNow
from habeas.domain.outcome import Became, Outcome

if TYPE_CHECKING:
    from habeas.evidence.certificate import Certificate
    from habeas.evidence.keys import SigningKey

LATER = (Became.NOTIFIED, Became.ATTESTED)
"""What may be said after a certificate: that who has a copy was told, or what a person did by hand."""


async def consistency(door: Door, first: int, second: int) -> str:
    """The hashes that show that one log begins with the other, in Base64, one a line."""
    return "".join(f"{b64encode(one).decode()}\n" for one in await door.proofs.consistency(first, second))


async def replace_key(door: Door) -> "SigningKey":
    """Another key signs from now on."""
    return await door.proofs.replace_key()


async def add(door: Door, case_id: str, later: Outcome) -> None:
    """Append an addendum to the certificate of a case.

    Raises NotNow when there is none, InvalidInput when it does not speak of that, or when that cannot be said later.
    """
    from habeas.client.files import evidence_signer
    from habeas.register.addendum import Addenda
    from habeas.register.engine import register_engine

    proven = await door.proofs.certificate(case_id)
    _must_be_named(proven.certificate, later)
    register = Addenda(register_engine(door.settings.register_url, is_kept=False), evidence_signer(door.settings))
    await register.add_addendum(case_id, proven.files["certificate.jws"].strip(), later)


async def opened(door: Door, case_id: str, first: Path, second: Path) -> str:
    """What is kept of a closed case for an authority, with the identities of two of its holders: personal data.

    Raises NotNow when nothing is kept, InvalidInput when the two do not open it.
    """
    from habeas.register.engine import register_engine
    from habeas.register.escrow import Escrows
    from habeas.vault.escrow import opened as unsealed

    kept = await Escrows(register_engine(door.settings.register_url, is_kept=False)).escrow(case_id)
    if kept is None:
        raise NotNow("nothing is kept of that case for two people to open: it is open, was before, or its time is over")
    text = unsealed(kept, _identity(first), _identity(second)).decode()
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def _must_be_named(certificate: "Certificate", later: Outcome) -> None:
    if later.became not in LATER:
        raise InvalidInput(f"after a certificate it may be said: {', '.join(LATER)}")
    for one in certificate.outcomes:
        same = (one["system"], one["category"]) == (later.system, later.category)
        if same and one.get("recipient") == later.recipient:
            return
    raise InvalidInput(
        "the certificate does not speak of that system, category and recipient: see `habeas certificate`"
    )


def _identity(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(f"the identity cannot be read: {file.name}") from None
