"""Become another program that dies with its parent: `python tethered.py PROGRAM ARGUMENT...`.

Linux kills it when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG); elsewhere it is simply run.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def _tether() -> None:
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it was asked for
        sys.exit(1)


if __name__ == "__main__":
    if sys.platform == "linux":
        _tether()
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - the caller names the program
