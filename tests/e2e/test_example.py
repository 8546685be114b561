"""The doors for support tools, in Python and in another language; and what containers run besides the worker."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from uuid6 import uuid7

from habeas.domain.name import SEARCH_ATTRIBUTES
from habeas.sandbox.home import Home
from habeas.sandbox.people import CO_OWNER, PARTICIPANT_OF_BOTH, SOLO_SPEAKER, SUSPENDED, TWO_WRITINGS, UNKNOWN

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "docs" / "contract"
TEMPORAL = Path(sys.executable).parent / "temporal"
COMMAND = Path(sys.executable).parent / "habeas"


def follow(box, right, person, when_waiting=None):
    """Run the example with the address on standard input; the lines that it printed.

    `when_waiting` is called with the case's id, when it is said that a decision is waited for.
    """
    command = [sys.executable, ROOT / "examples" / "start_and_follow.py", box.places["temporal"], right]
    settings = Home(box.home).addresses().environment
    known = {name: settings[name] for name in ("HABEAS_REGISTER_URL", "HABEAS_PAYLOAD_WRAPPING_KEYS")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={**os.environ, **known}, **pipes) as process:
        process.stdin.write(f"{person.email}\n")
        process.stdin.flush()
        lines = [process.stdout.readline().strip()]
        if when_waiting:
            while lines[-1] not in ("awaiting_decision", ""):
                lines.append(process.stdout.readline().strip())
            when_waiting(lines[0].removeprefix("case "))
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return [*lines, *out.split("\n")[:-1]]


@pytest.mark.parametrize(
    ("right", "person", "end"), [("access", SOLO_SPEAKER, "ready"), ("access", UNKNOWN, "no_data")]
)
def test_the_example_follows_a_case(box, right, person, end):
    """It prints the case's id, and states until the outcome; nothing of the person."""
    first, *rest = follow(box, right, person)
    assert box.do("show", first.removeprefix("case ")).answer["state"] == end
    assert rest[-1] == end
    assert set(rest) <= {"received", "planning", "carrying_out", "answering", end}


def test_the_example_waits_for_a_decision(box):
    """An erasure is followed through the DPO's decision to its end."""

    def approve(case):
        plan = box.until(case, "awaiting_decision")
        box.do("approve", case, plan["plan_digest"])

    lines = follow(box, "erasure", SUSPENDED, approve)
    assert "awaiting_decision" in lines
    assert lines[-1] == "erased_with_open_steps"


class Stranger:
    """Temporal's own command (it is written in Go), which knows of Habeas what the contract says."""

    def __init__(self, places):
        self._places = places

    def do(self, *words, case=""):
        """Run it; the whole answer, or what it complained of. What it says to a case is sealed by the codec server."""
        codec, case_id = self._places["codec"].removesuffix("/sign-in"), case.removeprefix("habeas/")
        where = f"{codec}/cases/{case_id}" if case else codec
        seals = ("--codec-endpoint", where, "--codec-auth", f"Bearer {self._places['token']}")
        command = [TEMPORAL, *words, "--address", self._places["temporal"], "-o", "json", *seals]
        command.append("--no-json-shorthand-payloads")
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, check=False)

    def open(self, tmp_path, request):
        """Start a case from a file."""
        file = tmp_path / "request.json"
        file.write_text(json.dumps(request))
        workflow = f"habeas/{request['case_id']}"
        words = ("--type", "Case", "--task-queue", "habeas", "--id-reuse-policy", "RejectDuplicate")
        words = (*words, "--workflow-id", workflow, "--input-file", file)
        assert self.do("workflow", "start", *words, case=workflow).returncode == 0
        return workflow

    def result(self, workflow):
        """Wait for its outcome; the attributes of the event that ended it."""
        answer = json.loads(self.do("workflow", "result", "--workflow-id", workflow).stdout)
        return next(value for name, value in answer["closeEvent"].items() if name.endswith("EventAttributes"))

    def update(self, workflow, name, message):
        """Tell a case something."""
        words = ("--workflow-id", workflow, "--name", name, "--input", json.dumps(message))
        return self.do("workflow", "update", "execute", *words, case=workflow)


