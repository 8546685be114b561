"""The categories of this system, the tables that they live in, and how their holdings are named."""

from sqlalchemy import Table

from habeas.domain.holding import Circumstance, holding_key

from .schema import attendance, chat_message, poll_answer, question

SYSTEM = "recordings"

PARTICIPANT = "participant"
ATTENDANCE = "attendance"
CONTRIBUTIONS = "contributions"
IMAGE_AND_VOICE = "image and voice"

# the tables whose rows each belong to one participant
ROWS: tuple[tuple[Table, str], ...] = (
    (attendance, ATTENDANCE),
    (chat_message, CONTRIBUTIONS),
    (question, CONTRIBUTIONS),
    (poll_answer, CONTRIBUTIONS),
)


def controller(customer_id: str) -> str:
    """Whose an event's data is: the customer's that organised it."""
    return f"customer/{customer_id}"


def customer_id_of(name: str) -> str:
    """The customer's own id, from what `controller` calls it."""
    return name.removeprefix("customer/")


def key(category: str, customer_id: str, circumstance: Circumstance | None = None) -> str:
    """The holding key of a category of one customer's events."""
    return holding_key(SYSTEM, category, controller(customer_id), circumstance)
