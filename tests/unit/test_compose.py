"""What is deployed is what the code needs: Compose's own program reads the file, and its answer is compared."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from habeas.catalogue import Catalogue
from habeas.console.codec.command import codec as codec_app
from habeas.domain.name import HOUSE
from habeas.settings import (
    BillingSettings,
    EnrichmentSettings,
    HouseSettings,
    KeySettings,
    MailSettings,
    PersonDoorSettings,
    RecordingsSettings,
    StaffDoorSettings,
    database_settings,
)

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SYSTEMS = {
    "accounts": database_settings("accounts"),
    "recordings": RecordingsSettings,
    "billing": BillingSettings,
    "enrichment": EnrichmentSettings,
    "activity": database_settings("activity"),
    "marketing": database_settings("marketing"),
}
WORKERS = ("house", *SYSTEMS)
OWN = {**SYSTEMS, "house": MailSettings}
JOBS = {"temporal-schema", "temporal-namespace"}  # they end
REQUIRED = sorted(set(re.findall(r"\$\{(\w+):\?", COMPOSE)))


def composed(*words, compose=COMPOSE, env=EXAMPLE, folder):
    """What Compose says to a file and its variables; the wrapper on PyPI ends with 0 whatever Compose says."""
    file = folder / ".env"
    file.write_text(env, encoding="utf-8")
    command = [BIN / "docker-compose", "--project-directory", ROOT, "--env-file", file, "-f", "-", "config", *words]
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run(command, input=compose, env=clean, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    """The services as they would be started."""
    said = composed("--format", "json", folder=tmp_path_factory.mktemp("compose"))
    assert said.stderr == ""
    return json.loads(said.stdout)["services"]


def variables(*settings):
    """The variables of these settings, and those of them that must be given."""
    every, needed = set(), set()
    for one in settings:
        prefix = one.model_config["env_prefix"]
        every |= {f"{prefix}{name}".upper() for name in one.model_fields}
        needed |= {f"{prefix}{name}".upper() for name, field in one.model_fields.items() if field.is_required()}
    return every, needed


def ours(service):
    return {name: value for name, value in service["environment"].items() if name.startswith("HABEAS_")}


def test_compose_takes_the_file(tmp_path):
    """The file with the example's variables is one that Compose would start, without a word."""
    said = composed("--quiet", folder=tmp_path)
    assert (said.stdout, said.stderr) == ("", "")


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_caught(tmp_path, name):
    """Without any one of the variables that must be given, and with it empty, nothing would be started."""
    for instead in ("", f"{name}=\n"):
        env = re.sub(rf"^{name}=.*\n", instead, EXAMPLE, flags=re.M)
        assert env != EXAMPLE
        assert f"required variable {name} is missing" in composed("--quiet", env=env, folder=tmp_path).stderr


def test_a_wrong_condition_is_caught(tmp_path):
    """A condition that Compose does not know is refused, and so is one on a service that is not there."""
    for wrong in (
        COMPOSE.replace("service_completed_successfully", "service_completed"),
        COMPOSE.replace("register-db: {condition", "registry-db: {condition"),
    ):
        assert wrong != COMPOSE
        assert composed("--quiet", compose=wrong, folder=tmp_path).stderr


@pytest.mark.parametrize("worker", WORKERS)
def test_a_worker_has_its_own_settings_and_no_others(services, worker):
    """Each worker has every setting that it needs, and none that it does not know: no secret of another system."""
    every, needed = variables(HouseSettings, OWN[worker])
    given = ours(services[worker])
    assert set(given) <= every
    assert {name for name, value in given.items() if value} >= needed
    assert services[worker]["command"] == ["--systems", worker]


def test_the_settings_can_be_read(services):
    """What Compose gives each worker is what its settings take."""
    for worker in WORKERS:
        given = {name: value for name, value in ours(services[worker]).items() if value is not None}
        assert HouseSettings.given(given).temporal_namespace == "habeas"
        OWN[worker].given(given)


def test_every_system_of_the_worker_has_a_service():
    """What worker.py can serve is deployed."""
    assert {HOUSE, *Catalogue.read().systems} == set(WORKERS)


def test_nothing_listens_but_on_loopback(services):
    """A published port is one of this machine alone."""
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    assert {port["host_ip"] for port in published} == {"127.0.0.1"}


