"""What strangers check: certificates with their proofs, checkpoints of the log, and the keys that a house publishes."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from habeas.domain.error import NotNow
from habeas.evidence.certificate import ADDENDUM, CERTIFICATE, Certificate, verified_certificate
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.command import KEYS, PROOF
from habeas.evidence.event import Event
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.proof import Proof
from habeas.evidence.signature import raw
from habeas.register.engine import register_engine
from habeas.register.log import EvidenceLog, Logged
from habeas.register.signing import SigningRing
from habeas.settings import HouseSettings
from habeas.vault.papers import CasePapers
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.signing_keys import EvidenceSigner, SigningKeys

from .files import evidence_signer

CHECKPOINT = "checkpoint"
OPENING = "opening.json"  # whom the certificate is about: the person's own
JWS = ".jws"


@dataclass(frozen=True)
class Proven:
    """A certificate that was verified before it is handed out, and the files by which anybody verifies it."""

    certificate: Certificate
    files: Mapping[str, str]


class Proofs:
    """Over the log of evidence and the keys that sign it; `name` is that of the log."""

    def __init__(self, log: EvidenceLog, keys: SigningKeys, name: str) -> None:
        self._log = log
        self._keys = keys
        self._name = name

    async def checkpoint(self, size: int | None = None) -> str:
        """The log as it is, or as it was at that size, signed now. Raises NotNow where it was never that long."""
        known = await self._log.size()
        size = known if size is None else size
        if not 0 < size <= known:
            raise NotNow(f"the log has {known} entries: there is no checkpoint of {size}")
        return Checkpoint(self._name, size, await self._log.root(size)).signed(await self._private())

    async def size(self) -> int:
        """How many entries the log has."""
        return await self._log.size()

    async def consistency(self, first: int, second: int) -> tuple[bytes, ...]:
        """What shows that the log of the second size begins with that of the first (RFC 9162, 2.1.4).

        Raises NotNow where it was never that long, or the second is not the longer one.
        """
        known = await self._log.size()
        if not 0 < first < second <= known:
            raise NotNow(f"the log has {known} entries: name two sizes that it had, the smaller one first")
        return await self._log.consistency(first, second)

    async def replace_key(self) -> SigningKey:
        """From now on another key signs; the one before, which need not open any more, counts for a week more."""
        return await self._keys.replace(await self._keys.current_id())

    async def revoke_key(self, key_id: str, why: str) -> None:
        """From now on nothing counts that this key signs. Raises InvalidInput when it is none that counts."""
        await self._keys.revoke(key_id, why)

    async def published(self) -> KeySet:
        """Every key that ever signed, from when until when it counts, and which were revoked."""
        return await self._keys.published()

    async def certificate(self, case_id: str, size: int | None = None) -> Proven:
        """The certificate of a case with its addenda, as the log of now or of that size has them.

        Raises NotNow when there is none: no erasure of the case was confirmed, or its evidence was erased in its time.
        """
        found = await self._certificate(case_id)
        if found is None:
            raise NotNow("the case has no certificate: one is written when an erasure is confirmed in every system")
        checkpoint, keys = await self.checkpoint(size), await self.published()
        at = Checkpoint.of(checkpoint, keys.of_log(self._name))
        files = await self._files(CERTIFICATE, self._before(found, at), checkpoint, at.size)
        for number, one in enumerate(await self._logged(case_id, Event.ADDENDUM), 1):
            if one.index < at.size:
                files |= await self._files(f"{ADDENDUM}-{number}", one, checkpoint, at.size)
        files |= {CHECKPOINT: checkpoint, KEYS: keys.text}
        return Proven(verified_certificate(found.entry.signed, files[CERTIFICATE + PROOF], keys), files)

    async def statements(self, case_id: str) -> Mapping[str, str]:
        """Every statement of a case, with its proof for the log as it is now: file names begin with its order.

        Raises NotNow when the log has none of that case, or its evidence was erased in its time.
        """
        found = await self._log.statements(case_id)
        if not found:
            raise NotNow("the log has no statement of that case")
        checkpoint, keys, files = await self.checkpoint(), await self.published(), dict[str, str]()
        size = Checkpoint.of(checkpoint, keys.of_log(self._name)).size
        for number, one in enumerate(found, 1):
            files |= await self._files(f"{number:03}-{one.entry.kind}", one, checkpoint, size)
        return {**files, CHECKPOINT: checkpoint, KEYS: keys.text}

    async def bundle(self, case_id: str, size: int | None = None) -> Mapping[str, str]:
        """What proves that the bundle of a case is in the log: to be put beside `bundle.zip`.

        Raises NotNow when the log has none of that case, or its evidence was erased in its time.
        """
        found = await self._logged(case_id, Event.BUNDLE)
        if not found:
            raise NotNow("the log has no bundle of that case")
        checkpoint, keys = await self.checkpoint(size), await self.published()
        at = Checkpoint.of(checkpoint, keys.of_log(self._name))
        files = await self._files(Event.BUNDLE, self._before(found[-1], at), checkpoint, at.size)
        return {Event.BUNDLE + PROOF: files[Event.BUNDLE + PROOF], CHECKPOINT: checkpoint, KEYS: keys.text}

    def _before(self, one: Logged, at: Checkpoint) -> Logged:
        """Raises NotNow for what came after the checkpoint."""
        if one.index >= at.size:
            raise NotNow(f"it is entry {one.index} of the log, and comes after that checkpoint")
        return one

    async def _files(self, name: str, one: Logged, checkpoint: str, size: int) -> dict[str, str]:
        """A statement and its proof."""
        path = await self._log.inclusion(one.index, size)
        return {
            name + JWS: one.entry.signed + "\n",
            name + PROOF: Proof(one.index, path, checkpoint, one.entry.salt).text,
        }

    async def _logged(self, case_id: str, event: Event) -> list[Logged]:
        return [one for one in await self._log.statements(case_id) if one.entry.kind == event]

    async def _certificate(self, case_id: str) -> Logged | None:
        return next(iter(await self._logged(case_id, Event.CERTIFICATE)), None)

    async def is_certified(self, case_id: str) -> bool:
        """Whether there is a certificate of the case."""
        return await self._certificate(case_id) is not None

    async def _private(self) -> Ed25519PrivateKey:
        return raw(await self._keys.current())


class PersonsProofs:
    """Keeps what a person gets of their case: the certificate with its proof, and what shows that it is about them."""

    def __init__(self, proofs: Proofs, papers: CasePapers, kept: ProofPapers) -> None:
        self._proofs = proofs
        self._papers = papers
        self._kept = kept

    async def keep_proof(self, case_id: str) -> None:
        """Keep it, of a case that has closed with a certificate; of another one there is none. Twice is once."""
        if not await self._proofs.is_certified(case_id):
            return
        proven = await self._proofs.certificate(case_id)
        opening = await self._papers.opening(case_id)
        own = {OPENING: opening.text} if opening else {}
        await self._kept.keep(case_id, {**proven.files, **own})


def proofs(settings: HouseSettings, signer: EvidenceSigner | None = None) -> Proofs:
    """Those of a house. Raises NotNow where the settings have nothing that signs checkpoints."""
    signer = signer or evidence_signer(settings)
    if signer is None:
        raise NotNow("checkpoints are signed: HABEAS_SIGNING_WRAPPING_KEYS says what unwraps the keys, and is not set")
    engine = register_engine(settings.register_url, is_kept=False)
    return Proofs(EvidenceLog(engine), SigningKeys(SigningRing(engine), signer), settings.evidence_log)
