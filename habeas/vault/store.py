"""Key stores, chosen by the scheme of a URI: where wrapping keys lie."""

from pathlib import Path

from habeas.domain.error import InvalidInput

from .file_keys import FileKeys
from .wrapping import WrappingKeys


def wrapping_keys(uri: str) -> WrappingKeys:
    """The wrapping keys at `file:/PATH` or `awskms:alias/NAME?region=REGION`, made when there are none.

    Raises InvalidInput for another URI.
    """
    scheme, _, name = uri.partition(":")
    if scheme == "file" and Path(name).is_absolute():
        return FileKeys(Path(name))
    if scheme == "awskms":
        from .aws_keys import AwsKeys  # it is heavy, and few need it

        return AwsKeys.named(name)
    raise InvalidInput("wrapping keys are named by file:/PATH or awskms:alias/NAME?region=REGION")