def test_workers_can_do_little(services):
    """Workers cannot write to their own files, have no capability, gain no privilege, and are not root."""
    for name in (*WORKERS, "temporal-namespace", "codec"):
        service = services[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "user" not in service
    assert re.findall(r"^USER (.+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.M) == ["10001:10001"]


def test_a_worker_reaches_its_own_system_alone(services):
    """Only a system's worker has a way out, each one of its own; nobody but the workers reaches the register.

    The house reaches a mail server that is put into a network with no way out.
    """
    for name in SYSTEMS:
        assert set(services[name]["networks"]) == {"engine", "register-store", f"to-{name}"}
    assert set(services["house"]["networks"]) == {"engine", "register-store", "to-mail"}
    assert re.search(r"^  to-mail: \{internal: true\}", COMPOSE, re.M)
    in_register = {name for name, service in services.items() if "register-store" in service["networks"]}
    assert in_register == {*WORKERS, "register-db", "codec"}
    assert {n for n, s in services.items() if "temporal-store" in s["networks"]} == {
        "temporal-db",
        "temporal-schema",
        "temporal",
    }


def test_what_runs_says_whether_it_is_well(services):
    """Every service that does not end has a health check; those that end are waited for until they succeeded."""
    assert {name for name, service in services.items() if "healthcheck" not in service} == JOBS
    waited = {
        (on, how["condition"]) for service in services.values() for on, how in service.get("depends_on", {}).items()
    }
    assert waited == {
        *((job, "service_completed_successfully") for job in JOBS),
        *((name, "service_healthy") for name in ("temporal-db", "register-db", "temporal", "house")),
    }


def test_keys_are_written_by_the_house_alone(services):
    """The keys of claims and of payloads are apart from the register, and only who makes them may write there."""
    for name in SYSTEMS:
        volumes = {v["source"]: v.get("read_only", False) for v in services[name]["volumes"]}
        assert volumes.pop("claims")
        assert volumes.pop("payload-keys")
        assert set(volumes) == {"cases", *(["enrichment"] if name == "enrichment" else [])}


def test_the_codec_server_has_the_keys_of_messages_alone(services):
    """It is told what its command takes, changes no key, and Temporal's pages are told where it is."""
    codec, pages = services["codec"], services["temporal-ui"]
    assert set(codec["environment"]) == variables(KeySettings)[1]
    volumes = {v["source"]: v.get("read_only", False) for v in codec["volumes"]}
    assert volumes == {"payload-keys": True, "readers": False}
    (port,), (ui,) = codec["ports"], pages["ports"]
    assert pages["environment"]["TEMPORAL_CODEC_ENDPOINT"] == f"http://127.0.0.1:{port['published']}"
    assert f"--ui=http://127.0.0.1:{ui['published']}" in codec["command"]
    options = {word.partition("=")[0] for word in codec["command"]}
    known = {option for parameter in get_command(codec_app).commands["serve"].params for option in parameter.opts}
    assert codec["entrypoint"] == ["habeas", "codec", "serve"]
    assert options <= known


def test_the_example_names_what_the_file_asks_for():
    """The example has every variable of the file, commented out where it may be left out, and no other."""
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE)) | set(re.findall(r"^ +(HABEAS_\w+):$", COMPOSE, re.M))
    given = re.findall(r"^(# )?(\w+)=", EXAMPLE, re.M)
    assert {name for _, name in given} == asked
    assert {name for comment, name in given if not comment} == set(REQUIRED)


def test_the_dockerfile_is_well_made():
    """Hadolint has nothing to say, and everything that is copied into the image is there and reaches the builder."""
    said = subprocess.run([BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    sent = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M))
    copied = [name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M) for name in line.split()]
    assert all((ROOT / name).exists() for name in copied)
    assert {name.split("/")[0] for name in copied} == sent


def test_the_image_has_what_a_worker_needs_and_no_more():
    """The image's lock is part of the lock file, to the letter: what is needed, no server of the sandbox, no tool."""
    spec = importlib.util.spec_from_file_location("lock", ROOT / "deploy" / "lock.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    made = module.worker_lock(lock, project)
    assert set(made.splitlines()) <= set(lock.splitlines())
    names = set(re.findall(r"^([\w.-]+)==", made, re.M))
    declared = tomllib.loads(project)["project"]
    wanted = {re.match(r"[\w.-]+", one)[0].lower() for one in declared["dependencies"]}
    tools = {re.match(r"[\w.-]+", one)[0].lower() for one in declared["optional-dependencies"]["dev"]}
    assert wanted - names == module.SANDBOX
    assert not names & (tools - wanted)
    assert made.count("--hash=sha256:") > len(names)


def test_every_setting_is_documented():
    """docs/operations.md has each setting of the workers and the web doors, and each that it has exists."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    every, _ = variables(HouseSettings, *OWN.values(), StaffDoorSettings, PersonDoorSettings)
    assert set(re.findall(r"^\| `(HABEAS_\w+)`", text, re.M)) == every
    assert set(re.findall(r"HABEAS_\w+[A-Z]\b", text)) - every <= {"HABEAS_VERSION"}
