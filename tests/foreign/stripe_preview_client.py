"""Asks the sandbox's Stripe by the preview release of Stripe's client; run by `stripe_preview.py` with its own Python.

Nothing of ours is imported here, and nothing of the project's environment is there.
"""

import asyncio
import sys
import time
from collections.abc import Callable

import stripe

KNOWN = {"created", "validating", "ready", "failed", "redacting", "succeeded", "canceling", "canceled"}
CODES = {"invalid_cascading_source", "invalid_file_purpose", "invalid_state", "locked_by_other_job", "too_many_objects"}


class Checks:
    """The checks, each of which prints its line."""

    def __init__(self, endpoint: str, key: str) -> None:
        """`endpoint` is where the server is."""
        self.client = stripe.StripeClient(key, base_addresses={"api": endpoint}, max_network_retries=0)
        self.jobs = self.client.v1.privacy.redaction_jobs

    def settled(self, id_: str) -> "stripe.privacy.RedactionJob":
        """The job once it stands still."""
        for _ in range(50):
            job = self.jobs.retrieve(id_, {"expand": ["objects"]})
            if job.status not in ("created", "validating", "redacting", "canceling"):
                return job
            time.sleep(0.1)
        raise TimeoutError

    def a_job_is_made_validated_and_cancelled(self) -> bool:
        made = self.jobs.create({"objects": {"customers": ["cus_1"]}, "validation_behavior": "error"})
        job = self.settled(made.id)
        is_ready = isinstance(job, stripe.privacy.RedactionJob) and job.status == "ready"
        is_whole = job.objects.customers == ["cus_1"] and job.validation_errors.data == []
        self.jobs.cancel(made.id)
        return is_ready and is_whole and self.settled(made.id).status == "canceled"

    def a_young_charge_is_an_error_with_a_type(self) -> bool:
        made = self.jobs.create({"objects": {"customers": ["cus_2"]}})
        job = self.settled(made.id)
        errors = list(self.jobs.validation_errors.list(made.id).auto_paging_iter())
        inline = [error.id for error in job.validation_errors.data]
        one = next(error for error in errors if error.code == "invalid_state")
        about = one.erroring_object
        fields_known = all(set(e.to_dict()) <= {"id", "object", "code", "message", "erroring_object"} for e in errors)
        is_known = {error.code for error in errors} <= CODES and {error.id for error in errors} == set(inline)
        self.jobs.cancel(made.id)
        return job.status == "failed" and fields_known and is_known and about.object_type == "charge"

    def a_job_is_changed_and_validated_again(self) -> bool:
        made = self.jobs.create({"objects": {"charges": ["ch_young"]}})
        self.settled(made.id)
        changed = self.jobs.update(made.id, {"validation_behavior": "fix"})
        again = self.jobs.validate(made.id)
        is_so = changed.validation_behavior == "fix" and again.status == "validating"
        self.settled(made.id)
        self.jobs.cancel(made.id)
        return is_so and self.settled(made.id).status == "canceled"

    def jobs_are_listed_by_their_status(self) -> bool:
        listed = list(self.jobs.list({"status": "canceled", "limit": 1}).auto_paging_iter())
        everything = list(self.jobs.list().auto_paging_iter())
        return len(listed) == len(everything) == 3 and {job.status for job in everything} <= KNOWN

    def a_job_has_no_field_that_the_client_does_not_know(self) -> bool:
        (job,) = self.jobs.list({"limit": 1}).data
        declared = set(stripe.privacy.RedactionJob.__annotations__) - {"OBJECT_NAME"}
        return {name for name in declared if not name.startswith("_")} == set(job.to_dict())

    def a_job_runs_and_what_it_was_about_says_nothing(self) -> bool:
        made = asyncio.run(self.made_without_blocking())
        self.settled(made)
        is_running = self.jobs.run(made).status == "redacting"
        is_done = self.settled(made).status == "succeeded"
        customer, charge = self.client.v1.customers.retrieve("cus_1"), self.client.v1.charges.retrieve("ch_old")
        return is_running and is_done and {customer.email, charge.billing_details.email} == {"[redacted]"}

    async def made_without_blocking(self) -> str:
        """The id of a job that is made by the client's other way."""
        return (await self.jobs.create_async({"objects": {"customers": ["cus_1"]}})).id

    def a_wrong_move_is_an_error(self) -> bool:
        (done,) = self.jobs.list({"status": "succeeded"}).data
        try:
            self.jobs.run(done.id)
        except stripe.InvalidRequestError as error:
            return error.http_status == 400
        return False

    def every(self) -> list[tuple[str, Callable[[], bool]]]:
        """The checks in their order."""
        names = [name for name in vars(Checks) if name.startswith(("a_", "jobs_"))]
        return [(name.replace("_", " "), getattr(self, name)) for name in names]


def main() -> None:
    """Run every check."""
    for what, is_so in Checks(*sys.argv[1:3]).every():
        try:
            line = f"ok: {what} (stripe {stripe.VERSION})" if is_so() else f"FAILED: {what}"
        except Exception as error:  # noqa: BLE001 - a check that breaks is one that failed
            line = f"FAILED: {what}: {type(error).__name__}"
        print(line, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
