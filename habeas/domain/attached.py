"""What a controller has cut by hand out of a recording that shows others, for one person's copy (GDPR art. 15(4)).

The file itself is sealed among the case's files. What a case is told of it is how it is kept, and what it is.
"""

from enum import StrEnum

from pydantic import Field

from .model import Strict

_SHA256 = r"^[0-9a-f]{64}$"


class MediaType(StrEnum):
    """What such a file may be: image and sound that people's own programs play (RFC 6838)."""

    MP4 = "video/mp4"
    WEBM = "video/webm"
    M4A = "audio/mp4"
    MP3 = "audio/mpeg"
    OGG = "audio/ogg"
    WAV = "audio/wav"

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return self.name.lower()


class Attached(Strict):
    """A file in the place of one recording: `item` is that recording, as `Shown` names it, `cut_by` who has cut it.

    `path` is where the case has it, in so many sealed `parts`; `sealed_sha256` is the digest over those of the parts.
    `size` (bytes) and `sha256` are those of the file itself, whatever its name was.
    """

    item: str = Field(min_length=1, max_length=200)
    path: str = Field(pattern=r"^staged/attached/[0-9a-f]{64}/[0-9a-f]{16}$")
    media_type: MediaType
    size: int = Field(gt=0)
    sha256: str = Field(pattern=_SHA256)
    parts: int = Field(gt=0)
    sealed_sha256: str = Field(pattern=_SHA256)
    cut_by: str = Field(min_length=1, max_length=100)

    @property
    def name(self) -> str:
        """What it is called in the person's copy, below the files of its system: nobody who sends it names it."""
        return f"{self.item}/cut-by-hand.{self.media_type.ending}"
