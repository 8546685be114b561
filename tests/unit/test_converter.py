"""What leaves for Temporal."""

from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError

from habeas.vault.converter import DATA_CONVERTER, StrictPayloadConverter


async def test_the_failure_of_a_step_names_no_file_of_the_machine():
    """A failure says what we say, its type and its attempt, and has no stack trace."""
    failure = Failure()
    try:
        raise ApplicationError("billing: not now", 3, type="Unavailable")
    except ApplicationError as error:
        await DATA_CONVERTER.encode_failure(error, failure)
    assert (failure.message, failure.application_failure_info.type) == ("billing: not now", "Unavailable")
    assert failure.stack_trace == ""


def test_one_converter():
    """The SDK makes one after the other, and has the same each time: with the types that it knows already."""
    assert StrictPayloadConverter() is StrictPayloadConverter()
