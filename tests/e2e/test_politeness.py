"""On Temporal's own server: a limit is one for all workers of a system, and many cases never come before a person."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from accounts_world import accounts_world
from temporalio import activity, workflow
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.worker import ActivityInboundInterceptor, Interceptor, UnsandboxedWorkflowRunner, Worker
from uuid6 import uuid7

from activities.system import SystemSteps
from habeas.client.opening import open_once
from habeas.domain.identifier import CUSTOMER, Identifier, email
from habeas.domain.name import CASE, HOUSE_QUEUE, case_workflow_id, system_queue
from habeas.domain.order import LocateOrder
from habeas.domain.request import Instruction, Request
from habeas.domain.right import Right
from habeas.sandbox.temporal import Temporal
from habeas.vault.converter import DATA_CONVERTER
from queues import Queue
from worker import build_worker
from workflows.step import reversible_step

SYSTEM = "accounts"
PER_SECOND = 40
MANY, FEW = 240, 20
ANSWER = timedelta(seconds=30)


@workflow.defn(name=CASE)
class Looks:
    """A case as far as its first step in a system: asked of the real adapter, with the options that cases have."""

    @workflow.run
    async def run(self, request: Request) -> None:
        order = LocateOrder(
            case_id=request.case_id, system=SYSTEM, identifiers=request.identifiers, as_of=request.received_at
        )
        options = reversible_step("locate", SYSTEM, timedelta(minutes=10))
        await workflow.execute_activity_method(SystemSteps.locate, order, **options)


class Noting(Interceptor):
    """Notes which case each step is of, and when it begins."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, float]] = []

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Step(next, self)


class _Step(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, noting: Noting) -> None:
        super().__init__(inner)
        self._noting = noting

    async def execute_activity(self, input: object) -> object:  # noqa: A002
        self._noting.begun.append((activity.info().workflow_id, time.monotonic()))
        return await super().execute_activity(input)


@pytest.fixture
async def temporal(tmp_path) -> AsyncIterator[Client]:
    """The sandbox's server, which is set as the one that is deployed."""
    folder = tmp_path / "temporal"
    folder.mkdir()
    server = await Temporal.start(folder)
    yield await Client.connect(server.address, data_converter=DATA_CONVERTER)
    await server.stop()


async def opened(temporal: Client, right: Right = Right.ACCESS, **more: object) -> str:
    """A case, as every door opens one."""
    fields = {"identifiers": (email("tova.lind@example.net"),), "received_at": datetime.now(UTC), **more}
    request = Request(case_id=str(uuid7()), right=right, submitted_by="support", **fields)
    await open_once(temporal, request, ANSWER)
    return case_workflow_id(request.case_id)


async def until_waiting(temporal: Client, number: int) -> None:
    """Wait until so many steps wait for the system."""
    request = DescribeTaskQueueRequest(
        namespace=temporal.namespace,
        task_queue=TaskQueue(name=system_queue(SYSTEM)),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
        report_stats=True,
    )
    async with asyncio.timeout(120):
        while True:
            answer = await temporal.workflow_service.describe_task_queue(request)
            if answer.stats.approximate_backlog_count >= number:
                return
            await asyncio.sleep(0.1)


@pytest.mark.timeout(300)
async def test_many_cases_never_come_before_a_person(temporal, sqlite_platform, tmp_path, now):
    """With hundreds of steps of bulk runs waiting, a person's is served first, and a small run beside a large one.

    Two workers together keep to one limit.
    """
    noting, ran = Noting(), str(uuid7())
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(accounts_world(sqlite_platform, tmp_path, now))
        runner = UnsandboxedWorkflowRunner()
        await stack.enter_async_context(
            Worker(temporal, task_queue=HOUSE_QUEUE, workflows=[Looks], workflow_runner=runner)
        )
        large = [await opened(temporal, bulk_run=ran) for _ in range(MANY)]
        other = str(uuid7())
        small = [await opened(temporal, bulk_run=other) for _ in range(FEW)]
        await until_waiting(temporal, MANY + FEW)
        person = await opened(temporal)
        await until_waiting(temporal, MANY + FEW + 1)

        steps = SystemSteps(world.adapter, None, None)
        queue = Queue(system_queue(SYSTEM), [steps.locate], per_second=PER_SECOND)
        for _ in range(2):  # each with a connection of its own, as two processes have
            another = await Client.connect(temporal.service_client.config.target_host, data_converter=DATA_CONVERTER)
            await stack.enter_async_context(build_worker(another, queue, [noting]))
        every = (*large, *small, person)
        async with asyncio.timeout(200):
            await asyncio.gather(*(temporal.get_workflow_handle(one).result() for one in every))
    order = [case for case, _ in noting.begun]
    seconds = noting.begun[-1][1] - noting.begun[0][1]
    assert order.index(person) < PER_SECOND
    assert max(order.index(one) for one in small) < len(order) / 2
    assert len(order) / seconds < PER_SECOND * 1.5


async def test_a_customer_that_leaves_comes_after_people(temporal):
    """So it begins, and its parts and steps after it; a case that is begun again is no other."""
    left = Identifier(kind=CUSTOMER, value="customer/kit")
    leaving = await opened(
        temporal,
        Right.ERASURE,
        identifiers=(left,),
        instructions=(Instruction(controller="customer/kit", recorded_by="contract 7"),),
    )
    keys = [await _priority(temporal, one) for one in (leaving, await opened(temporal))]
    assert keys == [(4, "leaving"), (3, "")]


async def _priority(temporal: Client, workflow_id: str) -> tuple[int, str]:
    history = temporal.get_workflow_handle(workflow_id).fetch_history_events()
    given = (await anext(history)).workflow_execution_started_event_attributes.priority
    return given.priority_key, given.fairness_key
