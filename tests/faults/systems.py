"""The servers of the company's systems, in a process that can be killed: billing, and the way to the recordings.

It is started again on the same ports and the same files. Whoever started it says `clock N`: so many seconds off.
"""

import asyncio
import os
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection

import ending
import room
from layout import Layout

from habeas.sandbox.customers import stripe_objects
from habeas.sandbox.proxy import Proxy
from habeas.sandbox.stripe.server import StripeServer


@dataclass(frozen=True)
class Systems:
    """What is served: whose, what is behind the gateway, and the company's date."""

    layout: Layout
    upstream: str
    now: datetime


def main(systems: Systems, orders: Connection) -> None:
    """Serve until the end, or until whoever started it has gone."""
    ending.with_parent(systems.layout.beside / "systems.log")
    asyncio.run(_serve(systems, orders))
    os._exit(1)


async def _serve(systems: Systems, orders: Connection) -> None:
    layout, switchboard = systems.layout, systems.layout.switchboard
    stripe = await StripeServer.start(layout.stripe.parent, switchboard, port=layout.stripe_port)
    if not stripe.dump():
        await stripe.seed(stripe_objects(systems.now))
    await Proxy.start(systems.upstream, switchboard, port=layout.proxy_port)
    orders.send("ready")
    while (order := await asyncio.to_thread(orders.recv)) is not None:
        room.set_clock(order)
