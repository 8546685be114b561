"""Logs: one JSON object on a line, of ids, counts and names of ours; nothing that a person or a vendor has said.

A field that is not on the list is left out, and its name put in its place. Of an exception its class and its place in
the code are kept, never its text: it may quote what it failed on. What libraries say is kept up to where they begin to
quote, and of those that we do not know the text of, only that they spoke.
"""

import logging
import re
import sys
import traceback
from pathlib import PurePath
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from temporalio import activity
from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

FIELDS = frozenset(
    {
        *("at", "level", "logger", "event", "error", "where", "refused"),
        *("workflow_id", "run_id", "workflow_type", "namespace", "task_queue"),
        *("activity_id", "activity_type", "attempt"),
        *("case_id", "system", "step", "count", "place"),
    }
)
_OURS = ("habeas", "worker", "workflows", "activities", "adapters", "temporalio.workflow")
_KNOWN = ("temporalio", "asyncio", "temporal_sdk_core")
_QUOTES = re.compile(r"[:\n{\[(<'\"@]")
_SPOKE = "(the text of a library is not kept)"


def configure(stream: Any = None) -> None:
    """Log so from now on, to standard error unless told otherwise; Temporal's core too."""
    handler = logging.StreamHandler(stream or sys.stderr)
    last: list[Processor] = [only_known, structlog.processors.JSONRenderer()]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=_FIRST))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    activity.logger.activity_info_on_message = False


def runtime() -> Runtime:
    """A runtime whose core says what it has to say by these logs."""
    forwarding = LogForwardingConfig(
        logger=logging.getLogger("temporal_sdk_core"), append_target_to_name=False, prepend_target_on_message=False
    )
    level = TelemetryFilter(core_level="WARN", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter=level, forwarding=forwarding)))


def _event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What happened: our own constant words; of a known library's its own, up to a quotation; of others none."""
    record: logging.LogRecord = event["_record"]
    text = record.msg if isinstance(record.msg, str) else _SPOKE
    if _is_of(record.name, _KNOWN) and not _is_of(record.name, _OURS):
        text = _QUOTES.split(text, maxsplit=1)[0].rstrip()
    elif not _is_of(record.name, _OURS):
        text = _SPOKE
    return {**event, "event": text, "logger": record.name, "level": record.levelname.lower()}


def _fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What was said beside it: our own fields, and what the SDK tells of the workflow or the step."""
    record = vars(event["_record"])
    said = {name: value for name, value in record.items() if name not in _OF_EVERY_RECORD}
    of_temporal = {**said.pop("temporal_workflow", {}), **said.pop("temporal_activity", {})}
    return {**event, **{n: v for n, v in of_temporal.items() if n in FIELDS}, **said}


def _failure(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Of an exception its class, and where it came from."""
    error = (event["_record"].exc_info or (None, None, None))[1]
    if error is None:
        return event
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return {**event, "error": type(error).__name__, "where": where}


def only_known(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Refuse what is not on the list: its name is kept, so that whoever wrote it sees that it is missing."""
    known: EventDict = {name: value for name, value in event.items() if name in FIELDS}
    if refused := sorted(str(name) for name in event if name not in FIELDS and not str(name).startswith("_")):
        known["refused"] = refused
    return known


_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "temporal_log"})
_FIRST: list[Processor] = [structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"), _event, _fields, _failure]


def _is_of(logger: str, names: tuple[str, ...]) -> bool:
    return any(logger == name or logger.startswith(f"{name}.") for name in names)