@pytest.fixture(scope="module")
def stranger(box):
    """A tool in another language."""
    return Stranger(box.places)


def example(name, **changes):
    """The contract's example document."""
    return {**json.loads((CONTRACT / "example" / f"{name}.json").read_text(encoding="utf-8")), **changes}


def request(person, **changes):
    """The contract's example of a request, of another case and person."""
    identifiers = [{"kind": "email", "value": person.email}]
    return example("request", case_id=str(uuid7()), identifiers=identifiers, instructions=[], **changes)


def read(payload):
    """A payload as it crosses: JSON, and said to be."""
    assert base64.b64decode(payload["metadata"]["encoding"]) == b"json/plain"
    return json.loads(base64.b64decode(payload["data"]))


def valid(name, document):
    """The document, which is as the contract's schema says."""
    schema = json.loads((CONTRACT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    return document


def test_another_language_opens_a_case_and_reads_its_outcome(stranger, tmp_path):
    """With the names and forms of the contract alone a case is opened, asked, told, and read at its end."""
    workflow = stranger.open(tmp_path, request(PARTICIPANT_OF_BOTH, right="confirmation"))
    status = valid("case-status", read(stranger.result(workflow)["result"]["payloads"][0]))
    assert (status["state"], f"habeas/{status['case_id']}") == ("located", workflow)
    asked = json.loads(stranger.do("workflow", "query", "--workflow-id", workflow, "--name", "status").stdout)
    assert read(asked["queryResult"]["payloads"][0]) == status
    asked = json.loads(stranger.do("workflow", "query", "--workflow-id", workflow, "--name", "identifiers").stdout)
    assert valid("identifiers", read(asked["queryResult"]["payloads"][0]))


def test_another_language_decides(box, stranger, tmp_path):
    """A decision is answered with the status that it makes, one that may not be with NotNow; a cancel ends the case."""
    workflow = stranger.open(tmp_path, request(CO_OWNER))
    plan = box.until(workflow.removeprefix("habeas/"), "awaiting_decision")
    kept = stranger.update(workflow, "keep", example("keep", until="2099-12-31"))
    status = valid("case-status", json.loads(kept.stdout)["result"])
    assert status["plan_digest"] != plan["plan_digest"]
    refused = stranger.update(workflow, "approve", example("approval", digest=plan["plan_digest"]))
    assert "type: NotNow" in refused.stderr
    assert stranger.update(workflow, "cancel", example("cancellation")).returncode == 0
    status = valid("case-status", read(stranger.result(workflow)["result"]["payloads"][0]))
    assert status["state"] == "nothing_changed"


def test_another_language_approves(box, stranger, habeas_, tmp_path):
    """With the contract's own program, and a key of the approver's own, a plan is approved; without either it waits."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node on this machine")
    keys, public = tmp_path / "keys", tmp_path / "eva.jwk"
    public.write_text(json.dumps(habeas_("approver", "key", "eva", "--folder", keys, "--json").answer))
    box.do("approver", "add", "eva", "--role", "dpo", "--public-key", public)
    workflow = stranger.open(tmp_path, request(TWO_WRITINGS))
    case = workflow.removeprefix("habeas/")
    digest = box.until(case, "awaiting_decision")["plan_digest"]
    assert "type: NotNow" in stranger.update(workflow, "approve", {"digest": digest, "by": "eva"}).stderr
    assert "type: NotNow" in stranger.update(workflow, "approve", example("approval", digest=digest)).stderr
    words = [node, CONTRACT / "signature" / "sign.mjs", next(keys.iterdir()), case, digest, "eva"]
    signed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert stranger.update(workflow, "approve", valid("approval", json.loads(signed))).returncode == 0
    status = valid("case-status", read(stranger.result(workflow)["result"]["payloads"][0]))
    assert (status["approved_by"], status["state"]) == ("eva", "erased_with_open_steps")


def test_another_language_makes_a_mistake(stranger, tmp_path):
    """An unknown field ends the workflow with the error that the contract names; what was in it is not repeated."""
    workflow = stranger.open(tmp_path, request(SOLO_SPEAKER, surprise="a-canary"))
    failure = stranger.result(workflow)["failure"]
    assert failure["applicationFailureInfo"]["type"] == "PayloadValidationError"
    assert "a-canary" not in json.dumps(failure)


@pytest.fixture
def codec_server(box, tmp_path):
    """The codec server by the command, as it is started beside an installation; its address."""
    known = Home(box.home).addresses().environment
    names = ("HABEAS_REGISTER_URL", "HABEAS_PAYLOAD_WRAPPING_KEYS")
    words = ("codec", "serve", "--people", tmp_path / "people.json", "--reads", tmp_path / "reads.jsonl", "--port", "0")
    with subprocess.Popen(
        [COMMAND, *words, "--ui", box.places["ui"]],
        env={**os.environ, **{name: known[name] for name in names}},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process.stdout.readline().split()[-1]
        process.terminate()
    assert process.returncode == 0


def test_an_engineer_reads_by_the_command(box, codec_server, habeas_, tmp_path):
    """Temporal's own command shows a case to who has a token; without one it shows what is sealed, as it is."""
    case = box.do("locate", "--email", SUSPENDED.email).answer["case_id"]
    told = habeas_("codec", "token", "ines", "--people", tmp_path / "people.json", "--json").answer
    show = [TEMPORAL, "workflow", "show", "--workflow-id", f"habeas/{case}", "--address", box.places["temporal"]]
    show += ["-o", "json", "--no-json-shorthand-payloads"]

    def shown(*words):
        done = subprocess.run([*show, *words], capture_output=True, text=True, timeout=60, check=False)
        begun = json.loads(done.stdout)["events"][0]["workflowExecutionStartedEventAttributes"] if done.stdout else {}
        return base64.b64decode(begun["input"]["payloads"][0]["data"]) if begun else b""

    assert SUSPENDED.email.encode() in shown(
        "--codec-endpoint", codec_server, "--codec-auth", f"Bearer {told['token']}"
    )
    assert SUSPENDED.email.encode() not in shown()
    assert shown("--codec-endpoint", codec_server, "--codec-auth", "Bearer nobody") == b""
    reads = [json.loads(line) for line in (tmp_path / "reads.jsonl").read_text().splitlines()]
    assert {(read["who"], *read["cases"]) for read in reads} == {("ines", case)}


def deployed(script, *words, address, namespace="default"):
    """Run a script of deploy/ with a worker's settings."""
    environment = {"HABEAS_TEMPORAL_ADDRESS": address, "HABEAS_TEMPORAL_NAMESPACE": namespace, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, ROOT / "deploy" / script, *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_namespace_is_prepared_once(box, stranger):
    """The job makes the namespace with every search attribute of the code, and run again it changes nothing."""
    for _ in range(2):
        said = deployed("namespace.py", address=box.places["temporal"], namespace="prepared")
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")
    listed = stranger.do("operator", "search-attribute", "list", "--namespace", "prepared")
    there = json.loads(listed.stdout)["customAttributes"].items()
    kinds = {name: kind.removeprefix("INDEXED_VALUE_TYPE_").replace("_", "") for name, kind in there}
    assert kinds == {name: kind.upper() for name, kind in SEARCH_ATTRIBUTES.items()}


@pytest.mark.parametrize("system", ["house", "accounts", "recordings"])
def test_a_worker_that_asks_for_work_is_healthy(box, system):
    """The health check finds this host's worker on its queue."""
    latest = time.monotonic() + 30  # as a container has: its worker may be starting
    while (said := deployed("health.py", system, address=box.places["temporal"])).returncode:
        assert time.monotonic() < latest, said.stderr


def test_a_worker_that_does_not_ask_is_not_healthy(box):
    """The health check fails, in one line, for a queue that nobody serves and where no Temporal answers."""
    for system, address in (("nobody", box.places["temporal"]), ("house", "127.0.0.1:1")):
        said = deployed("health.py", system, address=address)
        assert said.returncode == 1
        assert len(said.stderr.splitlines()) == 1
