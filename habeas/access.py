"""What proves to a Temporal server who we are, and to us that it is the right one: TLS and an API key, as files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Access:
    """How a Temporal server is reached; without any of it, openly, which is right on loopback alone.

    `tls`: by TLS, with the machine's own certificate authorities; anything else here implies it. `ca_file`: the
    server's authority instead of those. `certificate_file`, `key_file`: who we are (mTLS), both or none. `server_name`:
    the name in the server's certificate, where it is not the host of its address. `api_key_file`: one line, the key.
    All are PEM but the last.
    """

    tls: bool = False
    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    server_name: str | None = None
    api_key_file: Path | None = None

    @property
    def is_tls(self) -> bool:
        """Whether the connection is sealed; a key or certificate is never sent in the open."""
        files = (self.ca_file, self.certificate_file, self.key_file, self.api_key_file)
        return self.tls or self.server_name is not None or any(file is not None for file in files)


OPEN = Access()
