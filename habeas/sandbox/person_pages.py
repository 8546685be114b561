"""The sandbox's door of people who ask about their data: the real one, in the sandbox's own process."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from habeas.console.web.person.compose import person_app
from habeas.settings import CaseFileSettings, MailSettings, PersonDoorSettings


@asynccontextmanager
async def person_pages(environment: Mapping[str, str]) -> AsyncIterator[None]:
    """Serve the door while the context lasts, by the settings that these variables hold."""
    settings, house = PersonDoorSettings.given(environment), CaseFileSettings.given(environment)
    async with person_app(settings, house, MailSettings.given(environment).account) as app:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.person_host, settings.person_port).start()
            yield
        finally:
            await runner.cleanup()
