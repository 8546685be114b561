"""What can go wrong with a key or with what is sealed under it. A message names the key's id, and nothing else."""

from habeas.domain.error import Permanent

STORE = "key store"  # how errors name it


class Gone(Permanent):
    """The key was destroyed, and with it all that was sealed under it: nothing can be done about that, or should."""

    def __init__(self, key_id: str) -> None:
        super().__init__(STORE, f"the data is gone: {key_id} was destroyed")
        self.key_id = key_id


class Disabled(Permanent):
    """The key was put out of use, and can be put into use again."""

    def __init__(self, key_id: str) -> None:
        super().__init__(STORE, f"{key_id} is disabled")


class Missing(Permanent):
    """There is no such key, and no tombstone of one: it was never made, or the register was restored from before."""

    def __init__(self, key_id: str) -> None:
        super().__init__(STORE, f"there is no key {key_id}")


class Unopenable(Permanent):
    """What should be sealed under a key is not, or was altered, or was sealed for another place."""

    def __init__(self, key_id: str) -> None:
        super().__init__("vault", f"what was sealed under key {key_id} does not open: altered, or not of this place")


class Cleartext(Permanent):
    """Something came that is not sealed at all."""

    def __init__(self) -> None:
        super().__init__("vault", "a payload that is not sealed is not accepted")


class Homeless(Permanent):
    """Something is to be sealed that belongs to no case."""

    def __init__(self) -> None:
        super().__init__("vault", "a payload that belongs to no case cannot be sealed, and is not sent")
