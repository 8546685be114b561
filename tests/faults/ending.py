"""The end of a process that another one has forked."""

import multiprocessing
import os
import threading
from pathlib import Path


def with_parent(log: Path) -> None:
    """Write to this log, and end when the parent does, whatever is under way."""
    log_to(log)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def log_to(log: Path) -> None:
    """What is printed is written to this file."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
