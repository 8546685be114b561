"""Settings, read once from the environment by whoever composes the program; values are passed on from there."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from habeas.access import Access
from habeas.domain.case import Rules
from habeas.domain.error import InvalidInput
from habeas.domain.sweep import Periods

_PROCESSING = Path(__file__).resolve().parent.parent / "policy" / "processing.yaml"


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HABEAS_", frozen=True, hide_input_in_errors=True)

    @classmethod
    def read(cls, **known: str) -> Self:
        """Read the environment for what is not `known`. Raises InvalidInput that names what is missing or wrong."""
        try:
            return cls(**known)  # type: ignore[arg-type]
        except ValidationError as error:
            prefix = cls.model_config.get("env_prefix", "")
            names = ", ".join(f"{prefix}{'_'.join(str(p) for p in e['loc'])}".upper() for e in error.errors())
            raise InvalidInput(f"these settings are missing or not of the right form: {names}") from None

    @classmethod
    def given(cls, environment: Mapping[str, str]) -> Self:
        """The settings that these variables hold; those of this process's own environment do not count."""
        prefix = str(cls.model_config.get("env_prefix", ""))
        variables = {name: f"{prefix}{name}".upper() for name in cls.model_fields}
        return cls.model_validate({n: environment[v] for n, v in variables.items() if v in environment})


class TemporalSettings(_Settings):
    """Where Temporal is, and how it is reached."""

    temporal_address: str
    temporal_namespace: str = "default"
    temporal_tls: bool = False
    temporal_tls_ca_file: Path | None = None
    temporal_tls_certificate_file: Path | None = None
    temporal_tls_key_file: Path | None = None
    temporal_tls_server_name: str | None = None
    temporal_api_key_file: Path | None = None

    @property
    def access(self) -> Access:
        """What the connection needs of certificates and keys."""
        return Access(
            tls=self.temporal_tls,
            ca_file=self.temporal_tls_ca_file,
            certificate_file=self.temporal_tls_certificate_file,
            key_file=self.temporal_tls_key_file,
            server_name=self.temporal_tls_server_name,
            api_key_file=self.temporal_api_key_file,
        )


class KeySettings(_Settings):
    """Where the keys are under which messages are sealed.

    `register_url`: the secrets of cases lie there, wrapped. `payload_wrapping_keys`: the URI of what unwraps those of
    messages, `file:/PATH`.
    """

    register_url: str
    payload_wrapping_keys: str


class DoorSettings(TemporalSettings, KeySettings):
    """Where Temporal is, and the keys under which messages are sealed; a support tool needs no other."""


class HouseSettings(DoorSettings):
    """Where Temporal, the register and the case files are, and by which rules cases run.

    `case_folder`: a folder, or `s3://BUCKET/PREFIX`. `file_wrapping_keys`: what unwraps the identities by which case
    files are opened; who only collects has none. `shred_after`: how long after its end a case is shredded, and
    `bundle_kept` one with a bundle; `sweep_every`: how often is looked; `turn_over_every`: how often wrapping keys turn
    over; `shred_deletes_executions`: whether Temporal then deletes what it has of the case.
    """

    claim_key_file: Path
    case_folder: str
    case_s3_endpoint: str | None = None
    case_s3_region: str = "us-east-1"
    case_s3_key: str | None = None
    case_s3_secret: str | None = None
    file_wrapping_keys: str | None = None
    shred_after: timedelta = Periods().shred_after
    bundle_kept: timedelta = Periods().bundle_kept
    sweep_every: timedelta = timedelta(hours=1)
    turn_over_every: timedelta = timedelta(days=30)
    shred_deletes_executions: bool = False
    processing_file: Path = _PROCESSING
    country: str = "FR"
    zone: str = "Europe/Paris"
    may_approve_own: bool = False
    reversible_limit: timedelta = Rules().reversible_limit
    attention_after: timedelta = Rules().attention_after
    next_try: timedelta = Rules().next_try
    late_write: timedelta = Rules().late_write

    @property
    def rules(self) -> Rules:
        """The rules by which cases run."""
        return Rules(**self.model_dump(include=set(Rules.model_fields)))

    @property
    def periods(self) -> Periods:
        """When cases are shredded."""
        return Periods(**self.model_dump(include=set(Periods.model_fields)))


class AccountsSettings(_Settings):
    """The accounts database: a URL that may erase, and one that may only read."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_ACCOUNTS_")

    writing_url: str
    reading_url: str


class BillingSettings(_Settings):
    """Stripe: a secret key that may write, a restricted one that may only read, and another address than Stripe's."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_BILLING_")

    writing_key: str
    reading_key: str
    endpoint: str | None = None


class EnrichmentSettings(_Settings):
    """The stored copies of what Clearbit gave, and the key of the suppression list's hashes, kept apart from it."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_ENRICHMENT_")

    writing_url: str
    reading_url: str
    key_file: Path


class RecordingsSettings(_Settings):
    """The events' database and bucket, each with a credential that may erase and one that may only read."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_RECORDINGS_")

    writing_url: str
    reading_url: str
    bucket: str
    s3_endpoint: str | None = None
    s3_region: str = "us-east-1"
    s3_writing_key: str
    s3_writing_secret: str
    s3_reading_key: str
    s3_reading_secret: str
