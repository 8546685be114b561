"""Who is served first where steps wait for a system: people's own requests, and many at once after them.

What a case begins with counts for its parts and their steps: Temporal hands it down. It is kept in the clear there, and
holds no more than a number and the id of a run.
"""

from temporalio.common import Priority

from habeas.domain.request import Request

PERSON, BULK = 3, 4
"""Of 1 to 5, the smaller the sooner; 3 is what everything else has."""

_LEAVING = "leaving"


def priority_of(request: Request) -> Priority:
    """Runs take turns among themselves, and so do they with customers that leave."""
    run = request.bulk_run or (_LEAVING if request.leaving_customer else None)
    return Priority(priority_key=BULK, fairness_key=run) if run else Priority(priority_key=PERSON)
