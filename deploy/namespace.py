"""Prepare Temporal for Habeas: the namespace, and the search attributes of `habeas.domain.name`. Twice is once.

    python deploy/namespace.py            # HABEAS_TEMPORAL_ADDRESS, HABEAS_TEMPORAL_NAMESPACE

A new namespace keeps closed cases for a week; one that is there stays as it is. What is proved lives elsewhere.
"""

import asyncio
import os
import sys
import time
from datetime import timedelta

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from habeas.client.connection import connected
from habeas.domain.error import InvalidInput, Unreachable
from habeas.domain.name import SEARCH_ATTRIBUTES
from habeas.settings import TemporalSettings

RETENTION = timedelta(days=7)
LONGEST_SECONDS = 90  # a cluster needs some ten seconds until all of it knows a new namespace
PAUSE_SECONDS = 1

KINDS = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "KeywordList": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
}


class OtherKind(Exception):
    """A search attribute of ours is there, and of another kind."""


async def prepare(settings: TemporalSettings) -> None:
    """Make what is missing.

    Raises OtherKind, Unreachable when nobody answers, InvalidInput for a file that is none, RPCError when Temporal
    refuses.
    """
    client = await connected(settings.temporal_address, settings.temporal_namespace, settings.access)
    await _register(client)
    latest = time.monotonic() + LONGEST_SECONDS
    while True:
        try:
            return await _add_missing(client)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND or time.monotonic() > latest:
                raise
        await asyncio.sleep(PAUSE_SECONDS)


async def _register(client: Client) -> None:
    request = RegisterNamespaceRequest(namespace=client.namespace)
    request.workflow_execution_retention_period.FromTimedelta(RETENTION)
    try:
        await client.workflow_service.register_namespace(request)
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise


async def _add_missing(client: Client) -> None:
    listing = ListSearchAttributesRequest(namespace=client.namespace)
    there = (await client.operator_service.list_search_attributes(listing)).custom_attributes
    wanted = {name: KINDS[kind] for name, kind in SEARCH_ATTRIBUTES.items()}
    if other := [name for name, kind in wanted.items() if there.get(name, kind) != kind]:
        raise OtherKind(f"there are search attributes of these names and of another kind: {', '.join(other)}")
    if missing := {name: kind for name, kind in wanted.items() if name not in there}:
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        await client.operator_service.add_search_attributes(request)


def main() -> None:
    """Read the settings, prepare, and say in one line what did not work."""
    code = 0
    try:
        asyncio.run(prepare(TemporalSettings.read()))
    except (OtherKind, Unreachable, InvalidInput, RPCError) as error:
        print(error, file=sys.stderr, flush=True)  # noqa: T201 - the one line that whoever started it must read
        code = 1
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(code)


if __name__ == "__main__":
    main()
