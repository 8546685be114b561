"""Settings, read once from the environment by whoever composes the program; values are passed on from there."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from habeas.access import Access
from habeas.domain.approval import ONE_OTHER, ApprovalRules
from habeas.domain.case import Rules
from habeas.domain.clock import ClockRules
from habeas.domain.error import InvalidInput
from habeas.domain.name import setting_prefix
from habeas.domain.sweep import Periods
from habeas.letters.address import Pages
from habeas.post.account import Account, Security

PROCESSING = Path(__file__).resolve().parent.parent / "policy" / "processing.yaml"


class _Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HABEAS_", frozen=True, hide_input_in_errors=True)

    @classmethod
    def read(cls, **known: str) -> Self:
        """Read the environment for what is not `known`. Raises InvalidInput that names what is missing or wrong."""
        return cls._made(lambda: cls(**known))  # type: ignore[arg-type]

    @classmethod
    def given(cls, environment: Mapping[str, str]) -> Self:
        """The settings that these variables hold; those of this process's own environment do not count.

        Raises InvalidInput as `read` does.
        """
        values = {n: environment[v] for n, v in cls.variables().items() if v in environment}
        return cls._made(lambda: cls.model_validate(values))

    @classmethod
    def variables(cls) -> dict[str, str]:
        """The variable of each setting."""
        prefix = str(cls.model_config.get("env_prefix", ""))
        return {name: f"{prefix}{name}".upper() for name in cls.model_fields}

    @classmethod
    def _made(cls, make: Callable[[], Self], prefix: str | None = None) -> Self:
        try:
            return make()
        except ValidationError as error:
            prefix = prefix or cls.model_config.get("env_prefix", "")
            names = ", ".join(f"{prefix}{'_'.join(str(p) for p in e['loc'])}".upper() for e in error.errors())
            raise InvalidInput(f"these settings are missing or not of the right form: {names}") from None


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
    """Where Temporal is, and the keys under which messages are sealed; a support tool needs no other.

    `approver_keys`: the folder with the keys of who approves here; where nobody does there is none.
    """

    approver_keys: Path | None = None


class PolicySettings(_Settings):
    """The controller's own record of processing; the records of its databases are beside it."""

    processing_file: Path = PROCESSING


class CaseFileSettings(DoorSettings, PolicySettings):
    """Where Temporal, the register and the case files are, and the controller's own record and zone.

    `case_folder`: a folder, or `s3://BUCKET/PREFIX`. `file_wrapping_keys`: what unwraps the identities by which case
    files are opened; who only collects has none. `signing_wrapping_keys`: what unwraps the keys that sign evidence;
    who changes nothing in the register has none.
    """

    case_folder: str
    case_s3_endpoint: str | None = None
    case_s3_region: str = "us-east-1"
    case_s3_key: str | None = None
    case_s3_secret: str | None = None
    file_wrapping_keys: str | None = None
    signing_wrapping_keys: str | None = None
    zone: str = "Europe/Paris"


class HouseSettings(CaseFileSettings):
    """All of that, and by which rules cases run.

    `may_approve_own`, `approvals_needed`: who has to approve, one or two,
    and whether who submitted a case may. `shred_after`: how long after its end a case is shredded, and
    `bundle_kept` one with a bundle; `sweep_every`: how often is looked; `turn_over_every`: how often wrapping keys turn
    over; `shred_deletes_executions`: whether Temporal then deletes what it has of the case. `web_person_url`,
    `web_staff_url`: where the pages of persons and of the DPO are, to which mails lead; `dpo_address`: where the DPO
    gets them. Without them there are no such mails. `evidence_log`: the name of the log of evidence, below a domain of
    the company's own, without a scheme; it stays. `evidence_holders`: a file with the people of whom two open what is
    kept of a closed case, and `evidence_kept` for how long that is; `evidence_published`: a folder or a web address
    where checkpoints of the log are published, `publish_every` so often. `map_check_every`: how often
    the records of databases are compared with what the databases have.
    """

    claim_key_file: Path
    shred_after: timedelta = Periods().shred_after
    bundle_kept: timedelta = Periods().bundle_kept
    sweep_every: timedelta = timedelta(hours=1)
    turn_over_every: timedelta = timedelta(days=30)
    shred_deletes_executions: bool = False
    country: str = "FR"
    may_approve_own: bool = ONE_OTHER.may_approve_own
    approvals_needed: int = Field(default=ONE_OTHER.approvals_needed, ge=1, le=2)
    reversible_limit: timedelta = Rules().reversible_limit
    attention_after: timedelta = Rules().attention_after
    next_try: timedelta = Rules().next_try
    late_write: timedelta = Rules().late_write
    link_good_for: timedelta = Rules().link_good_for
    backups_kept: timedelta | None = Rules().backups_kept
    escalate_before: timedelta = ClockRules().escalate_before
    ask_within: timedelta = ClockRules().ask_within
    last_words: timedelta = ClockRules().last_words
    erasure_within: timedelta = ClockRules().erasure_within
    controller_answers_within: timedelta = ClockRules().controller_answers_within
    copy_waits_for_controllers: timedelta = ClockRules().copy_waits_for_controllers
    web_person_url: str | None = None
    web_staff_url: str | None = None
    dpo_address: str | None = None
    evidence_log: str = "habeas.example/evidence"
    evidence_holders: Path | None = None
    evidence_kept: timedelta = Periods().evidence_kept
    evidence_published: str | None = None
    publish_every: timedelta = timedelta(hours=1)
    map_check_every: timedelta = timedelta(days=1)

    @property
    def rules(self) -> Rules:
        """The rules by which cases run."""
        clock = ClockRules(**self.model_dump(include=set(ClockRules.model_fields)))
        return Rules(clock=clock, **self.model_dump(include=set(Rules.model_fields)))

    @property
    def approval_rules(self) -> ApprovalRules:
        """Which approvals the pivot needs."""
        return ApprovalRules(**self.model_dump(include=set(ApprovalRules.model_fields)))

    @property
    def pages(self) -> Pages:
        """Where mails lead. Raises InvalidInput for an address that is none, or would send tokens in the clear."""
        return Pages(self.web_person_url, self.web_staff_url, self.dpo_address)

    @property
    def periods(self) -> Periods:
        """When cases are shredded."""
        return Periods(**self.model_dump(include=set(Periods.model_fields)))


