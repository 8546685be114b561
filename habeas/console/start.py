"""Where the `habeas` command begins: what it imports is no garbage, and is not looked through for any."""

import gc


def main() -> None:
    """The entry point; it does not return."""
    gc.disable()
    from .command import main as run  # all that a command needs

    gc.freeze()
    gc.enable()
    run()
