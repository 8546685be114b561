"""What a procedure asks of Temporal, command by command, in words that stay the same from run to run.

A replay compares the ids and types of commands with a history, and nothing else. A changed argument, time-out, retry
policy, timer, summary or search attribute goes through: those are written down here. What is noted are the commands as
they leave the procedure, past every layer of the SDK that has an interceptor and those that have none (timers, search
attributes). Nothing of a message is written but the names and kinds of its fields.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner

from habeas.catalogue import Catalogue

SYSTEMS = Catalogue.read().systems
CASE_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
MESSAGES = ("arguments", "args", "input", "result", "completed", "headers", "memo", "failure", "accepted", "rejected")
CANCELS = {
    "cancel_timer": "start_timer",
    "request_cancel_activity": "schedule_activity",
    "cancel_signal_workflow": "signal_external_workflow_execution",
}
REPLAYING = "replay-None"  # what the SDK calls the queue of what is replayed
NUMBERED = ("seq", "protocol_instance_id", "namespace", "run_id")  # another in each run, or ours alone


class Watching(WorkflowRunner):
    """Runs procedures as another runner does, and notes their commands, workflow task by workflow task."""

    def __init__(self, runner: WorkflowRunner) -> None:
        self._runner = runner
        self._tasks: list[list[Message]] = []

    def prepare_workflow(self, defn: Any) -> None:
        self._runner.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _Watched(self._runner.create_instance(det), self._tasks)

    def taken(self) -> list[list[Message]]:
        """What was noted since this was last asked."""
        taken, self._tasks[:] = self._tasks[:], []
        return taken


class _Watched(WorkflowInstance):
    def __init__(self, instance: WorkflowInstance, tasks: list[list[Message]]) -> None:
        self._instance = instance
        self._tasks = tasks

    def activate(self, act: Any) -> Any:
        completion = self._instance.activate(act)
        if commands := completion.successful.commands:
            self._tasks.append([_copied(command) for command in commands])
        return completion

    def get_info(self) -> Any:
        return self._instance.get_info()

    def get_serialization_context(self, command_info: Any) -> Any:
        return self._instance.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: Any) -> Any:
        return self._instance.get_external_store_context(command_info)


def _copied(message: Any) -> Any:
    copy = type(message)()
    copy.CopyFrom(message)
    return copy


class Transcript:
    """The transcript of one history; and, over all of them, the fields of every message."""

    def __init__(self, sent: dict[str, dict[str, set[str]]]) -> None:
        """`sent`: by message, by path of a field, the kinds of values that were seen there; it is added to."""
        self._sent = sent
        self._named: dict[tuple[str, int], str] = {}
        self._options: dict[str, str] = {}

    def of(self, tasks: list[list[Any]]) -> str:
        """The commands, a paragraph for each workflow task; options are said when they differ from those before."""
        return "\n".join("".join(line for command in task for line in self._lines(command)) for task in tasks)

    def _lines(self, command: Any) -> Iterator[str]:
        variant = command.WhichOneof("variant")
        body = getattr(command, variant)
        fields = dict(_fields(body))
        names = [value for value, is_name in fields.values() if is_name]
        if variant == "update_response":
            names = [body.WhichOneof("response")]
        names += [json.dumps(text) for text in _summary(command)]
        if variant in CANCELS:  # it names by number only what it cancels
            names = [self._named[CANCELS[variant], body.seq]]
        elif variant in CANCELS.values():
            self._named[variant, body.seq] = names[0]
        yield CASE_ID.sub("<case>", " ".join([variant, *names])).replace(REPLAYING, "(its own queue)") + "\n"
        what = f"{variant} {_type(body)}".strip()
        self._note(what, body)
        options = "".join(f"    {name}: {value}\n" for name, (value, is_name) in fields.items() if not is_name)
        if options and self._options.get(what) != options:
            self._options[what] = options
            yield options

    def _note(self, what: str, body: Any) -> None:
        for field, value in body.ListFields():
            if field.name not in MESSAGES:
                continue
            payloads = [value] if isinstance(value, Payload) else value
            for payload in payloads if field.message_type.name == "Payload" else ():
                for path, kind in _leaves(json.loads(payload.data or b"null"), ""):
                    self._sent[what][path].add(kind)


def messages() -> dict[str, dict[str, set[str]]]:
    """For `Transcript`: nothing was seen yet."""
    return defaultdict(lambda: defaultdict(set))


def written(sent: dict[str, dict[str, set[str]]]) -> str:
    """The fields of every message, a line each."""
    return "\n".join(f"{what}\n{_listed(paths)}" for what, paths in sorted(sent.items()))


def _listed(paths: dict[str, set[str]]) -> str:
    return "".join(f"    {path or '(itself)'}: {' or '.join(sorted(kinds))}\n" for path, kinds in sorted(paths.items()))


def _type(body: Any) -> str:
    for name in ("activity_type", "workflow_type", "signal_name"):
        if text := getattr(body, name, ""):
            return str(text)
    return ""


def _summary(command: Any) -> list[str]:
    payload = command.user_metadata.summary
    return [json.loads(payload.data)] if payload.data else []


def _fields(body: Any) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Each field that is set and no message, in words, and whether it is a name; the rest are options."""
    for field, value in body.ListFields():
        if field.name in NUMBERED or field.name in MESSAGES:
            continue
        if isinstance(value, Message) and not value.ListFields() and not isinstance(value, Duration):
            continue  # nothing was set in it
        if field.name == "search_attributes":
            yield field.name, (", ".join(sorted(value.indexed_fields)), True)
        elif field.name == "workflow_execution":
            yield field.name, (value.workflow_id, True)
        else:
            yield field.name, (_word(field, value), field.type == FieldDescriptor.TYPE_STRING)


def _word(field: FieldDescriptor, value: Any) -> str:
    if isinstance(value, Duration):
        return str(value.ToTimedelta())
    if isinstance(value, Message):
        return ", ".join(f"{inner.name} {_word(inner, one)}" for inner, one in value.ListFields()) or field.name
    if field.enum_type is not None:
        return str(field.enum_type.values_by_number[value].name)
    return str(value)


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The paths of a message's fields, each with the kind of its value. Keys that are data are all one."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            name = key if re.fullmatch("[a-z_]+", key) and key not in SYSTEMS else "*"
            yield from _leaves(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for one in value:
            yield from _leaves(one, f"{path}[]")
    else:
        kinds = {dict: "nothing", list: "nothing", str: "text", bool: "yes or no", int: "number", float: "number"}
        yield path, kinds.get(type(value), "null")
