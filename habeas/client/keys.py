"""The keys of who sends and reads messages: a door makes the payload key of the case that it opens.

A door needs the register's address and the wrapping keys of payloads, and never those of files.
"""

from habeas.domain.key import Kind
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.settings import KeySettings
from habeas.vault.case_keys import CaseKeys
from habeas.vault.store import wrapping_keys


def door_keys(settings: KeySettings, *, is_kept: bool = False) -> CaseKeys:
    """The secrets of cases, without those of files.

    Each call has a connection of its own, and nothing is to be closed; a process that lives by keys keeps connections
    (`is_kept`) for as long as it lives. Raises InvalidInput for a URL of no database, and for wrapping keys that cannot
    be read or made.
    """
    ring = Keyring(register_engine(settings.register_url, is_kept=is_kept))
    return CaseKeys(ring, {Kind.PAYLOAD: wrapping_keys(settings.payload_wrapping_keys)})
