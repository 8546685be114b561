"""A part's reports reach its case in the order in which they were made."""

import asyncio
from datetime import timedelta

from workflows.desk import Desk


async def test_one_report_is_on_its_way_at_a_time():
    """A report goes when the one before has arrived, and tells of the moment when it goes."""
    arrived, told = asyncio.Event(), []

    async def tell(report):
        told.append(report)
        await arrived.wait()

    desk = Desk(("accounts",), timedelta(minutes=1), tell)
    reports = [asyncio.create_task(desk.enter(phase)) for phase in ("hold", "locate again", "unwinding")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [report.phase for report in told] == ["hold"]
    arrived.set()
    await asyncio.gather(*reports)
    assert [report.phase for report in told] == ["hold", "unwinding", "unwinding"]
