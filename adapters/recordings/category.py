"""The categories that this system's code knows, and how their holdings are named."""

from habeas.domain.holding import Circumstance, holding_key

SYSTEM = "recordings"

PARTICIPANT = "participant"
IMAGE_AND_VOICE = "image and voice"


def controller(customer_id: str) -> str:
    """Whose an event's data is: the customer's that organised it."""
    return f"customer/{customer_id}"


def key(customer_id: str, circumstance: Circumstance | None = None) -> str:
    """The holding key of the recordings of one customer's events."""
    return holding_key(SYSTEM, IMAGE_AND_VOICE, controller(customer_id), circumstance)
