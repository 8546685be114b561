"""From a result to the terminal: what is printed where, and with which exit code a command ends."""

import asyncio
import json
import os
import sys
import traceback
from collections.abc import Callable, Coroutine
from pathlib import PurePath
from typing import Any, TypeVar

from rich.console import Console, RenderableType
from rich.text import Text
from typer.exceptions import Abort, Exit, TyperException

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import HabeasError, InvalidInput, NoSuchCase, NotNow, Stopped, Unreachable

T = TypeVar("T")

WENT_WELL, FAILED, MISTYPED, NEEDS_A_PERSON, INTERRUPTED = 0, 1, 2, 3, 130

_CODES = {CaseState.NEEDS_ATTENTION: NEEDS_A_PERSON, CaseState.NOTHING_CHANGED: FAILED, CaseState.REFUSED: FAILED}
_EXPECTED = (InvalidInput, NotNow, NoSuchCase, Stopped, Unreachable, HabeasError, OSError)


def wait(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(work)


def tell(seen: RenderableType, said: dict[str, Any], *, as_json: bool) -> None:
    """Print what people read, or the one JSON object."""
    if as_json:
        print(json.dumps(said, indent=2))  # noqa: T201 - this is what was asked for
    else:
        _page().print(seen, soft_wrap=isinstance(seen, Text))  # lines of a text stay whole: links are copied from it


def _page() -> Console:
    """The terminal; or, for a file or a filter, a page so wide that nothing is folded."""
    return Console() if sys.stdout.isatty() else Console(width=200)


def code_of(status: CaseStatus, wanted: CaseState | None = None) -> int:
    """The exit code: a case that did not do what was asked for, or needs a person, is not well."""
    return WENT_WELL if status.state is wanted else _CODES.get(status.state, WENT_WELL)


def run(command: Callable[[], object], *, as_json: bool) -> None:
    """Run the command line and leave: every expected error is one line, and the exit code says which kind."""
    code = _carefully(command, as_json)
    sys.stdout.flush()
    sys.stderr.flush()
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(code)


def _carefully(command: Callable[[], object], as_json: bool) -> int:
    try:
        code = command()
        return code if isinstance(code, int) else WENT_WELL
    except Exit as ended:
        return ended.exit_code
    except (Abort, KeyboardInterrupt):
        return complain("stopped; a case that was opened goes on: see `habeas list`", as_json, INTERRUPTED)
    except TyperException as error:
        return complain(f"{error.format_message().rstrip('.')}. See --help.", as_json, MISTYPED)
    except InvalidInput as error:
        return complain(str(error), as_json, MISTYPED)
    except _EXPECTED as error:
        return complain(_sentence(error), as_json, FAILED)
    except Exception as error:  # noqa: BLE001 - a defect of ours; its own text may quote what was typed
        return complain(f"this should not have happened: {_place(error)}", as_json, FAILED)


def _sentence(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    return ": ".join(str(part) for part in (error.filename, error.strerror or type(error).__name__) if part)


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {PurePath(frame.filename).name}:{frame.lineno}"


def complain(sentence: str, as_json: bool, code: int) -> int:
    """One line on standard error, and for scripts an object; says the exit code."""
    line = " ".join(sentence.split())
    print(f"habeas: {line}", file=sys.stderr)  # noqa: T201 - the one clear line
    if as_json:
        print(json.dumps({"error": line}))  # noqa: T201 - and the one object
    return code
