"""Runs localstripe on loopback, prints its port, and ends with its standard input.

In a process of its own, as its state and its application are global. Three known differences to Stripe are bridged, as
nothing could be asked of it otherwise: a list of payment methods needs a type, it has neither checkout sessions nor
credit notes nor the payments of invoices, and it writes its state to a fixed file.
"""

import asyncio
import sys
import warnings

from aiohttp import web

warnings.simplefilter("ignore", DeprecationWarning)  # how it declares its routes

from localstripe.resources import store  # noqa: E402
from localstripe.server import app  # noqa: E402


@web.middleware
async def typed(request, handler):
    """Every payment method that is made here is a card."""
    if request.method == "GET" and request.path == "/v1/payment_methods":
        request = request.clone(rel_url=request.rel_url.update_query(type="card"))
    if request.method == "GET" and request.path in (
        "/v1/checkout/sessions",
        "/v1/credit_notes",
        "/v1/invoice_payments",
    ):
        return web.json_response({"object": "list", "url": request.path, "has_more": False, "data": []})
    return await handler(request)


async def main() -> None:
    """Serve until standard input ends."""
    type(store).dump_to_disk = lambda _self: None
    app.middlewares.insert(0, typed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


asyncio.run(main())
