"""The command in a process of its own that need not import again what all of them import.

It is the same entry point, with the same words, environment and streams: most of what a short command costs is Python's
imports, and this suite types hundreds of them. Those that are looked for by their command line are typed in earnest.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_IMPORTED = ("habeas.console.command", "habeas.client", "habeas.client.files", "habeas.register.register")
_STREAMS = ("in", "out", "err")


def typed(words: Sequence[str], stdin: str, environment: Mapping[str, str], longest: float) -> tuple[int, str, str]:
    """The exit code, and what was printed on the two streams. Raises TimeoutError after so many seconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTED))
    with TemporaryDirectory() as name:
        folder = Path(name)
        for stream in _STREAMS:
            (folder / stream).write_text(stdin if stream == "in" else "")
        process = context.Process(target=_run, args=(name, tuple(words), dict(environment)))
        process.start()
        process.join(longest)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"habeas {words[0]}")
        return process.exitcode, (folder / "out").read_text(), (folder / "err").read_text()


def _run(folder: str, words: tuple[str, ...], environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(_STREAMS):
        os.dup2(os.open(f"{folder}/{stream}", os.O_RDWR), number)
    sys.stdin = os.fdopen(0)
    sys.argv = ["habeas", *words]
    from habeas.console.start import main

    main()
