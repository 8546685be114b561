"""`habeas web person`: serves the person's door."""

from habeas.console.outcome import wait


def person() -> int:
    """Serve the pages on which people ask about their data, until Ctrl-C or SIGTERM (docs/operations.md)."""
    from habeas.log import configure

    configure()
    wait(_serve())
    return 0


async def _serve() -> None:
    from habeas.console.serve import serve_until_told
    from habeas.settings import CaseFileSettings, MailSettings, PersonDoorSettings

    from .compose import person_app

    settings = PersonDoorSettings.read()
    async with person_app(settings, CaseFileSettings.read(), MailSettings.read().account) as app:
        await serve_until_told(app, settings.person_host, settings.person_port, "person's door")
