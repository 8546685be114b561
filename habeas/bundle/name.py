"""Names of the entries of a bundle: the same on every system that unpacks it."""

import re

_PART = r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?"
_SAFE = re.compile(rf"{_PART}(/{_PART}){{0,7}}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def is_safe(name: str) -> bool:
    """Whether every part of a path begins and ends with a letter or digit, and none is a device of Windows."""
    return bool(_SAFE.fullmatch(name)) and not any(_DEVICES.match(part) for part in name.split("/"))
