"""The register as the person's door has it: links, downloads and cases by their ids, and no way to find anybody."""

from .download import Downloads
from .link import Links
from .shelf import Shelf


class PersonRegister(Shelf, Links, Downloads):
    """What one case's page needs. It has no key of the hashes by which people are claimed, and cannot look one up."""
