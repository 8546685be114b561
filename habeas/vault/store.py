"""Key stores, chosen by the scheme of a URI: where wrapping keys lie."""

from pathlib import Path

from habeas.domain.error import InvalidInput

from .file_keys import FileKeys
from .wrapping import WrappingKeys

_FILE = "file:"


def wrapping_keys(uri: str) -> WrappingKeys:
    """The wrapping keys at `file:/path/of/them`, made when there are none. Raises InvalidInput for another URI."""
    path = uri.removeprefix(_FILE)
    if path == uri or not Path(path).is_absolute():
        raise InvalidInput("wrapping keys are named by file:/PATH")
    return FileKeys(Path(path))