class SystemSettings(_Settings):
    """What any system's worker may be told: how many steps may begin there in a second, of all its workers together.

    Temporal sees to it. Where several workers of one system say different numbers, the last that was heard counts.
    """

    per_second: float | None = Field(default=None, gt=0)

    @classmethod
    def of(cls, system: str, environment: Mapping[str, str]) -> "SystemSettings":
        """Those of a system, whatever else it is told. Raises InvalidInput as `read` does."""
        prefix = setting_prefix(system)
        variables = {name: f"{prefix}{name}".upper() for name in SystemSettings.model_fields}
        given = {name: environment[variable] for name, variable in variables.items() if environment.get(variable)}
        return SystemSettings._made(lambda: SystemSettings.model_validate(given), prefix)


class DatabaseSettings(SystemSettings):
    """A database: a URL that may erase, one that may only read, and for how long a statement may run or wait there."""

    writing_url: str
    reading_url: str
    statement_limit: timedelta = Field(default=timedelta(seconds=60), ge=timedelta(milliseconds=1))
    lock_limit: timedelta = Field(default=timedelta(seconds=10), ge=timedelta(milliseconds=1))


def database_settings(system: str) -> type[DatabaseSettings]:
    """Those of the database that is this system."""

    class Named(DatabaseSettings):
        model_config = SettingsConfigDict(env_prefix=setting_prefix(system))

    return Named


class BillingSettings(SystemSettings):
    """Stripe: a secret key that may write, a restricted one that may only read, and another address than Stripe's."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_BILLING_")

    writing_key: str
    reading_key: str
    endpoint: str | None = None


class EnrichmentSettings(DatabaseSettings):
    """The stored copies of what Clearbit gave, and the key of the suppression list's hashes, kept apart from it."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_ENRICHMENT_")

    key_file: Path


class BucketSettings(SystemSettings):
    """A bucket, and a credential that may only read it."""

    bucket: str
    s3_endpoint: str | None = None
    s3_region: str = "us-east-1"
    s3_reading_key: str
    s3_reading_secret: str


def bucket_settings(system: str) -> type[BucketSettings]:
    """Those of the bucket that this system has."""

    class Named(BucketSettings):
        model_config = SettingsConfigDict(env_prefix=setting_prefix(system))

    return Named


class RecordingsSettings(DatabaseSettings, BucketSettings):
    """The events' database and bucket, each with a credential that may erase and one that may only read."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_RECORDINGS_")

    s3_writing_key: str
    s3_writing_secret: str


class WebSettings(_Settings):
    """What every web door needs: the audit, whose `X-Forwarded-For` is believed, and how long sessions last."""

    model_config = SettingsConfigDict(env_prefix="HABEAS_WEB_")

    audit_file: Path
    trusted_proxies: str = ""
    idle_limit: timedelta = timedelta(minutes=30)
    session_limit: timedelta = timedelta(hours=10)


class StaffDoorSettings(WebSettings):
    """The door of the DPO, support and auditors: where it is, and who signs in there.

    Either `staff_file`, in which tokens are, or `oidc_issuer` and what belongs to it. `oidc_roles`: which group comes
    in as what, `GROUP=role,GROUP=role`.
    """

    staff_url: str
    staff_host: str = "127.0.0.1"
    staff_port: int = 8082
    staff_file: Path | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str = ""
    oidc_client_secret_file: Path | None = None
    oidc_scope: str = "openid profile"
    oidc_name_claim: str = "preferred_username"
    oidc_role_claim: str = "groups"
    oidc_roles: str = ""


class PersonDoorSettings(WebSettings):
    """The door of people who ask about their data: where it is. Its sessions are short: the next link opens another."""

    session_limit: timedelta = timedelta(minutes=30)
    person_url: str
    person_host: str = "127.0.0.1"
    person_port: int = 8083


class MailSettings(_Settings):
    """The mail server that letters leave by, and as whom; `habeas.post.account.Account` says what each means.

    `password_file`: one line, the user's password.
    """

    model_config = SettingsConfigDict(env_prefix="HABEAS_MAIL_")

    host: str
    port: int | None = None
    security: Security = Account.security
    user: str | None = None
    password_file: Path | None = None
    from_address: str
    from_name: str = Account.from_name
    reply_to: str | None = None
    ca_file: Path | None = None
    timeout: timedelta = Account.timeout
    retry_after: timedelta = Account.retry_after

    @classmethod
    def if_set(cls) -> Self | None:
        """As `read`; None where the environment names no mail server."""
        return cls.read() if "HABEAS_MAIL_HOST" in os.environ else None

    @property
    def account(self) -> Account:
        """All of it, the password too. Raises InvalidInput that names the setting which does not fit."""
        return Account(password=self._password(), **self.model_dump(exclude={"password_file"}))

    def _password(self) -> str | None:
        if self.password_file is None:
            return None
        try:
            password = self.password_file.read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, ValueError):
            raise InvalidInput("HABEAS_MAIL_PASSWORD_FILE cannot be read") from None
        if not password or not password.isprintable():
            raise InvalidInput("HABEAS_MAIL_PASSWORD_FILE has to hold one line, the password, and nothing else")
        return password
